"""Photos that no camera took: generated patterns, written in memory in every format the decoder reads."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image
from pillow_heif import register_heif_opener
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

register_heif_opener()

SECRET = "Grete-Musterfrau-1950"
"""Stands for whatever a file says about the patient."""


def skin(height: int = 128, width: int = 128) -> NDArray[np.uint8]:
    """Skin with a brown spot left of the middle and a red one near the lower edge: no symmetry. `(h, w, 3)` uint8."""
    y, x = np.mgrid[0:height, 0:width] / min(height, width)
    skin_tone = np.stack([225 - 20 * x, 180 - 20 * y, 165 + 0 * x], axis=-1)
    for top, left, radius, colour in ((0.4, 0.35, 0.22, (96, 60, 40)), (0.8, 0.75, 0.1, (190, 40, 50))):
        cover = 1 / (1 + np.exp(60 * (np.hypot(y - top, x - left) - radius)))[..., None]
        skin_tone = skin_tone * (1 - cover) + np.array(colour) * cover
    return np.rint(skin_tone).astype(np.uint8)


def picture(mode: str = "RGB", height: int = 128, width: int = 128) -> Image.Image:
    return Image.fromarray(skin(height, width)).convert(mode)


def written(image: Image.Image, plugin: str, **options: Any) -> bytes:
    """The bytes of the file that Pillow writes."""
    file = BytesIO()
    image.save(file, plugin, **options)
    return file.getvalue()


def colour_dataset(pixels: NDArray[Any], **elements: Any) -> Dataset:
    """A dermatoscope's DICOM data set, with a patient. Pixels `(h, w)` or `(h, w, 3)`; elements replace or add."""
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.77.1.4"
    dataset.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    dataset.SOPClassUID, dataset.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.77.1.4", "1.2.3.4"
    dataset.PatientName = SECRET
    dataset.PatientComments = SECRET
    dataset.Rows, dataset.Columns = pixels.shape[:2]
    dataset.SamplesPerPixel = 3 if pixels.ndim == 3 else 1
    if pixels.ndim == 3:
        dataset.PlanarConfiguration = 0
    dataset.PhotometricInterpretation = "RGB" if pixels.ndim == 3 else "MONOCHROME2"
    dataset.BitsAllocated = dataset.BitsStored = 8 * pixels.itemsize
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelRepresentation = int(pixels.dtype.kind == "i")
    dataset.PixelData = pixels.tobytes()
    dataset["PixelData"].VR = "OW" if pixels.itemsize > 1 else "OB"
    for keyword, value in elements.items():
        setattr(dataset, keyword, value)
    return dataset


def dicom_bytes(dataset: Dataset, **options: Any) -> bytes:
    file = BytesIO()
    dataset.save_as(file, **({"enforce_file_format": True} | options))
    return file.getvalue()


def dicom(pixels: NDArray[Any] | None = None, **elements: Any) -> bytes:
    return dicom_bytes(colour_dataset(skin() if pixels is None else pixels, **elements))


def compressed_dicom(syntax: str, frames: list[bytes], pixels: NDArray[Any] | None = None, **elements: Any) -> bytes:
    """A DICOM file whose pixel data are the given coded frames."""
    dataset = colour_dataset(skin() if pixels is None else pixels, **elements)
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.PixelData = encapsulate(frames)
    dataset["PixelData"].is_undefined_length = True
    return dicom_bytes(dataset)


def rle_dicom() -> bytes:
    dataset = colour_dataset(skin())
    dataset.compress(RLELossless, generate_instance_uid=False)
    return dicom_bytes(dataset)


@cache
def every_format() -> dict[str, bytes]:
    """One valid photo of `skin()` per way to write it; the part before the first space is the format's name."""
    image = picture()
    return {
        "JPEG": written(image, "JPEG", quality=95, subsampling=0),
        "JPEG progressive": written(image, "JPEG", quality=95, subsampling=0, progressive=True),
        "PNG": written(image, "PNG"),
        "PNG interlaced palette": written(image.quantize(256), "PNG"),
        "WebP": written(image, "WEBP", quality=95),
        "WebP lossless": written(image, "WEBP", lossless=True),
        "TIFF": written(image, "TIFF"),
        "TIFF deflated": written(image, "TIFF", compression="tiff_adobe_deflate"),
        "TIFF lzw": written(image, "TIFF", compression="tiff_lzw"),
        "TIFF jpeg": written(image, "TIFF", compression="jpeg", quality=95),
        "BMP": written(image, "BMP"),
        "HEIC": written(image, "HEIF", quality=95, chroma=444),
        "AVIF": written(image, "AVIF", quality=95, subsampling="4:4:4"),
        "DICOM": dicom(),
        "DICOM run-length coded": rle_dicom(),
        "DICOM with a JPEG": compressed_dicom(
            JPEGBaseline8Bit,
            [written(image, "JPEG", quality=95, subsampling=0)],
            PhotometricInterpretation="YBR_FULL_422",
        ),
        "DICOM with a JPEG 2000": compressed_dicom(
            JPEG2000Lossless,
            [written(image, "JPEG2000", irreversible=False, no_jp2=True)],
            PhotometricInterpretation="YBR_RCT",
        ),
    }


@cache
def corpus() -> dict[str, bytes]:
    """`every_format()` and the codings that have a decoder of their own, for files that are altered."""
    pixels, deep = skin(), skin().astype(np.uint16) * 257
    lossless = bytes(imagecodecs.jpeg8_encode(pixels, lossless=True))
    high_throughput = bytes(imagecodecs.htj2k_encode(pixels, reversible=True))
    deflated = colour_dataset(pixels)
    deflated.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    return every_format() | {
        "DICOM deflated": dicom_bytes(deflated),
        "DICOM lossless JPEG": compressed_dicom(JPEGLosslessSV1, [lossless]),
        "DICOM JPEG-LS": compressed_dicom(JPEGLSLossless, [bytes(imagecodecs.jpegls_encode(pixels))]),
        "DICOM HTJ2K": compressed_dicom(HTJ2KLossless, [high_throughput]),
        "JPEG lossless": lossless,
        "PNG in 16 bits": bytes(imagecodecs.png_encode(deep)),
        "TIFF planes": tiff(np.moveaxis(deep, 2, 0), planarconfig="separate", compression="zlib", predictor=True),
        "TIFF tiles": tiff(deep, tile=(64, 64), compression="zstd", byteorder=">"),
        "TIFF inks": tiff(np.dstack([pixels, pixels[:, :, 0]]), photometric="separated", compression="lzw"),
    }


def tiff(values: NDArray[Any], **options: Any) -> bytes:
    """The bytes of the file that tifffile writes."""
    file = BytesIO()
    tifffile.imwrite(file, values, **({"photometric": "rgb", "metadata": None} | options))
    return file.getvalue()
