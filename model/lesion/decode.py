"""Image bytes flow in, a lesion image flows out; or one of the refusals below `LesionImageError`, and nothing else.

    file size -> format by its first bytes -> pixels counted in the header -> decoded -> upright -> sRGB -> framed

Everything happens in memory: nothing is written to disk, and nothing of the file but its pixels lives on. The bytes are
a stranger's, so each format has one decoder, and what a decoder would unfold without bound is refused beforehand.
"""

from __future__ import annotations

import logging
import math
import re
import warnings
from io import BytesIO
from typing import Any

import numpy as np
import pydicom
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms, TiffImagePlugin, WebPImagePlugin
from pillow_heif import register_heif_opener
from pydicom.encaps import get_frame
from pydicom.filereader import read_dataset, read_partial
from pydicom.pixels.processing import apply_color_lut
from pydicom.pixels.utils import pixel_array
from pydicom.tag import BaseTag, Tag
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, RLELossless

from model.errors import (
    BlankImage,
    DamagedImage,
    FileTooLarge,
    ImageTooSmall,
    LesionImageError,
    NotAnImage,
    TooManyPixels,
)
from model.lesion.image import LesionImage

SUPPORTED_SUFFIXES: tuple[str, ...] = (
    *(".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp"),
    *(".heic", ".heif", ".dcm", ".dicom"),
)
"""File name endings to offer in a file chooser. The bytes decide, not the name."""
MAX_BYTES = 20 * 10**6
"""Largest file that is read, bytes."""
MAX_MEGAPIXELS = 40
"""Most pixels that are decoded, millions: four bytes each, and three copies at the worst moment."""
MIN_SIDE = 96
"""Shortest side that still shows structures, pixels."""

BLANK_DEVIATION = 1.5
"""Standard deviation of every colour channel below which the centre square is one even colour, grey levels.

Sensor noise and JPEG rounding on an even surface stay below one level once reduced to 224 pixels; the flattest of the
10,074 training images has 6.8. The deviation, not the range, so that a few hot pixels or dust do not make a picture.
"""

