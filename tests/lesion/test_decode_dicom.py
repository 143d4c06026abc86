"""DICOM files of dermatoscopes: every way to store colours, and what is refused."""

from __future__ import annotations

import time

import numpy as np
import pytest
from pydicom.pixels.utils import pack_bits
from pydicom.uid import (
    MPEG4HP41,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from model.errors import DamagedImage, DicomWithoutPicture, ImageTooSmall, TooManyPixels
from model.lesion.decode import read_lesion_image
from model.lesion.files import dicom_frame, dicom_header
from tests.lesion.generated_photos import colour_dataset, compressed_dicom, dicom, dicom_bytes, picture, skin, written


def difference(data, expected):
    """Mean distance of a decoded photo from the expected array, grey levels."""
    return np.abs(read_lesion_image(data).photo.astype(int) - expected).mean()


def ramp(dtype="<u2", factor=1, offset=0):
    """Grey values 0-255 from left to right, scaled. `(128, 256)`."""
    return (np.tile(np.arange(256), (128, 1)) * factor + offset).astype(dtype)


SQUARE = np.tile(np.arange(64, 192), (128, 1))[..., None]
"""What the centre square of `ramp()` shows."""


# --- read ------------------------------------------------------------------------------------------------------------


def test_planes_of_colours_are_put_together():
    planes = dicom_bytes(colour_dataset(skin(), PlanarConfiguration=1, PixelData=skin().transpose(2, 0, 1).tobytes()))
    assert difference(planes, skin()) == 0


def test_brightness_and_colour_differences_become_srgb():
    assert difference(dicom(np.asarray(picture("YCbCr")), PhotometricInterpretation="YBR_FULL"), skin()) < 1


def test_halved_colour_differences_become_srgb():
    ycc = np.asarray(picture("YCbCr")).reshape(128, 64, 2, 3)
    pairs = np.concatenate([ycc[..., 0], ycc[:, :, 0, 1:]], axis=-1)  # Y Y Cb Cr
    data = dicom(skin(), PhotometricInterpretation="YBR_FULL_422", PixelData=pairs.tobytes())
    assert difference(data, skin()) < 2


def test_a_palette_is_looked_up():
    palette = picture().quantize(256)
    colours = np.array(palette.getpalette()).reshape(-1, 3)
    tables = {
        f"{name}PaletteColorLookupTable{part}": value
        for channel, name in enumerate(("Red", "Green", "Blue"))
        for part, value in (
            ("Descriptor", [len(colours), 0, 16]),
            ("Data", (colours[:, channel] * 257).astype("<u2").tobytes()),
        )
    }
    data = dicom(np.asarray(palette), PhotometricInterpretation="PALETTE COLOR", **tables)
    assert difference(data, np.asarray(palette.convert("RGB"))) < 1


@pytest.mark.parametrize(
    "data",
    [
        dicom(ramp("u1")),
        dicom(ramp("<u2", 257)),
        dicom(ramp("<u2", 16), BitsStored=12, HighBit=11),
        dicom(ramp("<i2", 256, -32768)),
    ],
    ids=["8 bits", "16 bits", "12 of 16 bits", "signed"],
)
def test_grey_without_a_window_is_scaled_by_its_bits(data):
    assert difference(data, SQUARE) <= 1


def test_grey_is_shown_through_its_window():
    data = dicom(ramp(offset=1000), WindowCenter=1128, WindowWidth=256)
    assert difference(data, SQUARE) <= 1


def test_the_first_of_several_windows_counts():
    data = dicom(ramp(offset=1000), WindowCenter=[1128, 40], WindowWidth=[256, 80])
    assert difference(data, SQUARE) <= 1


def test_the_window_is_meant_for_rescaled_values():
    data = dicom(ramp(offset=1000), RescaleSlope=2, RescaleIntercept=-2000, WindowCenter=256, WindowWidth=512)
    assert difference(data, SQUARE) <= 1


def test_an_empty_window_is_ignored():
    assert difference(dicom(ramp("u1"), WindowCenter=100, WindowWidth=0), SQUARE) <= 1


def test_grey_whose_zero_is_white_is_inverted():
    assert difference(dicom(ramp("u1"), PhotometricInterpretation="MONOCHROME1"), 255 - SQUARE) <= 1


def test_one_bit_for_each_pixel_is_black_and_white():
    bits = (ramp("u1") > 128).astype(np.uint8)
    data = dicom(bits, BitsAllocated=1, BitsStored=1, HighBit=0, PixelData=pack_bits(bits))
    assert difference(data, bits[:, 64:192, None] * 255) == 0


def test_the_first_of_several_frames_is_read():
    frames = np.stack([skin(), skin()[::-1], skin()[:, ::-1]])
    assert difference(dicom(skin(), NumberOfFrames=3, PixelData=frames.tobytes()), skin()) == 0


def test_the_first_of_several_compressed_frames_is_read():
    frames = [written(image, "JPEG", quality=95) for image in (picture(), picture().rotate(180))]
    assert difference(compressed_dicom(JPEGBaseline8Bit, frames, NumberOfFrames=2), skin()) < 4


def bare(**options):
    """The skin without preamble and file information, as old devices write it."""
    dataset = colour_dataset(skin())
    del dataset.file_meta
    return dicom_bytes(dataset, enforce_file_format=False, **options)


@pytest.mark.parametrize("implicit", [True, False])
def test_a_file_without_preamble_is_read(implicit):
    data = bare(implicit_vr=implicit, little_endian=True)
    assert b"DICM" not in data
    assert difference(data, skin()) == 0


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRBigEndian])
def test_every_uncompressed_transfer_syntax_is_read(syntax):
    dataset = colour_dataset(skin())
    dataset.file_meta.TransferSyntaxUID = syntax
    assert difference(dicom_bytes(dataset), skin()) == 0


