"""EXIF blocks and colour profiles that a camera would not write."""

from __future__ import annotations

import struct
from collections.abc import Callable

from tests.lesion.colour_profiles import inks_where_cyan_prints_red, red_and_blue_exchanged

Made = dict[str, bytes | Callable[[], bytes]]
"""Files by what is wrong with them; a function makes one that takes long."""


def directory(entries: list[tuple[int, int, int, int]], following: int = 0) -> bytes:
    """A directory of EXIF: tag, type, count and value of each entry, and where the next directory lies."""
    rows = b"".join(struct.pack("<2H2I", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + rows + struct.pack("<I", following)


def exif_blocks() -> dict[str, bytes]:
    """Blocks without the beginning `Exif`, by what is wrong."""
    orientation = (0x0112, 3, 1, 6)
    return {
        "directory that follows itself": directory([orientation], following=8),
        "Exif, GPS and Interop directories that are the first": directory(
            [orientation, (0x8769, 4, 1, 8), (0x8825, 4, 1, 8), (0xA005, 4, 1, 8)]
        ),
        "orientation of 0": directory([(0x0112, 3, 1, 0)]),
        "orientation of 65535": directory([(0x0112, 3, 1, 65535)]),
        "orientation as text": directory([(0x0112, 2, 4, 0x00363636)]),
        "orientation as four billion numbers": directory([(0x0112, 3, 0xFFFFFFFF, 8)]),
        "orientation as a fraction": directory([(0x0112, 5, 1, 8)]),
        "orientation as a double": directory([(0x0112, 12, 1, 8)]),
        "GPS far behind the end": directory([(0x8825, 4, 1, 0xFFFFFFF0)]),
        "comment of four gigabytes": directory([(0x9286, 7, 0xFFFFFFFF, 8), (0x010E, 2, 0xFFFFFFFF, 8)]),
        "five thousand entries": directory([(0x8769, 4, 1, 8)] * 5000),
        "type that does not exist": directory([(0x0112, 200, 1, 6), (0, 0, 0, 0)]),
        "big numbers": b"MM\0+\0\x08\0\0" + b"\xff" * 60,
        "nothing": b"",
    }


def profiles() -> dict[str, bytes]:
    """Colour profiles by what is wrong."""
    good = red_and_blue_exchanged()
    tags = int.from_bytes(good[128:132], "big")
    return {
        "four billion tags": good[:128] + b"\xff" * 4 + good[132:],
        "tags behind the end": good[:132] + (good[132:136] + b"\xff\xff\xff\xf0" * 2) * tags + good[132 + 12 * tags :],
        "tags that are the header": good[:132] + (good[132:136] + struct.pack(">2I", 0, len(good))) * tags,
        "curve of four billion points": good.replace(b"para", b"curv").replace(
            b"curv\0\0\0\0", b"curv\0\0\0\0\xff\xff\xff\xff"
        ),
        "inks for a picture in RGB": inks_where_cyan_prints_red(),
        "grid of 255 points in 15 channels": inks_where_cyan_prints_red().replace(
            b"mft1\0\0\0\0\4\3\2", b"mft1\0\0\0\0\x0f\x0f\xff"
        ),
        "three bytes": b"ICC",
        "a megabyte of zeros": bytes(10**6),
        "PCS that does not exist": good[:20] + b"????" + good[24:],
        "link to a device": good[:12] + b"link" + good[16:],
    }


XMP = (
    b'<?xpacket begin=""?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b']><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf tiff:Orientation="6" x="&j;">&j;</rdf></x:xmpmeta>'
)
"""Text that unfolds to ten gigabytes where entities are replaced, with an orientation."""
