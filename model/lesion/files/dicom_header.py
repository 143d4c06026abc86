"""The entries of a DICOM file that its pixels need, read in bounded time and memory."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pydicom
from pydicom.filereader import read_dataset, read_partial
from pydicom.tag import BaseTag, Tag
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from model.errors import DamagedImage, DicomWithoutPicture, UnreadCoding
from model.lesion.limits import MAX_MEGAPIXELS

# The log messages of pydicom may quote private content of the file.
logging.getLogger("pydicom").setLevel(logging.ERROR)

_MOST_READS = 200_000
"""Limit for the steps in which a header is read; each entry takes about two, and some microseconds."""
_MOST_INFLATED = 4 * MAX_MEGAPIXELS * 10**6
"""Limit for a deflated file, bytes: a colour picture of the largest size, with its header."""
_DEFLATED = b"1.2.840.10008.1.2.1.99"
"""Transfer syntax of deflated files."""
PIXEL_DATA = BaseTag(0x7FE00010)
_PIXEL_TAGS = {b"\xe0\x7f\x10\x00", b"\x7f\xe0\x00\x10"}
_COLOURS = ("Red", "Green", "Blue")
_WANTED_TAGS: list[BaseTag | int] = [
    Tag(keyword)
    for keyword in (
        *("SamplesPerPixel", "PhotometricInterpretation", "PlanarConfiguration", "NumberOfFrames", "Rows", "Columns"),
        *("BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation", "ICCProfile", "ColorSpace"),
        *("WindowCenter", "WindowWidth", "VOILUTFunction", "VOILUTSequence"),
        *("RescaleSlope", "RescaleIntercept", "ModalityLUTSequence", "OpticalPathSequence"),
        *("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"),
        *("Modality", "SOPClassUID", "MIMETypeOfEncapsulatedDocument", "ContentSequence", "WaveformSequence"),
        *("FloatPixelData", "DoubleFloatPixelData"),
        *(f"{colour}PaletteColorLookupTableDescriptor" for colour in _COLOURS),
        *(f"{colour}PaletteColorLookupTableData" for colour in _COLOURS),
        *(f"Segmented{colour}PaletteColorLookupTableData" for colour in _COLOURS),
    )
]
"""The entries that are read; none is about the patient."""


class _CountedReads(BytesIO):
    """Bytes that can be read a limited number of times, so that millions of entries or items end early."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads > _MOST_READS:
            raise DamagedImage(format="DICOM")
        return super().read(size)


def dicom_dataset(data: bytes) -> pydicom.Dataset:
    """Read the wanted entries, those of functional groups and optical paths among them, and the pixel data.

    Raises:
        DicomWithoutPicture: there are no pixel data.
        UnreadCoding: the pixels are floating-point numbers.
        DamagedImage: the header is too long. A hostile file may cause any other error.
    """
    data = _inflated(data)
    header = _CountedReads(data)
    dataset = read_partial(header, lambda tag, *_: tag >= PIXEL_DATA, force=True, specific_tags=_WANTED_TAGS)
    implicit, little = map(bool, dataset.original_encoding)
    if not dataset.file_meta.get("TransferSyntaxUID"):
        native = ExplicitVRLittleEndian if little else ExplicitVRBigEndian
        dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else native
    pixels = BytesIO(data[header.tell() :])
    dataset.update(read_dataset(pixels, implicit, little, stop_when=lambda tag, *_: tag > PIXEL_DATA))
    if "PixelData" not in dataset:
        if pixels.getvalue()[:4] in _PIXEL_TAGS:
            raise DamagedImage(format="DICOM")  # cut off
        if "FloatPixelData" in dataset or "DoubleFloatPixelData" in dataset:
            raise UnreadCoding(coding="float", format="DICOM")
        raise DicomWithoutPicture(kind=_kind(dataset))
    for group in _frame_groups(dataset):
        dataset.update(group)
    return dataset


def _inflated(data: bytes) -> bytes:
    """The file as it is, or with its deflated part unpacked and named accordingly."""
    start = data[:2000].find(_DEFLATED)
    if start < 0:
        return data
    plain = data[:start] + b"1.2.840.10008.1.2.1".ljust(len(_DEFLATED), b"\0") + data[start + len(_DEFLATED) :]
    meta = BytesIO(plain)
    read_partial(meta, lambda *_: True, force=True)
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    body = unpacker.decompress(plain[meta.tell() :], _MOST_INFLATED)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise DamagedImage(format="DICOM")
    return plain[: meta.tell()] + body


def _kind(dataset: pydicom.Dataset) -> str:
    """Content of a file without pixels: a key of `dicom_kinds`."""
    mime = str(dataset.get("MIMETypeOfEncapsulatedDocument", "")).lower()
    if mime:
        return "pdf" if "pdf" in mime else "document"
    if dataset.get("Modality") == "SR" or "ContentSequence" in dataset:
        return "report"
    if dataset.get("Modality") in {"PR", "KO"}:
        return "presentation"
    return "waveform" if "WaveformSequence" in dataset else "nothing"


def _frame_groups(dataset: pydicom.Dataset) -> Iterator[pydicom.Dataset]:
    """The items of functional groups that describe the first frame: the shared ones, then those of the frame."""
    for keyword in ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"):
        for group in (dataset.get(keyword) or [])[:1]:
            for name in ("FrameVOILUTSequence", "PixelValueTransformationSequence"):
                yield from (group.get(name) or [])[:1]


def first_item(dataset: pydicom.Dataset, sequence: str, keyword: str) -> Any:  # noqa: ANN401
    """An entry of the first item of a sequence; None where either is missing."""
    items = dataset.get(sequence)
    return items[0].get(keyword) if items else None