def test_what_follows_the_pixels_is_not_read():
    assert difference(dicom(DataSetTrailingPadding=b"\xff" * 1000), skin()) == 0


# --- refused ---------------------------------------------------------------------------------------------------------


def refused(data):
    with pytest.raises(DamagedImage) as refusal:
        read_lesion_image(data)
    assert refusal.value.data == {"format": "DICOM"}
    return refusal.value


@pytest.mark.parametrize("syntax", [JPEGLSLossless, JPEGLosslessSV1])
def test_a_frame_of_zeros_is_refused(syntax):
    refused(compressed_dicom(syntax, [b"\xff\xd8\xff\xf7" + bytes(500)]))


def test_a_video_is_named():
    with pytest.raises(DicomWithoutPicture) as refusal:
        read_lesion_image(compressed_dicom(MPEG4HP41, [bytes(500)]))
    assert refusal.value.data == {"kind": "video"}


def test_fewer_pixels_than_announced_are_refused():
    refused(dicom(PixelData=skin().tobytes()[:-2]))


def test_a_number_of_frames_without_their_pixels_is_refused():
    refused(dicom(NumberOfFrames=2**31 - 1))


def test_too_many_pixels_are_refused_before_decoding(monkeypatch):
    monkeypatch.setattr(dicom_frame, "pixel_array", lambda *_, **__: pytest.fail("decoded"))
    with pytest.raises(TooManyPixels) as refusal:
        read_lesion_image(dicom(Rows=8000, Columns=6000))
    assert refusal.value.data == {"megapixels": 48.0, "maximum": 40}


def test_a_small_frame_is_refused_with_its_size():
    with pytest.raises(ImageTooSmall) as refusal:
        read_lesion_image(dicom(skin(80, 200)))
    assert refusal.value.data == {"width": 200, "height": 80, "minimum": 96}


def test_a_compressed_frame_larger_than_announced_is_refused_before_decoding(monkeypatch):
    monkeypatch.setattr(dicom_frame, "values_of_frame", lambda *_, **__: pytest.fail("decoded"))
    refused(compressed_dicom(JPEGBaseline8Bit, [written(picture(height=300, width=300), "JPEG")]))


def test_a_run_length_coded_frame_that_may_unfold_to_a_gigabyte_is_refused_before_decoding(monkeypatch):
    monkeypatch.setattr(dicom_frame, "pixel_array", lambda *_, **__: pytest.fail("decoded"))
    refused(compressed_dicom(RLELossless, [b"\x81\0" * (5 * 10**6)]))


def deflated(**elements):
    dataset = colour_dataset(skin(), **elements)
    dataset.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    return dicom_bytes(dataset)


def test_a_deflated_file_that_unfolds_to_more_than_the_largest_picture_is_refused(monkeypatch):
    monkeypatch.setattr(dicom_header, "_MOST_INFLATED", 10**5)
    refused(deflated(DataSetTrailingPadding=bytes(10**6)))


def test_a_header_of_a_million_entries_is_refused_at_once():
    whole = dicom()
    start = whole.index(b"\x28\x00\x02\x00US")
    entry, items = b"\x20\x00\x01\x10US\x00\x00", b"\xfe\xff\x00\xe0\x00\x00\x00\x00"
    sequence = b"\x20\x00\x02\x10SQ\x00\x00\xff\xff\xff\xff"
    for filler in (entry * 10**6, sequence + items * 10**6):
        started = time.process_time()
        refused(whole[:start] + filler + whole[start:])
        assert time.process_time() - started < 10
