"""PNG: chunks that unfold, chunks without end, false sizes, animations, odd palettes and colours."""

from __future__ import annotations

import struct
import zlib

from tests.hostile.harmful.metadata import XMP, Made, exif_blocks, profiles
from tests.lesion.generated_photos import corpus, picture, written

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk with its check sum."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def header(width: int, height: int, bits: int = 8, colour: int = 2, interlaced: int = 0) -> bytes:
    """Signature and first chunk."""
    return _SIGNATURE + chunk(b"IHDR", struct.pack(">2I5B", width, height, bits, colour, 0, 0, interlaced))


def deflated(megabytes: int) -> bytes:
    """Zeros that take a thousandth of their place."""
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(bytes(10**6)) for _ in range(megabytes)), packer.flush()])


def made() -> Made:
    """PNG files that do harm, by what they do."""
    small = written(picture(height=96, width=96), "PNG")
    return _bombs(small) | _sizes() | _chunks(small) | _animations(small) | _metadata(small)


def _with(small: bytes, *chunks: bytes) -> bytes:
    return small[:33] + b"".join(chunks) + small[33:]


def _bombs(small: bytes) -> Made:
    end = chunk(b"IEND", b"")
    return {
        "compressed text of 1 GB": lambda: _with(small, chunk(b"zTXt", b"k\0\0" + deflated(1000))),
        "compressed international text of 1 GB": lambda: _with(small, chunk(b"iTXt", b"k\0\1\0\0\0" + deflated(1000))),
        "profile of 1 GB": lambda: _with(small, chunk(b"iCCP", b"k\0\0" + deflated(1000))),
        "fifty texts of 900 kB": _with(small, chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(900_000))) * 50),
        "text of 20 MB": _with(small, chunk(b"tEXt", b"k\0" + bytes(20_000_000))),
        "pixels of 1 GB in a small picture": lambda: header(96, 96) + chunk(b"IDAT", deflated(1000)) + end,
        "40 megapixels without pixels": header(8000, 5000) + end,
        "40 megapixels": lambda: header(8000, 5000) + chunk(b"IDAT", deflated(121)) + end,
        "40 megapixels, interlaced, deep, with alpha": lambda: (
            header(8000, 5000, 16, 6, 1) + chunk(b"IDAT", deflated(321)) + end
        ),
        "40 megapixels, deep, linear": lambda: (
            header(8000, 5000, 16) + chunk(b"gAMA", struct.pack(">I", 100_000)) + chunk(b"IDAT", deflated(241)) + end
        ),
    }


def _sizes() -> dict[str, bytes]:
    sizes = ((0, 0), (2**31 - 1, 2**31 - 1), (2**32 - 1, 96), (96, 2**31), (40_000_000, 1))
    rest = corpus()["PNG"][33:]
    return (
        {"38 megapixels with few pixels": header(96, 400_000) + rest}
        | {f"size {width} x {height}": header(width, height) + rest for width, height in sizes}
        | {
            f"{bits} bits of colour type {colour}": header(128, 128, bits, colour) + rest
            for bits, colour in ((16, 3), (3, 0), (0, 2), (255, 255), (1, 6), (16, 4))
        }
    )


def _chunks(small: bytes) -> Made:
    palette = written(picture(height=96, width=96).quantize(16), "PNG")
    return {
        "100,000 chunks": _with(small, chunk(b"tEXt", b"k\0v") * 100_000),
        "a million chunks without content": lambda: _with(small, chunk(b"abCd", b"") * 10**6),
        "pixels in chunks of one byte": small[:33]
        + b"".join(chunk(b"IDAT", small[41 + i : 42 + i]) for i in range(9000))
        + chunk(b"IEND", b""),
        "length behind the end": small[:33] + b"\x7f\xff\xff\xffIDAT" + small[41:],
        "palette of 257": _with(palette, chunk(b"PLTE", bytes(771))),
        "palette of none": _with(palette, chunk(b"PLTE", b"")),
        "transparency of 300": _with(palette, chunk(b"tRNS", bytes(300))),
        "transparency of one byte": _with(small, chunk(b"tRNS", b"\0")),
        "no first chunk": _SIGNATURE + small[33:],
        "two first chunks": header(96, 96) + header(8000, 5000)[8:] + small[33:],
        "gamma of 0": _with(small, chunk(b"gAMA", bytes(4))),
        "gamma of four billion": _with(small, chunk(b"gAMA", b"\xff" * 4)),
        "chromaticities of 0": _with(small, chunk(b"cHRM", bytes(32))),
        "chromaticities of four billion": _with(small, chunk(b"cHRM", b"\xff" * 32)),
        "chromaticities on a line": _with(small, chunk(b"cHRM", struct.pack(">8I", *(30_000,) * 8))),
        "colours of unknown number": _with(small, chunk(b"cICP", b"\xff" * 4)),
        "resolution of 0": _with(small, chunk(b"pHYs", bytes(9))),
        "resolution of one byte": _with(small, chunk(b"pHYs", b"\0")),
    }


def _animations(small: bytes) -> dict[str, bytes]:
    frame = struct.pack(">5I2H2B", 0, 96, 96, 0, 0, 0, 0, 2, 2)
    far = struct.pack(">5I2H2B", 0, 2**31, 2**31, 2**31, 2**31, 0, 0, 255, 255)
    return {
        "animation of four billion pictures": _with(small, chunk(b"acTL", b"\xff" * 8), chunk(b"fcTL", frame)),
        "animation of no picture": _with(small, chunk(b"acTL", bytes(8)), chunk(b"fcTL", frame)),
        "animation far outside": _with(small, chunk(b"acTL", struct.pack(">2I", 2, 0)), chunk(b"fcTL", far)),
        "animation without pictures, 10,000 times": _with(
            small, chunk(b"acTL", struct.pack(">2I", 10_000, 0)), chunk(b"fcTL", frame) * 10_000
        ),
        "picture before its control": _with(small, chunk(b"acTL", struct.pack(">2I", 2, 0)), chunk(b"fdAT", bytes(50))),
    }


def _metadata(small: bytes) -> dict[str, bytes]:
    made_up = {f"EXIF: {name}": _with(small, chunk(b"eXIf", block)) for name, block in exif_blocks().items()}
    for name, profile in profiles().items():
        made_up[f"profile: {name}"] = _with(small, chunk(b"iCCP", b"p\0\0" + zlib.compress(profile)))
    return made_up | {
        "EXIF as text that is no number": _with(
            small, chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"\nexif\n 9999\nzz"))
        ),
        "XMP that unfolds": _with(small, chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)),
        "text in letters that do not exist": _with(
            small, chunk(b"iTXt", b"\xff\0\1\0\xff\0\xff\0" + zlib.compress(b"\xff" * 90))
        ),
        "profile with a name of 1 MB": _with(small, chunk(b"iCCP", b"p" * 10**6)),
    }
