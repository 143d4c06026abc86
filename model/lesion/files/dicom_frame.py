"""The first frame of a DICOM file as numbers; colours are RGB, grey levels as stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.encaps import get_frame
from pydicom.pixels.utils import pixel_array
from pydicom.uid import RLELossless

from model.errors import DamagedImage, DicomIncomplete, DicomWithoutPicture, UnreadCoding
from model.lesion.files.decoded import Doubt, each_once
from model.lesion.files.frames import (
    JPEG_XL,
    is_jpeg,
    is_jpeg_2000,
    jpeg_2000,
    multiplies_colours,
    rgb_of_ycbcr,
    size_of_jpeg_2000,
)
from model.lesion.files.jpeg import values_of_frame
from model.lesion.files.jpeg_marks import read_header
from model.lesion.limits import check_size

_RLE_BYTES = 8 * 10**6
"""Limit for a run-length coded frame, in which a byte can expand to 64."""
_VIDEO = "1.2.840.10008.1.2.4.10"
"""Beginning of the transfer syntaxes of MPEG-2, H.264 and H.265: .100 to .108."""
_NEEDED = ("Rows", "Columns", "BitsAllocated", "SamplesPerPixel")
_YBR, _RGB = ("YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT", "YBR_PARTIAL_420", "YBR_PARTIAL_422"), ("RGB",)
_READ_RAW = {"RGB", "MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "YBR_FULL", "YBR_FULL_422"}


@dataclass(frozen=True)
class Frame:
    """Values `(h, w)` as stored or RGB `(h, w, 3)`, the bits of each, the frame's own colour profile, and doubts."""

    values: NDArray[Any]
    bits: int
    profile: bytes | None = None
    doubts: tuple[Doubt, ...] = ()


def first_frame(dataset: pydicom.Dataset) -> Frame:
    """Decode the first frame.

    Raises:
        LesionImageError: too large, too small, unsafe to decode, lacking an entry, or coded in an unread way.
    """
    if dataset.get("Rows") and dataset.get("Columns"):
        check_size(dataset.Columns, dataset.Rows)
    syntax = dataset.file_meta.TransferSyntaxUID
    if syntax.startswith(_VIDEO):
        raise DicomWithoutPicture(kind="video")
    doubt = _completed(dataset)
    if not (syntax.is_transfer_syntax and syntax.is_compressed) and not _is_encapsulated(dataset):
        return _with_doubt(_stored(dataset), doubt)
    frame = get_frame(dataset.PixelData, 0, number_of_frames=int(dataset.get("NumberOfFrames") or 1))
    if syntax == RLELossless:
        if len(frame) > _RLE_BYTES:
            raise DamagedImage(format="DICOM")
        return _with_doubt(_stored(dataset), doubt)
    return _with_doubt(_coded(dataset, frame), doubt)


def _is_encapsulated(dataset: pydicom.Dataset) -> bool:
    return bool(dataset["PixelData"].is_undefined_length)


def _with_doubt(frame: Frame, doubt: Doubt | None) -> Frame:
    return Frame(frame.values, frame.bits, frame.profile, each_once(doubt, *frame.doubts))


def _completed(dataset: pydicom.Dataset) -> Doubt | None:
    """Fill in entries that follow from others; a missing meaning of colours is assumed, with a doubt."""
    colours = int(dataset.get("SamplesPerPixel") or 1)
    assumed = not dataset.get("PhotometricInterpretation")
    if assumed:
        dataset.PhotometricInterpretation = "RGB" if colours == 3 else "MONOCHROME2"
    if dataset.get("BitsAllocated") and not dataset.get("BitsStored"):
        dataset.BitsStored = dataset.BitsAllocated
    if dataset.get("BitsStored") and dataset.get("HighBit") is None:
        dataset.HighBit = dataset.BitsStored - 1
    if dataset.get("PixelRepresentation") is None:
        dataset.PixelRepresentation = 0
    if colours > 1 and dataset.get("PlanarConfiguration") is None:
        dataset.PlanarConfiguration = 0
    return Doubt.COLOURS_ASSUMED if assumed else None


def _stored(dataset: pydicom.Dataset) -> Frame:
    """A frame that is not coded, or run-length coded."""
    missing = next((entry for entry in _NEEDED if dataset.get(entry) is None), None)
    if missing:
        raise DicomIncomplete(entry=missing)
    if dataset.PhotometricInterpretation not in _READ_RAW:
        raise UnreadCoding(coding="colours", format="DICOM")
    bits, shift = dataset.BitsStored, dataset.HighBit + 1 - dataset.BitsStored
    if shift > 0:  # pydicom would cut off the high bits
        dataset.BitsStored = dataset.HighBit + 1
    values = pixel_array(dataset, index=0)  # (rows, columns) or (rows, columns, 3)
    dataset.BitsStored = bits
    in_high_bits = shift > 0 and values.max() >= 2**bits
    return Frame(values >> shift if in_high_bits else values, bits)


def _coded(dataset: pydicom.Dataset, frame: bytes) -> Frame:
    """A frame of a coding that its first bytes tell, whatever the transfer syntax says."""
    called = {**dict.fromkeys(_YBR, True), **dict.fromkeys(_RGB, False)}.get(dataset.PhotometricInterpretation)
    if is_jpeg(frame):
        _refuse_false_size(dataset, read_header(frame).size)
        values, bits, profile, doubts = values_of_frame(frame, called)
        return Frame(_signed(dataset, values, bits), bits, profile, doubts)
    if is_jpeg_2000(frame):
        _refuse_false_size(dataset, size_of_jpeg_2000(frame))
        return _from_jpeg_2000(dataset, frame, called)
    if frame.startswith(JPEG_XL):
        raise UnreadCoding(coding="jpeg_xl", format="DICOM")
    if dataset.file_meta.TransferSyntaxUID.name.startswith(("JPEG", "High-Throughput")):
        raise DamagedImage(format="DICOM")
    raise UnreadCoding(coding="other", format="DICOM")


def _refuse_false_size(dataset: pydicom.Dataset, size: tuple[int, int]) -> None:
    """Refuse a compressed frame that would expand to other pixels than the header states."""
    if size != (dataset.get("Columns", size[0]), dataset.get("Rows", size[1])):
        raise DamagedImage(format="DICOM")
    check_size(*size)


def _from_jpeg_2000(dataset: pydicom.Dataset, frame: bytes, called: bool | None) -> Frame:
    values = jpeg_2000(frame)
    bits = int(dataset.get("BitsStored") or 8 * values.itemsize)
    if values.ndim == 2:
        return Frame(_signed(dataset, values, bits), bits)
    if values.shape[2] != 3:
        raise UnreadCoding(coding="colours", format="DICOM")
    own_transform = multiplies_colours(frame)
    if own_transform or not called:
        return Frame(values, bits)
    if dataset.PhotometricInterpretation in {"YBR_ICT", "YBR_RCT"}:  # names a transform that the code has not made
        return Frame(values, bits, doubts=(Doubt.HEADER_CONTRADICTS,))
    return Frame(rgb_of_ycbcr(values, bits), bits)


def _signed(dataset: pydicom.Dataset, values: NDArray[Any], bits: int) -> NDArray[Any]:
    """Grey values with their sign, where the header has one and the coding none."""
    if values.ndim == 3 or not dataset.PixelRepresentation or values.dtype.kind != "u":
        return values
    wide = values.astype(np.int32)
    return np.where(wide >= 2 ** (bits - 1), wide - 2**bits, wide)
