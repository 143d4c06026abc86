"""Ways in which a DICOM file holds the same photo: (name, bytes) by codings, colours, depths and headers."""

from __future__ import annotations

from collections.abc import Iterator

import imagecodecs
import numpy as np
from PIL import Image
from pydicom import Dataset
from pydicom.uid import (
    JPEG2000,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from tests.lesion.colour_profiles import red_and_blue_exchanged
from tests.lesion.files.jpeg_frames import jpeg_frame
from tests.lesion.generated_photos import colour_dataset, compressed_dicom, dicom_bytes, written


def raw(pixels, syntax=ExplicitVRLittleEndian, **elements):
    order = ">" if syntax == ExplicitVRBigEndian else "<"
    values = pixels.astype(pixels.dtype.newbyteorder(order)) if pixels.itemsize > 1 else pixels
    dataset = colour_dataset(pixels, **({"PixelData": values.tobytes()} | elements))
    dataset.file_meta.TransferSyntaxUID = syntax
    return dicom_bytes(dataset)


def run_length(pixels, **elements):
    dataset = colour_dataset(pixels)
    dataset.compress(RLELossless, generate_instance_uid=False)
    for keyword, value in elements.items():
        setattr(dataset, keyword, value)
    return dicom_bytes(dataset)


def item(**elements):
    dataset = Dataset()
    for keyword, value in elements.items():
        setattr(dataset, keyword, value)
    return dataset


def uncompressed(skin: np.ndarray) -> Iterator[tuple[str, bytes]]:
    ycc = np.asarray(Image.fromarray(skin).convert("YCbCr"))
    deep = skin.astype(np.uint16)
    syntaxes = {
        "implicit": ImplicitVRLittleEndian,
        "explicit": ExplicitVRLittleEndian,
        "big": ExplicitVRBigEndian,
        "deflated": DeflatedExplicitVRLittleEndian,
    }
    for name, syntax in syntaxes.items():
        yield f"raw {name}", raw(skin, syntax)
        yield (
            f"raw {name} planes",
            raw(skin, syntax, PlanarConfiguration=1, PixelData=skin.transpose(2, 0, 1).tobytes()),
        )
        yield f"raw {name} 16 bits", raw(deep * 257, syntax)
        yield f"raw {name} 12 bits", raw(deep * 16, syntax, BitsStored=12, HighBit=11)
    yield "raw YBR_FULL", raw(ycc, PhotometricInterpretation="YBR_FULL")
    yield "raw without PhotometricInterpretation", raw(skin, PhotometricInterpretation=None)
    yield "raw without HighBit", raw(skin, HighBit=None)
    pairs = ycc.reshape(skin.shape[0], -1, 2, 3)
    pairs = np.concatenate([pairs[..., 0], pairs[:, :, 0, 1:]], axis=-1)  # Y Y Cb Cr
    yield "raw YBR_FULL_422", raw(skin, PhotometricInterpretation="YBR_FULL_422", PixelData=pairs.tobytes())
    yield "run-length", run_length(skin)
    yield "run-length with planes", run_length(skin, PlanarConfiguration=1)
    yield "run-length 16 bits", run_length(deep * 257)


def jpeg(skin: np.ndarray) -> Iterator[tuple[str, bytes]]:
    for sampling in ("444", "422", "420"):
        for called in ("YBR_FULL_422", "YBR_FULL", "RGB"):
            for planar in (0, 1):
                for marks in ("jfif", "adobe", "none"):
                    if sampling == "444" and called == "RGB" and marks == "none":
                        continue  # nothing in the frame contradicts the header
                    frame = jpeg_frame(skin, sampling, ycbcr=True, marks=marks)
                    yield (
                        f"jpeg {sampling} {marks} called {called} planar {planar}",
                        compressed_dicom(
                            JPEGBaseline8Bit,
                            [frame],
                            skin,
                            PhotometricInterpretation=called,
                            PlanarConfiguration=planar,
                        ),
                    )
    for called in ("RGB", "YBR_FULL_422"):
        for marks in ("adobe", "names"):
            frame = jpeg_frame(skin, "444", ycbcr=False, marks=marks)
            yield (
                f"jpeg true RGB {marks} called {called}",
                compressed_dicom(JPEGBaseline8Bit, [frame], skin, PhotometricInterpretation=called),
            )
    frame = jpeg_frame(skin, "444", ycbcr=False, marks="none")
    yield "jpeg true RGB none", compressed_dicom(JPEGBaseline8Bit, [frame], skin, PhotometricInterpretation="RGB")
    for name, options in (("progressive", {"progressive": True}), ("restarts", {"restart_marker_rows": 1})):
        frame = written(Image.fromarray(skin), "JPEG", quality=95, subsampling=0, **options)
        yield f"jpeg {name}", compressed_dicom(JPEGBaseline8Bit, [frame], skin, PhotometricInterpretation="YBR_FULL")


def special(skin: np.ndarray) -> Iterator[tuple[str, bytes]]:
    deep = skin.astype(np.uint16)
    for predictor in range(1, 8):
        frame = imagecodecs.jpeg8_encode(skin, lossless=True, predictor=predictor)
        syntax = JPEGLosslessSV1 if predictor == 1 else JPEGLossless
        yield f"lossless jpeg predictor {predictor}", compressed_dicom(syntax, [bytes(frame)], skin)
    yield (
        "lossless jpeg planar 1",
        compressed_dicom(
            JPEGLosslessSV1, [bytes(imagecodecs.jpeg8_encode(skin, lossless=True))], skin, PlanarConfiguration=1
        ),
    )
    for name, syntax, encode in (
        ("jpeg-ls", JPEGLSLossless, imagecodecs.jpegls_encode),
        ("jpeg 2000", JPEG2000Lossless, lambda v: imagecodecs.jpeg2k_encode(v, reversible=True, codecformat="j2k")),
        ("htj2k", HTJ2KLossless, lambda v: imagecodecs.htj2k_encode(v, reversible=True)),
    ):
        for planar in (0, 1):
            yield (
                f"{name} planar {planar}",
                compressed_dicom(syntax, [bytes(encode(skin))], skin, PlanarConfiguration=planar),
            )
        yield f"{name} 16 bits", compressed_dicom(syntax, [bytes(encode(deep * 257))], deep)
    rct = written(Image.fromarray(skin), "JPEG2000", irreversible=False, no_jp2=True, mct=1)
    yield "jpeg 2000 RCT", compressed_dicom(JPEG2000Lossless, [rct], skin, PhotometricInterpretation="YBR_RCT")
    ict = written(Image.fromarray(skin), "JPEG2000", irreversible=True, no_jp2=True, mct=1)
    yield "jpeg 2000 ICT", compressed_dicom(JPEG2000, [ict], skin, PhotometricInterpretation="YBR_ICT")
    ycc = np.asarray(Image.fromarray(skin).convert("YCbCr"))
    full = bytes(imagecodecs.jpeg2k_encode(ycc, reversible=True, codecformat="j2k", mct=False))
    yield "jpeg 2000 YBR_FULL", compressed_dicom(JPEG2000Lossless, [full], skin, PhotometricInterpretation="YBR_FULL")
    yield "jpeg 2000 called jpeg", compressed_dicom(JPEGBaseline8Bit, [rct], skin, PhotometricInterpretation="YBR_RCT")


def coloured(skin: np.ndarray) -> Iterator[tuple[str, bytes]]:
    exchanged = np.ascontiguousarray(skin[:, :, ::-1])
    profile = red_and_blue_exchanged()
    yield "profile in the header", raw(exchanged, ICCProfile=profile)
    yield "profile in the optical path", raw(exchanged, OpticalPathSequence=[item(ICCProfile=profile)])
    frame = written(Image.fromarray(exchanged), "JPEG", quality=95, subsampling=0, icc_profile=profile)
    yield (
        "profile in the frame",
        compressed_dicom(JPEGBaseline8Bit, [frame], exchanged, PhotometricInterpretation="YBR_FULL"),
    )
    yield "colour space sRGB", raw(skin, ColorSpace="SRGB")


def headed(skin: np.ndarray) -> Iterator[tuple[str, bytes]]:
    icon = item(
        Rows=600,
        Columns=600,
        SamplesPerPixel=3,
        PhotometricInterpretation="RGB",
        PlanarConfiguration=0,
        BitsAllocated=8,
        BitsStored=8,
        HighBit=7,
        PixelRepresentation=0,
        PixelData=bytes(1_080_000),
    )
    icon["PixelData"].VR = "OB"
    yield "icon of 1 MB", raw(skin, IconImageSequence=[icon])
    dataset = colour_dataset(skin)
    dataset.add_new(0x00090010, "LO", "MAKER")
    dataset.add_new(0x00091001, "OB", bytes(2_000_000))
    yield "private block of 2 MB", dicom_bytes(dataset)
    dataset = colour_dataset(skin)
    dataset.add_new(0x60003000, "OW", bytes(1_500_000))
    yield "overlay of 1.5 MB", dicom_bytes(dataset)


def grey(levels: np.ndarray) -> Iterator[tuple[str, bytes]]:
    """Variants that show the given grey levels `(h, w)` uint8."""
    deep = levels.astype(np.uint16)
    table = item(LUTDescriptor=[256, 1000, 8], LUTData=bytes(range(256)))
    table["LUTData"].VR = "OW"
    wide = item(LUTDescriptor=[256, 1000, 16], LUTData=(np.arange(256) * 257).astype("<u2").tobytes())
    wide["LUTData"].VR = "OW"
    modality = item(
        LUTDescriptor=[256, 0, 16], LUTData=(np.arange(256) * 257).astype("<u2").tobytes(), ModalityLUTType="US"
    )
    modality["LUTData"].VR = "OW"
    window = item(WindowCenter=1128, WindowWidth=256)
    twelve = {"BitsStored": 12, "HighBit": 11}
    yield "grey VOI LUT of 16 bits", raw(deep + 1000, VOILUTSequence=[wide], **twelve)
    yield "grey modality LUT", raw(deep, ModalityLUTSequence=[modality], **twelve)
    yield "grey window", raw(deep + 1000, WindowCenter=1128, WindowWidth=256)
    yield "grey exact window", raw(deep + 1000, WindowCenter=1127.5, WindowWidth=255, VOILUTFunction="LINEAR_EXACT")
    shared = [item(FrameVOILUTSequence=[window])]
    yield "grey window shared", raw(deep + 1000, SharedFunctionalGroupsSequence=shared)
    other = [item(FrameVOILUTSequence=[item(WindowCenter=40, WindowWidth=80)])]
    yield (
        "grey window of the frame",
        raw(deep + 1000, SharedFunctionalGroupsSequence=other, PerFrameFunctionalGroupsSequence=shared),
    )
    rescaled = [
        item(
            PixelValueTransformationSequence=[item(RescaleSlope=2, RescaleIntercept=-1000)],
            FrameVOILUTSequence=[item(WindowCenter=1256, WindowWidth=511)],
        )
    ]
    yield "grey rescaled by the frame", raw(deep + 1000, PerFrameFunctionalGroupsSequence=rescaled)
    logit = np.log(np.clip(levels / 255, 1 / 510, 509 / 510) / (1 - np.clip(levels / 255, 1 / 510, 509 / 510)))
    yield (
        "grey sigmoid",
        raw(
            np.rint(logit * 1000 + 8000).astype(np.uint16),
            WindowCenter=8000,
            WindowWidth=4000,
            VOILUTFunction="SIGMOID",
        ),
    )
    yield "grey inverted", raw(255 - levels, PhotometricInterpretation="MONOCHROME1")
    yield "grey in high bits", raw(deep * 256, BitsStored=8, HighBit=15)
    for name, syntax, frame in (
        ("lossless jpeg", JPEGLosslessSV1, imagecodecs.jpeg8_encode(deep * 257, lossless=True, bitspersample=16)),
        ("12-bit jpeg", JPEGExtended12Bit, imagecodecs.jpeg8_encode(deep * 16, level=97, bitspersample=12)),
        ("jpeg-ls", JPEGLSLossless, imagecodecs.jpegls_encode(deep * 257)),
    ):
        bits = twelve if "12" in name else {}
        yield f"grey {name}", compressed_dicom(syntax, [bytes(frame)], deep, **bits)
