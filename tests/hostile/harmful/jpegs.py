"""JPEG: scans, segments and sizes without end; metadata; other formats before, behind and inside."""

from __future__ import annotations

import struct

from model.lesion.files.jpeg_marks import segments
from tests.hostile.harmful.metadata import XMP, Made, exif_blocks, profiles
from tests.lesion.generated_photos import corpus, picture, written


def made() -> Made:
    """JPEG files that do harm, by what they do."""
    small = written(picture(height=96, width=96), "JPEG")
    return _scans() | _segments(small) | _sizes(small) | _metadata(small) | _mixed(small)


def segment(code: int, content: bytes) -> bytes:
    """A marker with its content."""
    return struct.pack(">BBH", 255, code, len(content) + 2) + content


def _scans() -> Made:
    data = corpus()["JPEG progressive"]
    start = data.rindex(b"\xff\xda")
    big = written(picture(height=96, width=96).resize((4000, 3000)), "JPEG", progressive=True, quality=5)
    last = big.rindex(b"\xff\xda")
    return {
        "thousands of scans": data[:start] + data[start:-2] * 5000 + data[-2:],
        "ninety large scans": lambda: big[:last] + big[last:-2] * 90 + big[-2:],
        "scan of no component": data[:start] + segment(0xDA, b"\0\0\x3f\0") + data[start:],
        "scan of 255 components": data[:start] + segment(0xDA, b"\xff" * 40) + data[start:],
    }


def _segments(small: bytes) -> Made:
    return {
        "19,000 comments": small[:2] + segment(0xFE, b"x") * 19_000 + small[2:],
        "a million comments": lambda: small[:2] + segment(0xFE, b"") * 10**6 + small[2:],
        "30 MB of comments": lambda: small[:2] + segment(0xFE, bytes(65_500)) * 450 + small[2:],
        "30 MB of markers": lambda: small[:-2] + b"\xff" * 30_000_000,
        "restarts without end": small[:-2] + b"\xff\xd0" * 10**6 + small[-2:],
        "tables that are empty": small[:2] + segment(0xC4, b"") + segment(0xDB, b"") + small[2:],
        "Huffman table of 16 times 255": small[:2] + segment(0xC4, b"\0" + b"\xff" * 16 + bytes(4080)) + small[2:],
        "tree of Huffman codes that is full": small[:2]
        + segment(0xC4, b"\0" + b"\x02" + bytes(15) + b"\0\1")
        + small[2:],
    }


def _sizes(small: bytes) -> dict[str, bytes]:
    start = next(one for one in segments(small) if one.code == 0xC0).start + 5
    named = {
        f"size {width} x {height}": (width, height)
        for width, height in ((0, 0), (65_535, 65_535), (96, 0), (20_000, 20_000))
    }
    for width, height in ((10_900, 10_900), (65_535, 600), (96, 65_535)):
        named[f"{width * height / 1e6:.0f} megapixels without pixels"] = (width, height)
    files = {
        name: small[:start] + struct.pack(">2H", height, width) + small[start + 4 :]
        for name, (width, height) in named.items()
    }
    for sampling in (0x00, 0x44, 0x41, 0xFF):
        files[f"samplings {sampling:02x}"] = small[: start + 6] + bytes((sampling,)) + small[start + 7 :]
    return files


def _metadata(small: bytes) -> dict[str, bytes]:
    def after_start(*parts: bytes) -> bytes:
        return small[:2] + b"".join(parts) + small[2:]

    made_up = {
        f"EXIF: {name}": after_start(segment(0xE1, b"Exif\0\0" + block[:65_000]))
        for name, block in exif_blocks().items()
    }
    for name, profile in profiles().items():
        made_up[f"profile: {name}"] = after_start(segment(0xE2, b"ICC_PROFILE\0\1\1" + profile[:65_000]))
    return made_up | {
        "profile in 255 parts of one": after_start(
            *(segment(0xE2, b"ICC_PROFILE\0" + bytes((i, 1)) + b"x") for i in range(256))
        ),
        "profile whose parts are missing": after_start(segment(0xE2, b"ICC_PROFILE\0\7\xff" + bytes(100))),
        "XMP that unfolds": after_start(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)),
        "pages of MPO behind the end": after_start(segment(0xE2, b"MPF\0" + next(iter(exif_blocks().values())))),
        "Photoshop resources without end": after_start(
            segment(0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\xff\xff\xff\xff" * 9)
        ),
        "JFIF of five bytes, Adobe of five": after_start(segment(0xE0, b"JFIF\0"), segment(0xEE, b"Adobe")),
    }


def _mixed(small: bytes) -> dict[str, bytes]:
    return {
        "and a web page": small[:2] + segment(0xFE, b"--><script>alert(1)</script><!--") + small[2:],
        "and an archive": small + corpus()["PNG"] + b"PK\5\6" + bytes(18),
        "inside a JPEG inside a JPEG": small[:2] + segment(0xE1, small[:60_000]) * 2 + small[2:],
        "beginning of a JPEG, then a PNG": small[:4] + corpus()["PNG"],
        "called JPEG, is DICOM": b"\xff\xd8\xff".ljust(128, b"\0") + corpus()["DICOM"][128:],
        "three bytes": small[:3],
    }
