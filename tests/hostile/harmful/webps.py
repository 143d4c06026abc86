"""WebP: false sizes, animations without end, odd metadata."""

from __future__ import annotations

import struct

from tests.hostile.harmful.metadata import XMP, Made, exif_blocks, profiles
from tests.lesion.generated_photos import corpus, picture, written


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of RIFF."""
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def riff(*chunks: bytes) -> bytes:
    """A file of chunks."""
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _canvas(width: int, height: int, flags: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return chunk(b"VP8X", bytes((flags, 0, 0, 0)) + sides)


def _frame(content: bytes, across: int = 0, side: int = 128) -> bytes:
    place = across.to_bytes(3, "little") * 2 + (side - 1).to_bytes(3, "little") * 2
    return chunk(b"ANMF", place + bytes(4) + content)


def made() -> Made:
    """WebP files that do harm, by what they do."""
    pixels = corpus()["WebP"][12:]
    one = riff(_canvas(128, 128, 0x2C), pixels)
    files: Made = {
        "40 megapixels": lambda: written(picture().resize((6300, 6300)), "WEBP", quality=1),
        "size of the canvas is 16 million": riff(_canvas(2**24, 2**24, 0), pixels),
        "canvas is smaller than the picture": riff(_canvas(100, 100, 0), pixels),
        "canvas is larger than the picture": riff(_canvas(6300, 6300, 0), pixels),
        "animation on 40 megapixels": riff(_canvas(6300, 6300, 2), chunk(b"ANIM", bytes(6)), _frame(pixels)),
        "animation of 10,000 pictures": riff(
            _canvas(128, 128, 2), chunk(b"ANIM", bytes(6)), _frame(pixels[:100]) * 10_000
        ),
        "animation outside its canvas": riff(_canvas(128, 128, 2), chunk(b"ANIM", bytes(6)), _frame(pixels, 2**23)),
        "animation without a picture": riff(_canvas(128, 128, 2), chunk(b"ANIM", bytes(6))),
        "length of four billion": b"RIFF\xff\xff\xff\xffWEBP" + pixels,
        "length of 0": b"RIFF\0\0\0\0WEBP" + pixels,
        "chunk of four billion": riff(b"VP8 \xff\xff\xff\xff" + pixels[8:]),
        "a million empty chunks": riff(_canvas(128, 128, 0), chunk(b"abcd", b"") * 10**6, pixels),
        "alpha without pixels": riff(_canvas(128, 128, 0x10), chunk(b"ALPH", b"\1" + bytes(9)), pixels),
        "no pixels": riff(),
        "XMP that unfolds": riff(_canvas(128, 128, 4), pixels, chunk(b"XMP ", XMP)),
        "and an archive": one + b"PK\5\6" + bytes(18),
    }
    for name, block in exif_blocks().items():
        files[f"EXIF: {name}"] = riff(_canvas(128, 128, 8), pixels, chunk(b"EXIF", block))
    for name, profile in profiles().items():
        files[f"profile: {name}"] = riff(_canvas(128, 128, 0x20), chunk(b"ICCP", profile), pixels)
    return files
