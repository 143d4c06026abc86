"""Files that are no photo here, each refused by its name; and what is read with a doubt."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pydicom.uid import JPEGBaseline8Bit

from model.error_words import error_sentence
from model.errors import (
    CameraRaw,
    DamagedImage,
    DicomIncomplete,
    DicomWithoutPicture,
    HdrImage,
    OtherFormat,
    UnreadCoding,
)
from model.lesion.decode import read_lesion_image
from model.lesion.files.decoded import Doubt
from model.lesion.files.formats import _OTHERS
from model.lesion.files.tiff import _NAMES
from model.settings import ASSETS, ROOT
from model.text import LANGUAGES, texts
from model.trust.photo_words import photo_words, short_words
from tests.lesion.colour_profiles import inks_where_cyan_prints_red
from tests.lesion.files.jpeg_frames import jpeg_frame
from tests.lesion.files.photo_variants import chunked, png
from tests.lesion.generated_photos import colour_dataset, compressed_dicom, dicom_bytes, picture, skin, tiff, written

INPUTS = Path(__file__).resolve().parents[4] / "shared" / "inputs"


def refusal_of(data, cls):
    with pytest.raises(cls) as refusal:
        read_lesion_image(data)
    for language in LANGUAGES:
        assert "{" not in error_sentence(texts(language), refusal.value)
    return refusal.value.data


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        *(
            (kind, written(picture(), plugin))
            for kind, plugin in [
                ("gif", "GIF"),
                ("jpeg_2000", "JPEG2000"),
                ("pdf", "PDF"),
                ("postscript", "EPS"),
                ("icon", "ICO"),
                ("netpbm", "PPM"),
            ]
        ),
        ("svg", b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("jpeg_xl", b"\xff\x0a" + bytes(50)),
        ("jpeg_xl", b"\0\0\0\x0cJXL \r\n\x87\n"),
        ("video", b"\0\0\0\x20ftypisom" + bytes(20)),
        ("video", b"\0\0\0\x14ftypqt  " + bytes(20)),
        ("video", b"\x1aE\xdf\xa3" + bytes(20)),
        ("zip", b"PK\x03\x04" + bytes(60)),
        ("zip", b"7z\xbc\xaf\x27\x1c"),
        ("word", b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml"),
        ("photoshop", b"8BPS\0\1"),
        ("html", b"<!doctype html><html>"),
    ],
)
def test_a_file_of_another_format_is_named(kind, data):
    assert refusal_of(data, OtherFormat) == {"kind": kind}


@pytest.mark.parametrize(
    "data",
    [
        b"FUJIFILMCCD-RAW 0201",
        b"\0\0\0\x18ftypcrx ",
        b"IIU\0\x08\0\0\0",
        b"IIRO\x08\0\0\0",
        b"II*\0\x10\0\0\0CR\x02\0",
        tiff(skin()[:, :, 0], photometric=32803),
        tiff(skin(), extratags=[(50706, 1, 4, bytes((1, 4, 0, 0)), True)]),
    ],
    ids=["RAF", "CR3", "RW2", "ORF", "CR2", "sensor values", "DNG"],
)
def test_the_raw_photo_of_a_camera_is_named(data):
    refusal_of(data, CameraRaw)


@pytest.mark.parametrize("transfer", [16, 18])
@pytest.mark.parametrize("name", ["HEIC", "PNG", "AVIF"])
def test_high_dynamic_range_is_named(name, transfer):
    if name == "PNG":
        data = chunked(png(skin()), (b"cICP", bytes((9, transfer, 0, 1))))
    elif name == "HEIC":
        data = written(picture(), "HEIF", save_nclx_profile=True, color_primaries=9, transfer_characteristics=transfer)
    else:
        whole = written(picture(), "AVIF")
        at = whole.index(b"colrnclx") + 8
        data = whole[:at] + bytes((0, 9, 0, transfer)) + whole[at + 4 :]
    assert refusal_of(data, HdrImage) == {"format": name}


def without_pixels(**elements):
    dataset = colour_dataset(skin(), **elements)
    del dataset.PixelData
    return dicom_bytes(dataset)


@pytest.mark.parametrize(
    ("kind", "elements"),
    [
        ("pdf", {"EncapsulatedDocument": b"%PDF-1.4", "MIMETypeOfEncapsulatedDocument": "application/pdf"}),
        ("document", {"EncapsulatedDocument": b"<x/>", "MIMETypeOfEncapsulatedDocument": "text/xml"}),
        ("report", {"Modality": "SR"}),
        ("presentation", {"Modality": "PR"}),
        ("nothing", {}),
    ],
)
def test_what_a_dicom_file_without_a_picture_holds_is_named(kind, elements):
    assert refusal_of(without_pixels(**elements), DicomWithoutPicture) == {"kind": kind}


@pytest.mark.parametrize("entry", ["FloatPixelData", "DoubleFloatPixelData"])
def test_floating_point_pixels_of_a_dicom_file_are_named(entry):
    pixels = np.zeros(64 * 64, np.float32 if entry == "FloatPixelData" else np.float64).tobytes()
    assert refusal_of(without_pixels(**{entry: pixels}), UnreadCoding) == {"coding": "float", "format": "DICOM"}


@pytest.mark.parametrize("entry", ["Rows", "Columns", "BitsAllocated"])
def test_a_missing_entry_of_a_dicom_file_is_named(entry):
    dataset = colour_dataset(skin())
    delattr(dataset, entry)
    assert refusal_of(dicom_bytes(dataset), DicomIncomplete) == {"entry": entry}


def test_a_compression_inside_a_tiff_that_is_not_read_is_named():
    data = tiff(skin(), compression="jpeg2000")
    assert refusal_of(data, UnreadCoding) == {"format": "TIFF", "coding": "jpeg_2000"}


@pytest.mark.parametrize("kind", ["YBR_PARTIAL_420", "HSV", "CMYK"])
def test_colours_of_dicom_that_are_not_read_are_named(kind):
    data = dicom_bytes(colour_dataset(skin(), PhotometricInterpretation=kind))
    assert refusal_of(data, UnreadCoding) == {"format": "DICOM", "coding": "colours"}


@pytest.mark.parametrize("document", ["inputs", "faults"])
def test_every_test_that_a_document_names_exists(document):
    table = (ROOT / "docs" / f"{document}.md").read_text("utf-8")
    named, files = set(re.findall(r"`(test_\w+)`", table)), set(re.findall(r"`(test_\w+\.py)`", table))
    assert files <= {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    code = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(named) > 10
    assert named <= set(re.findall(r"def (test_\w+)\(", code))


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_without_more_than_its_last_rows_is_damaged(progressive):
    whole = written(picture(height=600, width=600), "JPEG", quality=90, progressive=progressive)
    assert read_lesion_image(whole[:-2]).doubts == (Doubt.END_MISSING,)
    for share in (0.3, 0.6, 0.9):
        refusal_of(whole[: int(len(whole) * share)], DamagedImage)


def doubtful():
    swapped = jpeg_frame(skin(), "422", ycbcr=True, marks="none")
    clear = np.dstack([skin(), np.zeros((128, 128), np.uint8)])
    inks = picture("CMYK")
    return {
        Doubt.END_MISSING: written(picture(), "JPEG", quality=95)[:-2],
        Doubt.HEADER_CONTRADICTS: compressed_dicom(JPEGBaseline8Bit, [swapped], PhotometricInterpretation="RGB"),
        Doubt.COLOURS_ASSUMED: written(inks, "TIFF"),
        Doubt.SCALE_ASSUMED: tiff(skin().astype(np.uint16) * 16),
        Doubt.TRANSPARENT: written(Image.fromarray(clear, "RGBA"), "PNG"),
    }


@pytest.mark.parametrize("doubt", Doubt)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_doubt_is_a_remark_on_the_page(doubt, language):
    image = read_lesion_image(doubtful()[doubt])
    assert image.doubts == (doubt,)
    t = texts(language)
    assert t(f"doubts.{doubt}") in photo_words(t, image, None)
    assert t(f"photo_short.{doubt}") in short_words(t, image, None, ())


@pytest.mark.parametrize(
    "data",
    [
        written(picture("CMYK"), "JPEG", quality=95),
        written(picture(), "PNG", icc_profile=b"no profile"),
        written(picture(), "PNG", icc_profile=inks_where_cyan_prints_red()),
        dicom_bytes(colour_dataset(skin(), ColorSpace="MAKERS OWN")),
        dicom_bytes(colour_dataset(skin(), PhotometricInterpretation=None)),
        chunked(png(skin()), (b"cICP", bytes((200, 13, 0, 1)))),
    ],
    ids=["inks", "broken profile", "profile of inks", "unknown name", "no meaning", "unknown number"],
)
def test_colours_that_a_file_does_not_make_clear_are_assumed_with_a_doubt(data):
    assert read_lesion_image(data).doubts == (Doubt.COLOURS_ASSUMED,)


def test_a_plain_photo_is_without_doubt():
    assert read_lesion_image(written(picture(), "JPEG")).doubts == ()


NAMES = [
    *("planar_configuration_1_jpeg.dcm", "ycbcr_422_jpeg_called_rgb.dcm", "true_rgb_jpeg_without_marker.dcm"),
    *("adobe_rgb_in_exif_only.jpg", "p3_in_nclx_only.heic", "p3_profile_inside_the_jpeg.dcm", "jpeg_lossless.dcm"),
    *("without_end_marker.jpg", "large.zip:16_bit_planes_apart.tif", "large.zip:icon_of_1_mb_before_the_pixels.dcm"),
    *("large.zip:first_page_is_a_preview.tif", "large.zip:gamma_chunk_linear.png"),
    *("large.zip:alpha_zero_everywhere.bmp", "large.zip:voi_lut_sequence.dcm", "large.zip:white_is_zero_16_bit.tif"),
    "holds_a_pdf.dcm",
]


def given(name):
    if not INPUTS.is_dir():
        pytest.skip("The folder shared/inputs is not beside this checkout.")
    archive, _, inside = name.rpartition(":")
    if not archive:
        return (INPUTS / name).read_bytes()
    with zipfile.ZipFile(INPUTS / archive) as opened:
        return opened.read(inside)


@pytest.mark.parametrize("name", NAMES)
def test_the_files_that_people_have_are_read_or_named(name):
    data = given(name)
    if name == "holds_a_pdf.dcm":
        assert refusal_of(data, DicomWithoutPicture) == {"kind": "pdf"}
        return
    plain = Image.open(ASSETS / "samples" / "mel_1.jpg")
    if "voi_lut" in name or "white_is_zero" in name:
        plain = plain.convert("L")
    assert np.abs(read_lesion_image(data).photo.astype(int) - np.asarray(plain.convert("RGB"))).mean() <= 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("table", "argument"), [("file_kinds", None), ("dicom_kinds", "kind"), ("codings", "coding")])
def test_every_kind_that_a_refusal_names_has_words(language, table, argument):
    code = "".join(path.read_text("utf-8") for path in (ROOT / "model" / "lesion" / "files").glob("*.py"))
    made = set(_OTHERS) if argument is None else set(re.findall(rf'{argument}="(\w+)"', code))
    if table == "codings":
        made |= set(_NAMES.values())
    worded = {key.removeprefix(f"{table}.") for key in texts(language).entries if key.startswith(f"{table}.")}
    assert made - {""} <= worded
