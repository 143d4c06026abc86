"""Decoding of uploaded files into lesion images.

    file size -> format by its first bytes -> pixels counted in the header -> decoded -> upright -> sRGB -> framed

Everything happens in memory, nothing is written to disk, and only the pixels of a file are used afterwards. Files are
untrusted: each format has one reader, and files that would expand without limit are refused before decoding.
"""

from __future__ import annotations

import re
import warnings

from PIL import Image

from model.errors import BlankImage, DamagedImage, FileTooLarge, LesionImageError, TooManyPixels
from model.lesion.files.decoded import Decoded
from model.lesion.files.formats import FORMATS, SUPPORTED_SUFFIXES, recognised
from model.lesion.image import LesionImage
from model.lesion.limits import MAX_BYTES, MAX_MEGAPIXELS, MORE_MEGAPIXELS, millions

__all__ = ["SUPPORTED_SUFFIXES", "read_lesion_image"]

BLANK_DEVIATION = 1.5
"""Standard deviation of every colour channel below which the centre square is one uniform colour, grey levels.

Sensor noise and JPEG rounding of a uniform surface stay below one level after reduction to 224 pixels; the minimum of
the 10,074 training images is 6.8. A range would react to single hot pixels, the deviation does not.
"""


def read_lesion_image(data: bytes) -> LesionImage:
    """Decode a photo to a framed lesion image.

    Reads JPEG, PNG, WebP, TIFF, BMP, HEIC, AVIF and DICOM, and one picture of a file. Thread-safe.

    Raises:
        LesionImageError: one of its subclasses; no other error is raised for any file.
    """
    if len(data) > MAX_BYTES:
        raise FileTooLarge(megabytes=millions(len(data)), maximum=MAX_BYTES // 10**6)
    name = recognised(data)
    decoded = _decoded(data, name)
    image = LesionImage.from_rgb(decoded.picture, name, decoded.size, decoded.doubts)
    if image.pixels.std(axis=(0, 1)).max() < BLANK_DEVIATION:
        raise BlankImage()
    return image


def _decoded(data: bytes, name: str) -> Decoded:
    _silence_decoders()
    _, reader = FORMATS[name]
    try:
        return reader(data)
    except DamagedImage as error:
        if error.data["format"] == name:
            raise
        raise DamagedImage(format=name) from error  # a frame inside another file
    except LesionImageError:
        raise
    except Image.DecompressionBombError as error:
        most = MORE_MEGAPIXELS.get(name, MAX_MEGAPIXELS)
        raise TooManyPixels(megapixels=_named_pixels(error), maximum=most) from error
    # On damaged or hostile files the decoders also raise KeyError, OverflowError, MemoryError and many others.
    except Exception as error:
        raise DamagedImage(format=name) from error


_DECODERS = r"PIL\b|pydicom\b|pillow_heif\b|tifffile\b|imagecodecs\b|model\.lesion\.(?:decode|files)\b"


def _silence_decoders() -> None:
    """Suppress the warnings of the decoders, which may quote private content of the file.

    The filter is permanent, since `catch_warnings` is not thread-safe before Python 3.14.
    """
    first = warnings.filters[0][3] if warnings.filters else None
    if getattr(first, "pattern", None) != _DECODERS:
        warnings.filterwarnings("ignore", module=_DECODERS)


def _named_pixels(error: Image.DecompressionBombError) -> float:
    """Megapixels of a picture that Pillow refuses to open, read from the message of its error."""
    pixels = re.search(r"(\d+) pixels", str(error))
    return millions(int(pixels[1])) if pixels else float(MAX_MEGAPIXELS)
