"""Valid files of every format, about 100 pixels wide: what is altered."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image, PngImagePlugin

from model.lesion.files.formats import FORMATS, recognised
from model.lesion.limits import MIN_SIDE
from tests.hostile.containers import grid_of
from tests.lesion.files import dicom_variants, photo_variants
from tests.lesion.generated_photos import corpus, picture, skin, written

ZIP = "zip"
KINDS = (*FORMATS, ZIP)
"""Everything that the uploader unpacks: the formats of photos, and archives of them."""


@cache
def bases(kind: str) -> tuple[bytes, ...]:
    """Valid files of a kind, in a fixed order."""
    if kind == ZIP:
        return tuple(_archives())
    return tuple(data for data in _photos() if recognised(data) == kind)


@cache
def _photos() -> tuple[bytes, ...]:
    small = skin(MIN_SIDE, MIN_SIDE)
    written_ways = (
        *(dicom_variants.uncompressed, dicom_variants.jpeg, dicom_variants.special, dicom_variants.coloured),
        *(photo_variants.tiffs, photo_variants.pngs, photo_variants.named_colours, photo_variants.jpegs),
    )
    grey = small[:, :, 0].copy()
    ways = [way(small) for way in written_ways] + [dicom_variants.grey(grey), photo_variants.grey_tiffs(grey)]
    return (*corpus().values(), *(data for way in ways for _, data in way), *_further())


def _small(mode: str = "RGB") -> Image.Image:
    return picture(mode, MIN_SIDE, MIN_SIDE)


def _further() -> Iterator[bytes]:
    """What the other tests have no example of: animations, palettes, grids, old bitmaps, metadata of every kind."""
    others = {"save_all": True, "append_images": [_small().rotate(90), _small().rotate(180)]}
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "skin"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8769)[0xA001] = "N", 1
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "skin " * 50, zip=True)
    text.add_itxt("Title", "skin " * 50, zip=True)
    for plugin in ("PNG", "WEBP", "TIFF", "AVIF", "HEIF", "MPO"):
        yield written(_small(), plugin, **others)
        yield written(_small(), plugin, exif=exif.tobytes(), icc_profile=_profile())
    yield written(_small(), "PNG", pnginfo=text)
    yield written(_small(), "JPEG", restart_marker_blocks=1, comment=b"skin")
    yield written(_small().quantize(7), "PNG", bits=4)
    for mode in ("1", "L", "P", "RGBA"):
        yield written(_small(mode), "BMP")
        yield written(_small("RGBA" if mode == "1" else mode), "WEBP", lossless=mode == "P")
    yield from _run_length_bitmaps()
    for compression in ("group3", "group4", "tiff_ccitt"):
        yield written(_small("1"), "TIFF", compression=compression)
    for image in ("HEIC", "AVIF"):
        yield grid_of(corpus()[image], rows=2, columns=2, side=128)


def _profile() -> bytes:
    from tests.lesion.colour_profiles import red_and_blue_exchanged

    return red_and_blue_exchanged()


def _run_length_bitmaps() -> Iterator[bytes]:
    """Bitmaps of 8 and of 4 bits whose rows are runs, with jumps and literal pixels among them."""
    for bits, coding in ((8, 1), (4, 2)):
        data = bytearray(written(_small("P"), "BMP"))
        start = int.from_bytes(data[10:14], "little")
        row = bytes((40, 3, 0, 4, 1, 2, 3, 4)) + bytes((26, 5, 0, 2, 4, 0)) + bytes((22, 9, 0, 0))
        data[28:30], data[30:34] = bits.to_bytes(2, "little"), coding.to_bytes(4, "little")
        yield bytes(data[:start]) + row * MIN_SIDE + b"\0\1"


def _archives() -> Iterator[bytes]:
    photos = {f"{kind}.{kind.lower()}": corpus()[kind] for kind in ("JPEG", "PNG", "WebP")}
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        yield zipped(photos, method)
    yield zipped({"folder/": b"", "folder/na\u00efvus.jpg": corpus()["JPEG"], "notes.txt": b"skin"})
    yield zipped({"inner.zip": zipped(photos), "1.2.840.113": corpus()["DICOM"]})


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip archive of the files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def noise(side: int, seed: int) -> np.ndarray:
    """Grain of every colour, `(side, side, 3)`."""
    return np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8)
