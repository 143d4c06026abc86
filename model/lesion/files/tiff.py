"""TIFF files: tifffile unpacks the samples; libtiff, through Pillow, decodes JPEG, fax and brightness with colours."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tifffile import TiffFile, TiffPage

from model.errors import CameraRaw, DamagedImage, UnreadCoding
from model.lesion.files import lzw
from model.lesion.files.colour import eight_bit, guesses_scale, in_srgb, scaled
from model.lesion.files.colour_spaces import named_in_exif
from model.lesion.files.decoded import Decoded, Doubt, each_once
from model.lesion.files.tiff_pages import is_camera_raw, largest_page
from model.lesion.files.upright import turned
from model.lesion.limits import MAX_MEGAPIXELS, check_size

# The log messages of tifffile may quote private content of the file.
logging.getLogger("tifffile").setLevel(logging.CRITICAL + 1)
lzw.take_over()

WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, INKS, YCBCR, LAB = 0, 1, 2, 3, 5, 6, 8
_OF_LIBTIFF = {2, 3, 4, 6, 7}
"""Fax and JPEG compressions."""
_OF_TIFFFILE = {1, 5, 8, 32773, 32946, 34925, 50000}
"""None, LZW, deflate (twice), PackBits, LZMA, Zstandard: each unpacks into no more than the size of its part."""
_NAMES = {33003: "jpeg_2000", 33005: "jpeg_2000", 34712: "jpeg_2000", 50001: "webp", 50002: "jpeg_xl"}
_MOST_SAMPLES = 8
_MOST_BYTES = 12 * MAX_MEGAPIXELS * 10**6
"""Of all samples together: three of 32 bits a pixel."""
_CHANNELS = {WHITE_IS_ZERO: 1, BLACK_IS_ZERO: 1, PALETTE: 1, RGB: 3, INKS: 4}
_ALPHA_MODES = {(1, 1): "La", (1, 2): "LA", (3, 1): "RGBa", (3, 2): "RGBA"}
"""Mode in Pillow by the number of colours and the kind of alpha: 1 multiplied into the colours, 2 not."""


def read_tiff(data: bytes) -> Decoded:
    """Decode the first page of a TIFF that is no preview, or else its largest page.

    Raises:
        CameraRaw: it is the raw photo of a camera.
        UnreadCoding: its samples are coded or mean colours in a way that is not read.
    """
    with TiffFile(BytesIO(data)) as file:
        if is_camera_raw(file, data):
            raise CameraRaw()
        page, number = largest_page(file)
        check_size(page.imagewidth, page.imagelength)
        picture, doubt = _picture(page, number, data)
        profile = page.tags.valueof(34675)
    picture.info["icc_profile"] = profile if isinstance(profile, bytes) else named_in_exif(picture)
    rgb, doubts = in_srgb(picture)
    return Decoded(rgb, picture.size, each_once(doubt, *doubts))


def _picture(page: TiffPage, number: int | None, data: bytes) -> tuple[Image.Image, Doubt | None]:
    """The upright page in any mode of Pillow, and the doubt about it."""
    _refuse_giant_parts(page)
    deepest = max(page.bitspersample, 1)
    if (page.compression in _OF_LIBTIFF or page.photometric in {YCBCR, LAB}) and number is not None and deepest <= 8:
        return _by_libtiff(data, number), None
    if page.compression not in _OF_TIFFFILE:
        raise UnreadCoding(coding=_NAMES.get(page.compression, "other"), format="TIFF")
    channels = _CHANNELS.get(page.photometric)
    if channels is None or page.samplesperpixel < channels:
        raise UnreadCoding(coding="colours", format="TIFF")
    _refuse_missing_parts(page, data)
    values = _samples(page)
    picture, doubt = _with_colours(page, values, channels)
    return turned(picture, page.tags.valueof(274)), doubt


def _by_libtiff(data: bytes, number: int) -> Image.Image:
    """The page as Pillow decodes it, which also turns it upright."""
    picture = Image.open(BytesIO(data), formats=("TIFF",))
    picture.seek(number)
    check_size(*picture.size)
    picture.load()
    return picture


def _refuse_giant_parts(page: TiffPage) -> None:
    """Refuse tiles much larger than the picture, since a decoder allocates a whole tile; and millions of samples."""
    tile = page.tilewidth * page.tilelength
    samples = page.imagewidth * page.imagelength * page.samplesperpixel * max(page.bitspersample, 8) // 8
    if (
        tile > MAX_MEGAPIXELS * 10**6
        or samples > _MOST_BYTES
        or page.samplesperpixel > _MOST_SAMPLES
        or page.imagedepth > 1
    ):
        raise DamagedImage(format="TIFF")


def _refuse_missing_parts(page: TiffPage, data: bytes) -> None:
    """Refuse a page with a strip or tile that is missing or lies behind the end of the file."""
    parts = list(zip(page.dataoffsets, page.databytecounts, strict=True))
    if not parts or any(not size or start + size > len(data) for start, size in parts):
        raise DamagedImage(format="TIFF")


def _samples(page: TiffPage) -> NDArray[Any]:
    """All samples, `(h, w, n)`."""
    values = page.asarray(maxworkers=1)
    if page.planarconfig == 2 and page.samplesperpixel > 1:
        values = np.moveaxis(values.reshape(page.samplesperpixel, page.imagelength, page.imagewidth), 0, 2)
    return values.reshape(page.imagelength, page.imagewidth, page.samplesperpixel)


def _with_colours(page: TiffPage, values: NDArray[Any], channels: int) -> tuple[Image.Image, Doubt | None]:
    colours = values[:, :, :channels]
    if page.photometric == PALETTE:
        return Image.fromarray(_looked_up(page, colours[:, :, 0])), None
    levels, doubt = _levels(page, colours)
    if page.photometric == WHITE_IS_ZERO:
        levels = 255 - levels
    if channels == 4:
        return Image.frombytes("CMYK", levels.shape[1::-1], levels.tobytes()), doubt
    kind = page.extrasamples[0] if page.extrasamples and values.shape[2] > channels else 0
    mode = _ALPHA_MODES.get((channels, kind))
    if mode is None:
        return Image.fromarray(levels[:, :, 0] if channels == 1 else levels), doubt
    alpha = _levels(page, values[:, :, channels : channels + 1], of_type=True)[0]
    both = np.concatenate([levels, alpha], axis=2)
    return Image.frombytes(mode, both.shape[1::-1], both.tobytes()), doubt


def _levels(page: TiffPage, values: NDArray[Any], *, of_type: bool = False) -> tuple[NDArray[np.uint8], Doubt | None]:
    """Values as grey levels; `of_type` takes the largest value of the stored type for white, whatever occurs."""
    states_white = page.bitspersample not in {16, 32, 64}  # in these, fewer bits may be stored
    if values.dtype.kind in "ub" and (states_white or of_type):
        return scaled(values, 0, 2.0**page.bitspersample - 1), None
    if of_type:
        return scaled(values, 0, 1), None
    return eight_bit(values), Doubt.SCALE_ASSUMED if guesses_scale(values) else None


def _looked_up(page: TiffPage, numbers: NDArray[Any]) -> NDArray[np.uint8]:
    """Colours of a palette, `(h, w, 3)`; some programs write its 16-bit entries in 8 bits."""
    palette = np.asarray(page.colormap)  # (3, entries)
    most = 255.0 if palette.max() <= 255 else 65535.0
    levels: NDArray[np.uint8] = scaled(palette.T, 0, most)[numbers]
    return levels
