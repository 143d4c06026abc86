"""The pictures of known cases: found where their folder is, None and no error wherever they cannot be had."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from model.lesion.image_folder import read_image_folder
from tests.photos import lesion

KNOWN = "ISIC_0000001"


def jpeg(seed: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(lesion(seed).pixels).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path):
    """A manifest of five images; one archive that is there, one that is not, one that is none."""
    data = tmp_path / "data"
    data.mkdir()
    with zipfile.ZipFile(data / "first.zip", "w") as archive:
        archive.writestr(f"{KNOWN}.jpg", jpeg(1))
        archive.writestr("ISIC_0000002.jpg", b"no picture")
    (data / "broken.zip").write_bytes(b"no archive")
    with zipfile.ZipFile(tmp_path / "outside.zip", "w") as archive:
        archive.writestr("ISIC_0000006.jpg", jpeg(6))
    rows = [
        "image_id,diagnosis,archive",
        f"{KNOWN},mel,first.zip",
        "ISIC_0000002,nv,first.zip",
        "ISIC_0000003,nv,first.zip",
        "ISIC_0000004,nv,gone.zip",
        "ISIC_0000005,nv,broken.zip",
        "ISIC_0000006,nv,../outside.zip",
        f"ISIC_0000007,nv,{tmp_path / 'outside.zip'}",
        "ISIC_0000008,nv,",
    ]
    (data / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return data


def test_a_known_image_is_decoded_like_an_uploaded_photo(folder):
    image = read_image_folder(folder).image(KNOWN)
    assert image.source_format == "JPEG"
    assert np.abs(image.pixels.astype(float) - lesion(1).pixels).mean() < 4


@pytest.mark.parametrize(
    ("image_id", "why"),
    [
        ("ISIC_0000002", "its bytes are no picture"),
        ("ISIC_0000003", "it is not in its archive"),
        ("ISIC_0000004", "its archive is not there"),
        ("ISIC_0000005", "its archive is none"),
        ("ISIC_0000006", "its archive lies outside the folder"),
        ("ISIC_0000007", "its archive is named by an absolute path"),
        ("ISIC_0000008", "it has no archive"),
        ("ISIC_9999999", "nobody knows it"),
        ("../first", "it is no image id"),
    ],
    ids=lambda value: value.replace(" ", "-"),
)
def test_an_image_that_cannot_be_had_is_none(folder, image_id, why):
    assert read_image_folder(folder).image(image_id) is None, why


def test_an_image_larger_than_is_ever_read_is_none(folder, monkeypatch):
    monkeypatch.setattr("model.lesion.image_folder.MAX_BYTES", 100)
    assert read_image_folder(folder).image(KNOWN) is None


def test_a_folder_that_is_not_there_knows_no_image(tmp_path):
    assert read_image_folder(tmp_path / "nowhere").image(KNOWN) is None


@pytest.mark.parametrize("manifest", [b"", b"name,file\n1,2\n", b"image_id,archive\n\xff\xfe,first.zip\n"])
def test_a_manifest_that_is_none_knows_no_image(folder, manifest):
    (folder / "manifest.csv").write_bytes(manifest)
    assert read_image_folder(folder).image(KNOWN) is None


def test_a_row_without_its_last_fields_names_no_archive(folder):
    (folder / "manifest.csv").write_text(f"image_id,diagnosis,archive\n{KNOWN}\n", encoding="utf-8")
    assert read_image_folder(folder).image(KNOWN) is None
