"""Decoding of the first frame of a DICOM file; only the pixels and the entries that describe them are read."""

from __future__ import annotations

import logging
from io import BytesIO

import numpy as np
import pydicom
from numpy.typing import NDArray
from PIL import Image
from pydicom.encaps import get_frame
from pydicom.filereader import read_dataset, read_partial
from pydicom.pixels.processing import apply_color_lut
from pydicom.pixels.utils import pixel_array
from pydicom.tag import BaseTag, Tag
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, RLELossless

from model.errors import DamagedImage
from model.lesion.colour import eight_bit, in_srgb, scaled
from model.lesion.limits import check_size

# The log messages of pydicom may quote private content of the file.
logging.getLogger("pydicom").setLevel(logging.ERROR)

_DICOM_HEADER_BYTES = 10**6
"""Limit for the header: a longer one may have millions of entries, each of which takes memory."""
_DICOM_RLE_BYTES = 8 * 10**6
"""Limit for a run-length coded frame, in which a byte can expand to 64."""
_DEFLATED = b"1.2.840.10008.1.2.1.99"
"""Transfer syntax of deflated files, which would be inflated without limit before the header can be read."""
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
"""The entries that are read; none is about the patient."""


def picture_from_dicom(data: bytes) -> Image.Image:
    """Decode the first frame; grey levels are mapped by the window of the file.

    Raises:
        LesionImageError: too large, too small or unsafe to decode. A hostile file may cause any other error.
    """
    dataset = _dicom_dataset(data)
    check_size(dataset.Columns, dataset.Rows)
    _refuse_false_frame(dataset)
    picture = Image.fromarray(np.ascontiguousarray(_dicom_levels(dataset)))
    picture.info["icc_profile"] = dataset.get("ICCProfile")
    return in_srgb(picture)


def _dicom_dataset(data: bytes) -> pydicom.Dataset:
    """Read the wanted header entries and the pixel data, but nothing after them."""
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
    """Refuse a compressed frame that would expand to more pixels than the header states."""
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
        return eight_bit(apply_color_lut(values, dataset))
    if values.ndim == 3:
        return scaled(values, *_stored_range(dataset))
    slope, intercept = float(dataset.get("RescaleSlope") or 1), float(dataset.get("RescaleIntercept") or 0)
    darkest, brightest = (limit * slope + intercept for limit in _stored_range(dataset))
    window = _window(dataset) or (min(darkest, brightest), max(darkest, brightest))
    levels = scaled(values.astype(np.float32) * slope + intercept, *window)
    return 255 - levels if dataset.PhotometricInterpretation == "MONOCHROME1" else levels


def _stored_range(dataset: pydicom.Dataset) -> tuple[float, float]:
    """Smallest and largest value of the stored bits."""
    count = 2.0**dataset.BitsStored
    return (-count / 2, count / 2 - 1) if dataset.PixelRepresentation else (0.0, count - 1)


def _window(dataset: pydicom.Dataset) -> tuple[float, float] | None:
    """Values shown as black and as white, from the first window of the file (DICOM PS3.3 C.11.2.1.2)."""
    centre, width = (np.atleast_1d(dataset.get(f"Window{part}") or np.nan)[0] for part in ("Center", "Width"))
    if not float(width) > 1:
        return None
    middle, reach = float(centre) - 0.5, (float(width) - 1) / 2
    return middle - reach, middle + reach