_FORMATS: dict[str, tuple[str, re.Pattern[bytes]]] = {
    # DICOM first: a slide scanner may hide the header of a TIFF in the unused first 128 bytes.
    "DICOM": ("", re.compile(rb".{128}DICM|[\x02\x08]\0.\0(?:[A-Z]{2}|..\0\0)", re.DOTALL)),
    "JPEG": ("JPEG", re.compile(rb"\xff\xd8\xff")),
    "PNG": ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    "WebP": (WebPImagePlugin.WebPImageFile.format, re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    "TIFF": (TiffImagePlugin.TiffImageFile.format, re.compile(rb"II[*+]\0|MM\0[*+]")),
    "BMP": ("BMP", re.compile(rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0", re.DOTALL)),
    "HEIC": ("HEIF", re.compile(rb".{4}ftyp(?:he[iv][cmsx]|mif1|msf1)", re.DOTALL)),
}
"""Format name -> the one Pillow decoder that may see the bytes, and how the bytes begin."""

# Adds one entry to Pillow's table of decoders. Previews, depth maps and the like are never parsed.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
# pydicom repeats its warnings to its logger, and they quote the file.
logging.getLogger("pydicom").setLevel(logging.ERROR)


def read_lesion_image(data: bytes) -> LesionImage:
    """Decode a photo to a framed lesion image.

    JPEG, PNG, WebP, TIFF, BMP, HEIC and DICOM; the first picture of a file that holds several. Safe in any number of
    threads.

    Args:
        data: the content of the file.

    Raises:
        LesionImageError: `FileTooLarge`, `NotAnImage`, `TooManyPixels`, `ImageTooSmall`, `DamagedImage` or
            `BlankImage`; no other error leaves this function, whatever the bytes.
    """
    if len(data) > MAX_BYTES:
        raise FileTooLarge(megabytes=_millions(len(data)), maximum=MAX_BYTES // 10**6)
    name = _recognised(data)
    image = LesionImage.from_rgb(_decoded(data, name), name)
    if image.pixels.std(axis=(0, 1)).max() < BLANK_DEVIATION:
        raise BlankImage()
    return image


def _recognised(data: bytes) -> str:
    for name, (_, beginning) in _FORMATS.items():
        if beginning.match(data):
            return name
    raise NotAnImage()


def _decoded(data: bytes, name: str) -> Image.Image:
    _silence_decoders()
    try:
        return _from_dicom(data) if name == "DICOM" else _from_photo(data, name)
    except LesionImageError:
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels(megapixels=_named_pixels(error), maximum=MAX_MEGAPIXELS) from error
    # The decoders are foreign and the bytes hostile: besides their own errors they let slip whatever a wrong number
    # in a header leads to (KeyError, OverflowError, RecursionError, MemoryError ...). The reason stays attached.
    except Exception as error:
        raise DamagedImage(format=name) from error


_DECODERS = r"PIL\b|pydicom\b|pillow_heif\b|model\.lesion\.decode\b"


def _silence_decoders() -> None:
    """Put a filter in front that drops the decoders' warnings, for good: they quote the file, which is private.

    For the whole process and not `catch_warnings`, which before Python 3.14 swaps the filters under other threads.
    """
    first = warnings.filters[0][3] if warnings.filters else None
    if getattr(first, "pattern", None) != _DECODERS:
        warnings.filterwarnings("ignore", module=_DECODERS)


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_MEGAPIXELS * 10**6:
        raise TooManyPixels(megapixels=_millions(width * height), maximum=MAX_MEGAPIXELS)
    if min(width, height) < MIN_SIDE:
        raise ImageTooSmall(width=width, height=height, minimum=MIN_SIDE)


def _millions(count: int) -> float:
    """Millions with one decimal, rounded up, so that a number over a limit also reads as over it."""
    return math.ceil(count / 10**5) / 10


def _named_pixels(error: Image.DecompressionBombError) -> float:
    """Megapixels of a picture that Pillow refuses to open at all; only its message says how many."""
    found = re.search(r"(\d+) pixels", str(error))
    return _millions(int(found[1])) if found else float(MAX_MEGAPIXELS)


# --- photos: what Pillow decodes -------------------------------------------------------------------------------------


def _from_photo(data: bytes, name: str) -> Image.Image:
    decoder, _ = _FORMATS[name]
    picture = Image.open(BytesIO(data), formats=(decoder,))
    _check_size(*picture.size)
    if name == "JPEG":
        _refuse_endless_scans(data)
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        _refuse_giant_tiles(picture)
    picture.load()
    _check_size(*picture.size)  # HEIC: the size in the header is a promise
    return _in_srgb(_upright(picture))


_JPEG_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")
_MAX_SCANS = 100
"""A progressive JPEG has about ten scans; each costs a pass over all pixels, and an empty one takes a dozen bytes."""


def _refuse_endless_scans(data: bytes) -> None:
    scans, position = 0, 2
    while (marker := _JPEG_MARKER.search(data, position)) and marker[0] != b"\xff\xd9":
        scans += marker[0] == b"\xff\xda"
        position = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2], "big")
    if scans > _MAX_SCANS:
        raise DamagedImage(format="JPEG")


def _refuse_giant_tiles(picture: TiffImagePlugin.TiffImageFile) -> None:
    """A tile is allocated whole, however little of it lies inside the picture."""
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
"""EXIF orientation -> what turns the picture upright."""


def _upright(picture: Image.Image) -> Image.Image:
    """Turn as EXIF says.

    TIFF and HEIC come upright from their decoders, which then drop the entry: TIFF by the same tag, HEIC by the turn
    that its container orders, where EXIF does not count (ISO/IEC 23008-12).
    """
    try:
        turn = _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # the EXIF block is a file format of its own; a broken one must not cost the photo
        turn = None
    return picture if turn is None else picture.transpose(turn)


# --- colour: any mode to sRGB ----------------------------------------------------------------------------------------


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Bring any mode to RGB in sRGB; transparent parts become white, as on paper."""
    profile = picture.info.get("icc_profile")
    if picture.mode[0] in "IF":
        picture = Image.fromarray(_eight_bit(np.asarray(picture)))
    if not picture.has_transparency_data:
        return _profiled(picture, profile)
    *colour, alpha = picture.convert("LA" if picture.mode in {"LA", "La"} else "RGBA").split()
    opaque = _profiled(Image.merge("RGB", colour) if len(colour) == 3 else colour[0], profile)
    page = Image.new("RGB", opaque.size, "white")
    page.paste(opaque, mask=alpha)
    return page


def _profiled(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Apply the colour profile; one that is broken, or meant for other channels, is ignored like a missing one."""
    if not profile or picture.mode == "LAB":  # LAB needs no profile: it names colours, not amounts of ink or light
        return picture.convert("RGB")
    if picture.mode not in {"L", "CMYK"}:
        picture = picture.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        converted = None
    return converted or picture.convert("RGB")


_FULL_SCALES = (255.0, 4095.0, 65535.0)
"""Largest values of 8, 12 and 16 bits: devices keep 12 bits in 16, and programs 8 or 16 in 32."""


def _eight_bit(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Scale deep values to 0-255: by the smallest customary full scale that holds them all, else by their range."""
    finite = values[np.isfinite(values)]
    low, high = float(finite.min()), float(finite.max())
    scales = (1.0, *_FULL_SCALES) if values.dtype.kind == "f" else _FULL_SCALES
    if low >= 0:
        low, high = 0.0, next((scale for scale in scales if high <= scale), high)
    return _scaled(values, low, high)


def _scaled(values: NDArray[Any], low: float, high: float) -> NDArray[np.uint8]:
    """Map low to 0 and high to 255; what lies beyond is clipped, what is not a number becomes black."""
    span: float = max(high - low, 1e-30)
    share = (values.astype(np.float32) - np.float32(low)) / np.float32(span)
    levels: NDArray[np.float32] = np.nan_to_num(share).clip(0, 1) * 255
    return np.rint(levels).astype(np.uint8)


# --- DICOM -----------------------------------------------------------------------------------------------------------

_DICOM_HEADER_BYTES = 10**6
"""The pixels must begin within these: a longer header is a list of millions of entries, each of which costs memory."""
_DICOM_RLE_BYTES = 8 * 10**6
"""Largest run-length coded frame: each byte may unfold to 64."""
_DEFLATED = b"1.2.840.10008.1.2.1.99"
"""Transfer syntax of a file that is inflated whole, without limit, before its header can be read."""
_PIXEL_DATA = BaseTag(0x7FE00010)
_WANTED_TAGS: list[BaseTag | int] = [
    Tag(keyword)
    for keyword in (
        *("SamplesPerPixel", "PhotometricInterpretation", "PlanarConfiguration", "NumberOfFrames", "Rows", "Columns"),
        *("BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation"),
        *("WindowCenter", "WindowWidth", "RescaleSlope", "RescaleIntercept", "ICCProfile"),
        *(f"{colour}PaletteColorLookupTableDescriptor" for colour in ("Red", "Green", "Blue")),
        *(f"{colour}PaletteColorLookupTableData" for colour in ("Red", "Green", "Blue")),
        *(f"Segmented{colour}PaletteColorLookupTableData" for colour in ("Red", "Green", "Blue")),
    )
]
"""All that is read of a DICOM file: never the patient."""


def _from_dicom(data: bytes) -> Image.Image:
    """Decode the first frame; colour as it is, grey through its window."""
    dataset = _dicom_dataset(data)
    _check_size(dataset.Columns, dataset.Rows)
    _refuse_false_frame(dataset)
    picture = Image.fromarray(np.ascontiguousarray(_dicom_levels(dataset)))
    picture.info["icc_profile"] = dataset.get("ICCProfile")
    return _in_srgb(picture)


def _dicom_dataset(data: bytes) -> pydicom.Dataset:
    """Read the wanted header entries and the pixel data, and nothing behind them."""
    header = BytesIO(data[:_DICOM_HEADER_BYTES])
    if _DEFLATED in header.getvalue():
        raise DamagedImage(format="DICOM")
    dataset = read_partial(header, lambda tag, *_: tag >= _PIXEL_DATA, force=True, specific_tags=_WANTED_TAGS)
    if header.tell() >= _DICOM_HEADER_BYTES:
        raise DamagedImage(format="DICOM")
    implicit, little = map(bool, dataset.original_encoding)
    if not dataset.file_meta.get("TransferSyntaxUID"):
        native = ExplicitVRLittleEndian if little else ExplicitVRBigEndian
        dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else native
    pixels = BytesIO(data[header.tell() :])
    dataset.update(read_dataset(pixels, implicit, little, stop_when=lambda tag, *_: tag > _PIXEL_DATA))
    return dataset


def _refuse_false_frame(dataset: pydicom.Dataset) -> None:
    """Refuse a compressed frame that would unfold to more than the header says."""
    syntax = dataset.file_meta.TransferSyntaxUID
    if not syntax.is_compressed:
        return
    frame = get_frame(dataset.PixelData, 0, number_of_frames=int(dataset.get("NumberOfFrames") or 1))
    if syntax == RLELossless:
        honest = len(frame) <= _DICOM_RLE_BYTES
    else:
        size = Image.open(BytesIO(frame), formats=("JPEG", "JPEG2000")).size
        honest = size == (dataset.Columns, dataset.Rows)
    if not honest:
        raise DamagedImage(format="DICOM")


def _dicom_levels(dataset: pydicom.Dataset) -> NDArray[np.uint8]:
    values = pixel_array(dataset, index=0)  # (rows, columns) or (rows, columns, 3)
    if dataset.PhotometricInterpretation == "PALETTE COLOR":
        return _eight_bit(apply_color_lut(values, dataset))
    if values.ndim == 3:
        return _scaled(values, *_stored_range(dataset))
    slope, intercept = float(dataset.get("RescaleSlope") or 1), float(dataset.get("RescaleIntercept") or 0)
    darkest, brightest = (limit * slope + intercept for limit in _stored_range(dataset))
    window = _window(dataset) or (min(darkest, brightest), max(darkest, brightest))
    levels = _scaled(values.astype(np.float32) * slope + intercept, *window)
    return 255 - levels if dataset.PhotometricInterpretation == "MONOCHROME1" else levels


def _stored_range(dataset: pydicom.Dataset) -> tuple[float, float]:
    """Smallest and largest value that the stored bits can hold."""
    count = 2.0**dataset.BitsStored
    return (-count / 2, count / 2 - 1) if dataset.PixelRepresentation else (0.0, count - 1)


def _window(dataset: pydicom.Dataset) -> tuple[float, float] | None:
    """Values that become black and white, by the first window of the file (DICOM PS3.3 C.11.2.1.2)."""
    centre, width = (np.atleast_1d(dataset.get(f"Window{part}") or np.nan)[0] for part in ("Center", "Width"))
    if not float(width) > 1:
        return None
    middle, reach = float(centre) - 0.5, (float(width) - 1) / 2
    return middle - reach, middle + reach
