"""Fixtures for the tests of lesion images."""

from __future__ import annotations

import csv
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from model.lesion.image import LesionImage

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def training_images():
    """Every tenth training image, role `train` only."""
    if not (DATA / "manifest.csv").is_file():
        pytest.skip("The folder shared/data with the training images is not beside this checkout.")
    with (DATA / "manifest.csv").open(encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["role"] == "train"][::10]
    files = {}
    for archive in {row["archive"] for row in rows}:
        with zipfile.ZipFile(DATA / archive) as opened:
            files |= {(archive, Path(name).stem): opened.read(name) for name in opened.namelist()}
    return [framed(files[row["archive"], row["image_id"]]) for row in rows]


def framed(data):
    return LesionImage.from_rgb(Image.open(BytesIO(data)).convert("RGB"), "JPEG")
