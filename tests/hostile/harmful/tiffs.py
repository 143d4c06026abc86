"""TIFF: directories in a circle, parts that unfold, numbers that do not fit each other."""

from __future__ import annotations

import struct
import zlib
from functools import partial

import imagecodecs
import numpy as np

from tests.hostile.harmful.metadata import XMP, Made, directory, exif_blocks, profiles
from tests.hostile.harmful.pngs import deflated
from tests.lesion.generated_photos import corpus, picture, skin, tiff, written

_SHORT, _LONG, _LONG8 = 3, 4, 16
_FORTY = (8000, 5000)


def page(pixels: bytes, following: int = 0, **changed: int) -> bytes:
    """A TIFF of one strip; `changed` replaces or adds entries by the numbers of their tags, as `t256=100`."""
    entries = {256: 96, 257: 96, 258: 8, 259: 8, 262: 1, 277: 1, 278: 2**31, 279: len(pixels)}
    entries |= {int(tag[1:]): value for tag, value in changed.items()}
    start = 8 + 2 + 12 * (len(entries) + 1) + 4
    entries.setdefault(273, start)
    rows = [(tag, _LONG, 1, value) for tag, value in sorted(entries.items())]
    return directory(rows, following).ljust(start, b"\0") + pixels


def made() -> Made:
    """TIFF files that do harm, by what they do."""
    flat = zlib.compress(skin(96, 96)[:, :, 0].tobytes())
    return _circles(flat) | _bombs() | _numbers(flat) | _told(flat) | _large()


def _circles(flat: bytes) -> dict[str, bytes]:
    return {
        "page that follows itself": page(flat, following=8),
        "pages that follow each other": written(picture(height=96, width=96), "TIFF")[:8] + b"\xff" * 2 + flat,
        "page below itself": page(flat, t330=8),
        "Exif and GPS that are the page": page(flat, t34665=8, t34853=8),
        "no page": b"II*\0\0\0\0\0",
        "page behind the end": b"II*\0\xf0\xff\xff\xff",
        "10,000 pages": _pages(10_000),
        "65,535 entries": b"II*\0\x08\0\0\0\xff\xff" + struct.pack("<2H2I", 330, 4, 1, 8) * 65_535,
        "big TIFF of 2^63 entries": b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 2**63 - 1) + bytes(100),
        "big TIFF far behind the end": b"II+\0\x08\0\0\0" + struct.pack("<Q", 2**64 - 1),
    }


def _pages(count: int) -> bytes:
    small = directory([(256, 3, 1, 96), (257, 3, 1, 96)])[8:-4]
    length = len(small) + 4
    return b"II*\0\x08\0\0\0" + b"".join(small + struct.pack("<I", 8 + length * (i + 1)) for i in range(count))


def _bombs() -> Made:
    return {
        "strip of 1 GB": lambda: page(deflated(1000)),
        "40 megapixels": lambda: page(deflated(41), t256=_FORTY[0], t257=_FORTY[1]),
        "tile of 40 megapixels": lambda: page(deflated(1000), t322=8000, t323=5000, t324=200, t325=10**6),
        "a million strips that are one": page(bytes(9), t278=1, t257=400_000, t259=1),
        "Zstandard of 1 GB": lambda: page(bytes(imagecodecs.zstd_encode(bytes(10**9))), t259=50000),
        "LZMA of 100 MB": lambda: page(bytes(imagecodecs.lzma_encode(bytes(10**8))), t259=34925),
        "LZW of 100 MB": lambda: page(bytes(imagecodecs.lzw_encode(bytes(10**7))) * 10, t259=5),
        "runs of 100 MB": page(b"\x81\0" * 800_000, t259=32773),
        "fax of 40 megapixels": page(b"\xff" * 100, t259=4, t258=1, t256=_FORTY[0], t257=_FORTY[1]),
    }


def _numbers(flat: bytes) -> dict[str, bytes]:
    tags = (256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 317, 322, 323, 338, 339, 32997, 254, 512)
    values = (0, 1, 2, 3, 7, 32, 65_535, 2**31, 2**32 - 1)
    files = {f"tag {tag} is {value}": page(flat, **{f"t{tag}": value}) for tag in tags for value in values}
    whole = bytearray(written(picture(height=96, width=96), "TIFF"))
    entry = whole.index(struct.pack("<HH", 273, 4))
    files["four billion strips"] = bytes(whole[: entry + 4]) + b"\xff" * 4 + bytes(whole[entry + 8 :])
    coded = written(picture(height=96, width=96), "TIFF", compression="jpeg")
    files["JPEG of another size"] = coded.replace(struct.pack(">2H", 96, 96), struct.pack(">2H", 8000, 8000))
    files["JPEG without tables"] = coded.replace(struct.pack("<H", 347), struct.pack("<H", 60_000))
    return files


def _told(flat: bytes) -> dict[str, bytes]:
    """Texts that programs put into the description and tifffile understands, and metadata."""
    small = skin(96, 96)
    texts = {
        "ImageJ": b"ImageJ=1.11a\nimages=2147483647\nslices=999999\nframes=99999\nhyperstack=true",
        "shape": b'{"shape": [1000000, 1000000, 3]}',
        "shape of nothing": b'{"shape": []}',
        "OME": b'<?xml version="1.0"?><OME xmlns="o"><Image><Pixels SizeX="9999999" SizeY="9" Type="x"/></Image></OME>',
        "OME that unfolds": XMP.replace(b"x:xmpmeta", b"OME"),
        "slide": b"Aperio Image Library v1\n9999999x9999999 (256x256) JPEG/RGB Q=70|AppMag = x",
        "two hundred brackets": b"[" * 200_000,
    }
    files = {f"description: {name}": tiff(small, description=text, compression="zlib") for name, text in texts.items()}
    for name, profile in profiles().items():
        files[f"profile: {name}"] = tiff(small, iccprofile=profile, compression="zlib")
    for name, block in exif_blocks().items():
        if block[:3] == b"II*" and len(block) < 1000:
            files[f"EXIF: {name}"] = block + flat
    for tag in (33628, 33629, 34361, 34362, 34412, 34682, 65420, 65426, 51123, 50838, 50839, 37510, 34118, 40100):
        files[f"tag {tag} of a microscope"] = page(flat, **{f"t{tag}": 8})
    return files | {"XMP that unfolds": tiff(small, extratags=[(700, 1, len(XMP), XMP, True)])}


def _large() -> Made:
    """Pictures of 40 megapixels in the samples that take most memory."""
    files: Made = {}
    for name, shape, kind in (
        ("deep colours with alpha", (5000, 8000, 4), np.uint16),
        ("doubles", (5000, 8000), np.float64),
        ("eight samples of doubles", (5000, 8000, 8), np.float64),
        ("numbers of 32 bits in planes", (3, 5000, 8000), np.uint32),
    ):
        files[f"40 megapixels of {name}"] = partial(_zeros, shape, kind)
    inks = corpus()["TIFF inks"]
    return files | {"inks cut short": inks[: len(inks) // 2]}


def _zeros(shape: tuple[int, ...], kind: type[np.generic]) -> bytes:
    planes = {"planarconfig": "separate"} if shape[0] == 3 else {}
    colours = {2: "minisblack", 3: "rgb"}[len(shape)]
    return tiff(np.broadcast_to(np.zeros(1, kind), shape), photometric=colours, compression="zstd", **planes)
