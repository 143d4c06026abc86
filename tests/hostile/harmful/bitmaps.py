"""BMP: false sizes, runs that leave the picture, palettes and masks that do not exist."""

from __future__ import annotations

import struct

from tests.hostile.harmful.metadata import Made
from tests.lesion.generated_photos import picture, written


def _header(small: bytes, **entries: int) -> bytes:
    places = {"start": (10, "I"), "width": (18, "i"), "height": (22, "i"), "planes": (26, "H"), "bits": (28, "H")}
    places |= {"coding": (30, "I"), "size": (34, "I"), "colours": (46, "I"), "head": (14, "I")}
    data = bytearray(small)
    for name, value in entries.items():
        at, kind = places[name]
        data[at : at + struct.calcsize(kind)] = struct.pack(f"<{kind}", value)
    return bytes(data)


def made() -> Made:
    """BMP files that do harm, by what they do."""
    small, few = (written(picture(mode, 96, 96), "BMP") for mode in ("RGB", "P"))
    start = int.from_bytes(few[10:14], "little")
    files = {
        f"size {width} x {height}": _header(small, width=width, height=height)
        for width, height in ((0, 0), (-96, 96), (96, -96), (2**31 - 1, 2**31 - 1), (96, -(2**31)))
    }
    files |= {f"{bits} bits": _header(few, bits=bits) for bits in (0, 1, 2, 3, 4, 16, 32, 64, 65_535)}
    files |= {f"coding {coding}": _header(few, coding=coding) for coding in (1, 2, 3, 4, 5, 6, 11, 12, 13, 2**32 - 1)}
    files |= {f"head of {head} bytes": _header(small, head=head) for head in (12, 16, 40, 52, 56, 64, 108, 124)}
    runs = {
        "runs that jump": b"\0\2\xff\xff" * 10_000,
        "runs without end": b"\xff\0" * 100_000,
        "ends of rows": b"\0\0" * 10**6,
        "literal pixels behind the end": b"\0\xff",
        "no runs": b"",
    }
    for name, run in runs.items():
        files[name] = _header(few, coding=1)[:start] + run
        files[f"{name}, 40 megapixels"] = _header(few, coding=1, width=8000, height=5000)[:start] + run
    return files | {
        "pixels begin in the header": _header(small, start=0),
        "pixels begin behind the end": _header(small, start=2**32 - 1),
        "palette of four billion": _header(few, colours=2**32 - 1),
        "palette of one": _header(few, colours=1),
        "masks of zero": _header(small, coding=3, bits=32, head=56, start=70)[:54] + bytes(16) + small[54:],
        "40 megapixels without pixels": _header(small, width=8000, height=5000),
        "40 megapixels of one bit": _header(small, width=8000, height=5000, bits=1, colours=2) + bytes(5_000_000),
        "only the header": small[:54],
    }
