"""JPEG files, and JPEG frames inside other files."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.errors import DamagedImage, UnreadCoding
from model.lesion.files.colour import in_srgb, scaled
from model.lesion.files.colour_spaces import named_in_exif
from model.lesion.files.decoded import Decoded, Doubt, each_once
from model.lesion.files.frames import rgb_of_ycbcr, special_jpeg
from model.lesion.files.jpeg_marks import JpegHeader, is_ycbcr, read_header, with_colours
from model.lesion.files.upright import upright_by_exif
from model.lesion.limits import MAX_MEGAPIXELS, MORE_MEGAPIXELS, check_size

MAX_SCANS = 100
"""Limit for progressive JPEG, which has about ten scans; each one costs a pass over all pixels."""
MOST_MISSING = 0.01
"""Share of the rows that may be missing at the end."""
_OF_PILLOW = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}
_OTHER_BITS = b"\x5a\xa5\x3c\x69" * 2048
"""Bits appended to find where the data of a cut file end; any others would do."""


def read_jpeg(data: bytes) -> Decoded:
    """Decode a JPEG file; one over the usual number of pixels at half its width and height."""
    header = read_header(data)
    if not _is_usual(header):
        check_size(*header.size)
        values, bits, doubts = _special(data, header, None)
        picture, colour_doubts = in_srgb(Image.fromarray(scaled(values, 0, 2**bits - 1)))
        return Decoded(picture, header.size, each_once(*doubts, *colour_doubts))
    picture, doubts = _usual(data, header, None)
    size = header.size
    upright = upright_by_exif(picture)
    upright.info.setdefault("icc_profile", named_in_exif(picture))
    rgb, colour_doubts = in_srgb(upright)
    is_turned = (upright.width > upright.height) != (size[0] > size[1])
    return Decoded(rgb, size[::-1] if is_turned else size, each_once(*doubts, *colour_doubts))


def values_of_frame(frame: bytes, called: bool | None) -> tuple[NDArray[Any], int, bytes | None, tuple[Doubt, ...]]:
    """Decode a JPEG frame of another file: values `(h, w)` or RGB `(h, w, 3)`, bits, colour profile and doubts.

    `called` says whether the file calls three components brightness and colour differences. The frame itself counts
    more: see `jpeg_marks.is_ycbcr`.
    """
    header = read_header(frame)
    check_size(*header.size)
    if not _is_usual(header):
        values, bits, doubts = _special(frame, header, called)
        return values, bits, None, doubts
    picture, doubts = _usual(frame, header, called)
    if picture.mode not in {"L", "RGB"}:
        raise UnreadCoding(coding="cmyk", format="JPEG")
    return np.asarray(picture), 8, picture.info.get("icc_profile"), doubts


def _is_usual(header: JpegHeader) -> bool:
    return header.coding in _OF_PILLOW and header.bits == 8


def _special(data: bytes, header: JpegHeader, called: bool | None) -> tuple[NDArray[Any], int, tuple[Doubt, ...]]:
    """Values of a frame that is lossless or deep."""
    if len(header.names) not in {1, 3} or header.coding not in {0xC1, 0xC2, 0xC3, 0xC9, 0xCA, 0xF7}:
        raise UnreadCoding(coding="jpeg", format="JPEG")
    values = special_jpeg(data, header)
    if values.ndim == 2:
        return values, header.bits, ()
    ycbcr, contradicts = is_ycbcr(header, called)
    rgb = rgb_of_ycbcr(values, header.bits) if ycbcr else values
    return rgb, header.bits, each_once(Doubt.HEADER_CONTRADICTS if contradicts else None)


def _usual(data: bytes, header: JpegHeader, called: bool | None) -> tuple[Image.Image, tuple[Doubt, ...]]:
    """The picture of a frame that Pillow decodes, in the colours that `is_ycbcr` decides for."""
    if len(header.scans) > MAX_SCANS:
        raise DamagedImage(format="JPEG")
    contradicts = False
    if len(header.names) == 3:
        ycbcr, contradicts = is_ycbcr(header, called)
        data = data if ycbcr == header.usual_is_ycbcr else with_colours(data, ycbcr)
    try:
        picture, doubt = _loaded(data), None
    except OSError as error:
        picture, doubt = _loaded_without_end(data, header, error), Doubt.END_MISSING
    return picture, each_once(doubt, Doubt.HEADER_CONTRADICTS if contradicts else None)


def _loaded(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data), formats=("JPEG",))
    check_size(*picture.size, MORE_MEGAPIXELS["JPEG"])
    if picture.width * picture.height > MAX_MEGAPIXELS * 10**6:
        picture.draft(None, (picture.width // 2, picture.height // 2))
    picture.load()
    return picture


def _loaded_without_end(data: bytes, header: JpegHeader, error: OSError) -> Image.Image:
    """The picture of a file that lacks its last bytes.

    It is decoded twice, with and without other bits appended: pixels behind the end of the data differ.
    """
    if header.ended or not header.all_scanned():
        raise DamagedImage(format="JPEG") from error
    body = data.rstrip(b"\0").rstrip(b"\xff")
    picture, other = _loaded(body + b"\xff\xd9"), _loaded(body + _OTHER_BITS + b"\xff\xd9")
    if _missing(np.asarray(picture), np.asarray(other)) > MOST_MISSING:
        raise DamagedImage(format="JPEG") from error
    return picture


def _missing(picture: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Share of the rows from the first block of pixels that differ, in reading order."""
    differ = picture != other
    differ = differ.any(axis=2) if differ.ndim == 3 else differ
    height, width = differ.shape
    rows = np.flatnonzero(differ.any(axis=1))
    if not rows.size:
        return 0.0
    column = int(np.flatnonzero(differ[rows[0] : rows[0] + 8].any(axis=0))[0])
    return float((height - int(rows[0]) - 8 * column / width) / height)
