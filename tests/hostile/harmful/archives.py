"""Archives: entries that unfold, that lie in each other, with names that leave the folder."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

from tests.hostile.bases import zipped
from tests.hostile.harmful.metadata import Made
from tests.lesion.generated_photos import picture, written

NAMES = (
    "../../../../etc/passwd.jpg",
    "/etc/passwd.jpg",
    "C:\\Windows\\system.jpg",
    "..\\..\\up.jpg",
    "<script>alert(1)<\\script>.jpg",
    '"onmouseover="alert(1).jpg',
    "=HYPERLINK(1).jpg",
    "\u202egpj.exe.jpg",
    "hid\0den.jpg",
    "a" * 60_000 + ".jpg",
    "a/" * 5000 + "deep.jpg",
    "\u0301" * 500 + ".jpg",
    "con.jpg",
    ".jpg",
    "new\nline.jpg",
)
"""Names that mean more than a name to a browser, a spreadsheet, a system or an eye."""


def made() -> Made:
    """Zip archives that do harm, by what they do."""
    photo = written(picture(height=96, width=96), "JPEG")
    whole = zipped({"a.jpg": photo, "b.jpg": photo})
    nested = whole
    for _ in range(30):
        nested = zipped({"inner.zip": nested, "inner.jpg": nested[:1000]})
    return (
        _names(photo)
        | _lies(whole)
        | {
            "entries of 300 MB": lambda: _zeros("1.jpg", "2.jpg"),
            "entry of 300 MB that begins as DICOM": lambda: _zeros("x", begin=bytes(128) + b"DICM"),
            "bzip2 of 300 MB": lambda: _zeros("a.jpg", method=zipfile.ZIP_BZIP2),
            "archives in archives": nested,
            "20,000 empty entries": lambda: zipped({f"{i}.jpg": b"" for i in range(20_000)}),
            "no entry": zipped({}),
            "two entries of one name": _twice(photo),
            "and a JPEG": photo + whole,
            "cut off": whole[:-30],
            "only the beginning": whole[:40],
            "200 entries that are one": _overlapping(photo, 200),
        }
    )


def _names(photo: bytes) -> dict[str, bytes]:
    return {f"name {name[:30]!r}": zipped({"first.jpg": photo, name: photo}) for name in NAMES}


def _lies(whole: bytes) -> dict[str, bytes]:
    """Entries whose directory says something else than their head."""
    at = whole.index(b"PK\1\2")
    return {
        "encrypted": whole[: at + 8] + b"\1\0" + whole[at + 10 :],
        "coding 99": whole[: at + 10] + b"\x63\0" + whole[at + 12 :],
        "length of four billion": whole[: at + 20] + b"\xff" * 8 + whole[at + 28 :],
        "place behind the end": whole[: at + 42] + b"\xff\xff\xff\x7f" + whole[at + 46 :],
        "name longer than the file": whole[: at + 28] + b"\xff\xff" + whole[at + 30 :],
        "65,535 entries": whole[:-14] + b"\xff\xff\xff\xff" + whole[-10:],
        "letters that are none": whole[: at + 8] + b"\0\x08" + whole[at + 10 : at + 46] + b"\xff" + whole[at + 47 :],
        "link": whole[: at + 38] + struct.pack("<I", 0o120777 << 16) + whole[at + 42 :],
    }


def _twice(photo: bytes) -> bytes:
    once = zipped({"a.jpg": photo, "b.jpg": photo})
    return once.replace(b"b.jpg", b"a.jpg")


def _overlapping(photo: bytes, count: int) -> bytes:
    """Many entries of the directory name the same bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.jpg", photo)
        one = archive.infolist()[0]
        archive.filelist = [one] * count
    return buffer.getvalue()


def _zeros(*names: str, begin: bytes = b"", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return zipped({name: begin + bytes(300_000_000) for name in names}, method)
