"""DICOM: odd transfer syntaxes, frames without end, palettes and windows that do not exist, sequences in sequences."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from pydicom import Dataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    RLELossless,
)

from tests.hostile.harmful.metadata import Made, profiles
from tests.hostile.harmful.pngs import deflated
from tests.lesion.generated_photos import colour_dataset, compressed_dicom, corpus, dicom, dicom_bytes, skin

_SYNTAXES = (
    *("", "1", "1.2.840.10008.1.2.99", "1.2.840.113619.5.2", "9" * 64, "1.2.840.10008.1.2.1.98", "text"),
    *("1.2.840.10008.1.2.4.94", "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.4.203"),
    *("1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.2"),
    *("1.2.840.10008.1.2", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.1", "1.2.840.10008.1.2.8.1"),
)


def made() -> Made:
    """DICOM files that do harm, by what they do."""
    return dict([*_syntaxes(), *_numbers(), *_frames(), *_tables(), *_structures(), *_bombs()])


def _small() -> np.ndarray:
    return skin(96, 96)


def _syntaxes() -> Iterator[tuple[str, bytes]]:
    """Files whose transfer syntax is odd, and files written in another than they state."""
    stated = str(ExplicitVRLittleEndian)
    data = dicom(_small())
    for name in _SYNTAXES:
        yield f"transfer syntax {name!r}", _renamed(data, stated, name)
        yield f"coded, transfer syntax {name!r}", _renamed(corpus()["DICOM with a JPEG"], str(JPEGBaseline8Bit), name)
    for syntax in (
        ImplicitVRLittleEndian,
        ExplicitVRBigEndian,
        RLELossless,
        JPEG2000Lossless,
        DeflatedExplicitVRLittleEndian,
    ):
        yield f"stored plainly, called {syntax.name}", _renamed(data, stated, str(syntax))
    yield "no head at all", data[132:]
    yield "no head of the file", data[data.index(b"\x08\0\x16\0") :]


def _renamed(data: bytes, before: str, after: str) -> bytes:
    """The file with another transfer syntax of any length."""
    start = data.index(b"\2\0\x10\0UI")
    length = int.from_bytes(data[start + 6 : start + 8], "little")
    name = after.encode() + b"\0" * (len(after) % 2)
    group = data.index(b"\2\0\0\0UL") + 8
    total = int.from_bytes(data[group : group + 4], "little") + len(name) - length
    whole = data[:start] + b"\2\0\x10\0UI" + struct.pack("<H", len(name)) + name + data[start + 8 + length :]
    return whole[:group] + struct.pack("<I", total) + whole[group + 4 :]


def _numbers() -> Iterator[tuple[str, bytes]]:
    """Entries whose numbers fit neither the pixels nor each other."""
    odd = {
        "Rows": (0, 1, 95, 97, 65_535),
        "Columns": (0, 1, 95, 97, 65_535),
        "SamplesPerPixel": (0, 2, 4, 65_535),
        "BitsAllocated": (0, 1, 7, 12, 16, 24, 32, 64, 65_535),
        "BitsStored": (0, 1, 16, 65_535),
        "HighBit": (0, 15, 65_535),
        "PixelRepresentation": (1, 2, 65_535),
        "PlanarConfiguration": (1, 2, 65_535),
        "PhotometricInterpretation": ("", "MONOCHROME1", "PALETTE COLOR", "YBR_FULL_422", "YBR_ICT", "XYZ", "R" * 16),
        "NumberOfFrames": ("0", "-1", "2", "999999999", ""),
        "RescaleSlope": ("0", "1e308", "-1e308", ""),
    }
    for entry, values in odd.items():
        for value in values:
            yield f"{entry} is {value!r}", dicom(_small(), **{entry: value})
            if entry in {"BitsStored", "BitsAllocated", "HighBit", "PixelRepresentation", "RescaleSlope"}:
                yield f"grey, {entry} is {value!r}", dicom(_small()[:, :, 0].copy(), **{entry: value})
    for centre, width in (("1e308", "1e-308"), ("-1e308", "1e308"), ("0", "-5"), ("1", "0"), ("", "1")):
        for function in ("LINEAR", "LINEAR_EXACT", "SIGMOID", "\u00e9"):
            window = {"WindowCenter": centre, "WindowWidth": width, "VOILUTFunction": function}
            yield (
                f"window {centre} {width} {function}",
                dicom(_small()[:, :, 0].copy(), SpecificCharacterSet="ISO_IR 192", **window),
            )


def _frames() -> Iterator[tuple[str, bytes | Callable[[], bytes]]]:
    """Coded frames that are not what the header says."""
    jpeg, j2k = corpus()["JPEG"], corpus()["DICOM with a JPEG 2000"]
    yield "frame of no byte", compressed_dicom(JPEGBaseline8Bit, [b"\0\0"])
    yield "frames of one byte", compressed_dicom(JPEGBaseline8Bit, [b"xx"] * 10_000)
    yield "frame is a PNG", compressed_dicom(JPEGBaseline8Bit, [corpus()["PNG"]])
    yield "frame is a DICOM", compressed_dicom(JPEGBaseline8Bit, [dicom(_small())])
    yield "frame is a JPEG XL", compressed_dicom(JPEGBaseline8Bit, [b"\xff\x0a" + bytes(99)])
    yield "a thousand frames", compressed_dicom(JPEGBaseline8Bit, [jpeg] * 3 + [b"xx"] * 997, NumberOfFrames="1000")
    for count in ("0", "-1", "1000000000"):
        yield f"{count} frames", compressed_dicom(JPEGBaseline8Bit, [jpeg], NumberOfFrames=count)
    data = compressed_dicom(JPEGBaseline8Bit, [jpeg])
    start = data.index(b"\xe0\x7f\x10\0") + 12
    yield (
        "table of offsets behind the end",
        data[:start] + b"\xfe\xff\0\xe0\4\0\0\0\xff\xff\xff\xff" + data[start + 8 + 4 :],
    )
    yield "table of offsets of 4 GB", data[:start] + b"\xfe\xff\0\xe0\xfc\xff\xff\xff" + data[start + 8 :]
    yield "a million empty fragments", lambda: data[:start] + b"\xfe\xff\0\xe0\0\0\0\0" * 10**6 + data[start:]
    size = j2k.index(b"\xff\x51") + 6
    for sides in ((0, 0), (2**32 - 1, 2**32 - 1), (8000, 5000)):
        yield f"JPEG 2000 of {sides}", j2k[:size] + struct.pack(">2I", *sides) + j2k[size + 8 :]
    rle = b"\x03\0\0\0" + struct.pack("<3I", 64, 70, 80) + bytes(48)
    yield "runs without end", compressed_dicom(RLELossless, [rle + b"\x81\0" * 10**6])
    yield "runs of fifteen planes", compressed_dicom(RLELossless, [b"\xff\0\0\0" + b"\xff" * 60 + bytes(99)])


def _tables() -> Iterator[tuple[str, bytes]]:
    """Palettes, tables and profiles."""
    numbers = _small()[:, :, 0].copy()
    for entries, first, bits in ((0, 0, 16), (256, 65_535, 16), (1, 0, 8), (65_535, 0, 65_535), (256, 0, 0)):
        palette = {"PhotometricInterpretation": "PALETTE COLOR"}
        for colour in ("Red", "Green", "Blue"):
            palette[f"{colour}PaletteColorLookupTableDescriptor"] = [entries, first, bits]
            palette[f"{colour}PaletteColorLookupTableData"] = bytes(512)
        yield f"palette of {entries} from {first} in {bits} bits", dicom(numbers, **palette)
        table = Dataset()
        table.LUTDescriptor, table.LUTData = [entries, first, bits], bytes(512)
        table["LUTData"].VR = "OW"
        yield f"window table of {entries} from {first} in {bits} bits", dicom(numbers, VOILUTSequence=[table])
        yield f"modality table of {entries} from {first} in {bits} bits", dicom(numbers, ModalityLUTSequence=[table])
    segmented = {"PhotometricInterpretation": "PALETTE COLOR"}
    for colour in ("Red", "Green", "Blue"):
        segmented[f"{colour}PaletteColorLookupTableDescriptor"] = [256, 0, 16]
        segmented[f"Segmented{colour}PaletteColorLookupTableData"] = struct.pack("<6H", 1, 65_535, 9, 2, 1, 0) * 2000
    yield "palette in segments of 65,535", dicom(numbers, **segmented)
    yield "palette without a table", dicom(numbers, PhotometricInterpretation="PALETTE COLOR")
    for name, profile in profiles().items():
        yield f"profile: {name}", dicom(_small(), ICCProfile=profile)
    yield "colour space that does not exist", dicom(_small(), ColorSpace="NOWHERE")


def _structures() -> Iterator[tuple[str, bytes | Callable[[], bytes]]]:
    """Sequences in sequences, entries without end, texts in odd letters."""
    data = dicom(_small())
    start = data.index(b"\x28\0\2\0")
    opened = b"\x08\0\x40\x11SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff"
    wanted = b"\x28\0\x10\x30SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff"
    yield "sequences 5,000 deep", data[:start] + opened * 5000 + data[start:]
    yield "tables 5,000 deep", data[:start] + wanted * 5000 + data[start:]
    yield (
        "empty sequences, 200,000 times",
        lambda: data[:start] + b"\x08\0\x40\x11SQ\0\0\0\0\0\0" * 200_000 + data[start:],
    )
    yield "entry of 4 GB", data[:start] + b"\x08\0\x40\x11OB\0\0\xfe\xff\xff\xff" + data[start:]
    yield "letters that do not exist", dicom(_small(), SpecificCharacterSet="ISO 2022 IR 999")
    yield "pixels twice", data + data[data.index(b"\xe0\x7f\x10\0") :]
    yield "only the header", data[: data.index(b"\xe0\x7f\x10\0")]
    yield "a TIFF in the unused beginning", corpus()["TIFF"][:128] + data[128:]


def _bombs() -> Iterator[tuple[str, bytes | Callable[[], bytes]]]:
    head = colour_dataset(_small())
    head.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    data = dicom_bytes(head)
    body = zlib.compress(bytes(10))[2:-4]
    start = data.index(b"1.2.840.10008.1.2.1.99") + 22
    yield "deflated to 1 GB", lambda: data[:start] + deflated(1000)[2:-4]
    yield "deflated to nothing", data[:start] + body
    for bits, kind, samples in ((16, "<u2", 3), (32, "<u4", 1), (16, "<u2", 1)):
        rows, columns = (4000, 6000) if samples == 3 else (5000, 6000)
        shape = (rows, columns, 3) if samples == 3 else (rows, columns)
        yield (
            f"deflated, {samples} samples of {bits} bits, {rows * columns / 1e6:.0f} megapixels",
            partial(_zeros, shape, kind),
        )


def _zeros(shape: tuple[int, ...], kind: str) -> bytes:
    large = colour_dataset(np.zeros(shape, kind))
    large.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    return dicom_bytes(large)
