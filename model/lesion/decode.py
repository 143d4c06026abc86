"""Decoding of uploaded files into lesion images.

    file size -> format by its first bytes -> pixels counted in the header -> decoded -> upright -> sRGB -> framed

Everything happens in memory, nothing is written to disk, and only the pixels of a file are used afterwards. Files are
untrusted: each format has one decoder, and files that would expand without limit are refused before decoding.
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO

from PIL import ExifTags, Image, TiffImagePlugin, WebPImagePlugin
from pillow_heif import register_heif_opener

from model.errors import BlankImage, DamagedImage, FileTooLarge, LesionImageError, NotAnImage, TooManyPixels
from model.lesion.colour import in_srgb
from model.lesion.dicom import picture_from_dicom
from model.lesion.image import LesionImage
from model.lesion.limits import MAX_BYTES, MAX_MEGAPIXELS, MORE_MEGAPIXELS, check_size, millions

SUPPORTED_SUFFIXES: tuple[str, ...] = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".webp", ".tif", ".tiff", ".bmp"),
    *(".heic", ".heif", ".hif", ".dcm", ".dicom", ".dic", ".ima"),
)
"""File extensions for a file chooser; the format is detected from the bytes, not from the name."""

BLANK_DEVIATION = 1.5
"""Standard deviation of every colour channel below which the centre square is one uniform colour, grey levels.

Sensor noise and JPEG rounding of a uniform surface stay below one level after reduction to 224 pixels; the minimum of
the 10,074 training images is 6.8. A range would react to single hot pixels, the deviation does not.
"""

Size = tuple[int, int]
_FORMATS: dict[str, tuple[str, re.Pattern[bytes]]] = {
    # DICOM first: a slide scanner may put a TIFF header into the unused first 128 bytes.
    "DICOM": ("", re.compile(rb".{128}DICM|[\x02\x08]\0.\0(?:[A-Z]{2}|..\0\0)", re.DOTALL)),
    "JPEG": ("JPEG", re.compile(rb"\xff\xd8\xff")),
    "PNG": ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    "WebP": (WebPImagePlugin.WebPImageFile.format, re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    "TIFF": (TiffImagePlugin.TiffImageFile.format, re.compile(rb"II[*+]\0|MM\0[*+]")),
    "BMP": ("BMP", re.compile(rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0", re.DOTALL)),
    "HEIC": ("HEIF", re.compile(rb".{4}ftyp(?:he[iv][cmsx]|mif1|msf1)", re.DOTALL)),
}
"""Pillow decoder and first bytes, by name of the format."""

# Registers a decoder with Pillow. Previews and depth maps are never parsed.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def read_lesion_image(data: bytes) -> LesionImage:
    """Decode a photo to a framed lesion image.

    Reads JPEG, PNG, WebP, TIFF, BMP, HEIC and DICOM, and only the first picture of a file. Thread-safe.

    Raises:
        LesionImageError: one of its subclasses; no other error is raised for any file.
    """
    if len(data) > MAX_BYTES:
        raise FileTooLarge(megabytes=millions(len(data)), maximum=MAX_BYTES // 10**6)
    name = _recognised(data)
    picture, size = _decoded(data, name)
    image = LesionImage.from_rgb(picture, name, size)
    if image.pixels.std(axis=(0, 1)).max() < BLANK_DEVIATION:
        raise BlankImage()
    return image


def _recognised(data: bytes) -> str:
    for name, (_, beginning) in _FORMATS.items():
        if beginning.match(data):
            return name
    raise NotAnImage()


def _decoded(data: bytes, name: str) -> tuple[Image.Image, Size]:
    """The upright picture in sRGB, and its size in the file."""
    _silence_decoders()
    try:
        if name != "DICOM":
            return _from_photo(data, name)
        picture = picture_from_dicom(data)
        return picture, picture.size
    except LesionImageError:
        raise
    except Image.DecompressionBombError as error:
        most = MORE_MEGAPIXELS.get(name, MAX_MEGAPIXELS)
        raise TooManyPixels(megapixels=_named_pixels(error), maximum=most) from error
    # On damaged or hostile files the decoders also raise KeyError, OverflowError, MemoryError and many others.
    except Exception as error:
        raise DamagedImage(format=name) from error


_DECODERS = r"PIL\b|pydicom\b|pillow_heif\b|model\.lesion\.(?:decode|dicom|colour)\b"


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


def _from_photo(data: bytes, name: str) -> tuple[Image.Image, Size]:
    decoder, _ = _FORMATS[name]
    most = MORE_MEGAPIXELS.get(name, MAX_MEGAPIXELS)
    picture = Image.open(BytesIO(data), formats=(decoder,))
    check_size(*picture.size, most)
    size, is_large = picture.size, picture.width * picture.height > MAX_MEGAPIXELS * 10**6
    if name == "JPEG":
        _refuse_endless_scans(data)
        if is_large:
            picture.draft(None, (picture.width // 2, picture.height // 2))
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        _refuse_giant_tiles(picture)
    picture.load()
    check_size(*picture.size, most)  # the size in a HEIC header may be wrong
    upright = _upright(_halved(picture) if is_large and name != "JPEG" else picture)
    is_turned = (upright.width > upright.height) != (size[0] > size[1])
    return in_srgb(upright), size[::-1] if is_turned else size


def _halved(picture: Image.Image) -> Image.Image:
    """The picture at half its width and height, with its metadata."""
    half = picture.reduce(2)
    half.info.update(picture.info)
    return half


_JPEG_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")
_MAX_SCANS = 100
"""Limit for progressive JPEG, which has about ten scans; each one costs a pass over all pixels."""


def _refuse_endless_scans(data: bytes) -> None:
    scans, position = 0, 2
    while (marker := _JPEG_MARKER.search(data, position)) and marker[0] != b"\xff\xd9":
        scans += marker[0] == b"\xff\xda"
        position = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2], "big")
    if scans > _MAX_SCANS:
        raise DamagedImage(format="JPEG")


def _refuse_giant_tiles(picture: TiffImagePlugin.TiffImageFile) -> None:
    """Refuse tiles much larger than the picture, since a decoder allocates a whole tile."""
    tile = picture.tag_v2.get(TiffImagePlugin.TILEWIDTH, 0) * picture.tag_v2.get(TiffImagePlugin.TILELENGTH, 0)
    if tile > MAX_MEGAPIXELS * 10**6:
        raise DamagedImage(format="TIFF")


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""Transposition that turns a picture upright, by EXIF orientation."""


def _upright(picture: Image.Image) -> Image.Image:
    """Rotate or mirror by the EXIF orientation.

    The decoders of TIFF and HEIC return upright pictures and remove the entry. In HEIC the rotation of the container
    counts instead of EXIF (ISO/IEC 23008-12).
    """
    try:
        turn = _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a broken EXIF block does not make the photo unusable
        turn = None
    return picture if turn is None else picture.transpose(turn)
