"""The image folder: only role `train` comes in, and no lesion is on both sides of the split."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from model.errors import LesionImageError
from model.evaluation.sets import SETS
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.training.dataset import ManifestRow, load_images, split_by_fold, training_rows

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
COLUMNS = ("image_id", "lesion_id", "diagnosis", "confirmed_by", "archive", "mask_archive", "role", "fold")
ROWS = [
    ("A1", "L1", "mel", "histo", "one.zip", "masks.zip", "train", "4"),
    ("A2", "L1", "mel", "histo", "one.zip", "masks.zip", "train", "4"),
    ("A3", "L2", "nv", "histo", "one.zip", "masks.zip", "train", "1"),
    ("A4", "L3", "bkl", "histo", "one.zip", "masks.zip", "day1", "0"),
    ("B1", "L4", "vasc", "histo", "two.zip", "masks.zip", "train", ""),
    ("B2", "L5", "nv", "histo", "two.zip", "masks.zip", "day2", ""),
    ("B3", "L6", "df", "histo", "two.zip", "masks.zip", "", ""),
    ("B4", "", "mel", "", "two.zip", "", "elsewhere", ""),
]


def jpeg(seed):
    pixels = np.random.default_rng(seed).integers(0, 256, (12, 15, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).resize((150, 120)).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path):
    """A manifest and two archives of generated photos."""
    with (tmp_path / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *ROWS])
    for archive in ("one.zip", "two.zip"):
        with zipfile.ZipFile(tmp_path / archive, "w") as opened:
            for seed, row in enumerate(ROWS):
                if row[4] == archive:
                    opened.writestr(f"{row[0]}.jpg", jpeg(seed))
    return tmp_path


def test_only_the_rows_of_role_train_come_in_and_in_their_order(folder):
    assert [row.image_id for row in training_rows(folder)] == ["A1", "A2", "A3", "B1"]


def test_a_row_keeps_what_training_needs(folder):
    rows = training_rows(folder)
    assert rows[0] == ManifestRow("A1", "L1", Diagnosis.MEL, "one.zip", 4, "masks.zip")
    assert rows[3] == ManifestRow("B1", "L4", Diagnosis.VASC, "two.zip", None, "masks.zip")


def test_the_validation_fold_is_held_back_and_everything_else_is_fitted_on(folder):
    fit, validation = split_by_fold(training_rows(folder), 4)
    assert [row.image_id for row in validation] == ["A1", "A2"]
    assert [row.image_id for row in fit] == ["A3", "B1"]


@pytest.mark.parametrize("name", SETS)
def test_the_photos_of_a_scoring_set_cannot_be_had_for_training(folder, name):
    scoring = {row[0] for row in ROWS if row[6] == name}
    assert scoring
    assert not scoring & {row.image_id for row in training_rows(folder)}
    assert not scoring & set(load_images(folder, training_rows(folder), "images").image_ids)


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 4))
def test_where_a_fold_holds_whole_lesions_the_split_keeps_them_apart(lesions, fold):
    rows = [
        ManifestRow(f"I{i}", f"L{lesion}", DIAGNOSES[lesion % 7], "one.zip", lesion % 5 or None)
        for i, lesion in enumerate(lesions)
    ]
    fit, validation = split_by_fold(rows, fold)
    assert len(fit) + len(validation) == len(rows)
    assert not {row.lesion_id for row in fit} & {row.lesion_id for row in validation}


def test_images_come_framed_with_their_diagnosis_and_archive(folder):
    rows = training_rows(folder)
    loaded = load_images(folder, rows, "images")
    assert len(loaded) == 4
    assert loaded.pixels.shape == (4, 224, 224, 3)
    assert loaded.pixels.dtype == np.uint8
    assert loaded.targets.tolist() == [0, 0, 1, 6]
    assert loaded.archives.tolist() == [0, 0, 0, 1]
    assert loaded.image_ids == ("A1", "A2", "A3", "B1")


def test_every_image_belongs_to_its_own_row(folder):
    rows = training_rows(folder)
    loaded, reversed_rows = load_images(folder, rows, "images"), load_images(folder, rows[::-1], "images")
    assert np.array_equal(loaded.pixels, reversed_rows.pixels[::-1])
    assert len({image.tobytes() for image in loaded.pixels}) == 4


def test_a_row_without_its_image_and_a_damaged_image_stop_the_training(folder):
    rows = training_rows(folder)
    with pytest.raises(KeyError, match="Z9"):
        load_images(folder, [ManifestRow("Z9", "L9", Diagnosis.NV, "one.zip", 1)], "images")
    with zipfile.ZipFile(folder / "two.zip", "w") as archive:
        archive.writestr("B1.jpg", b"\xff\xd8\xff no photo")
    with pytest.raises(LesionImageError):
        load_images(folder, rows, "images")


def test_masks_come_in_the_frame_of_their_images(folder):
    drawn = np.zeros((120, 150), np.uint8)
    drawn[30:90, 75:150] = 255  # of the centre square, columns 15 to 135, the right half
    buffer = io.BytesIO()
    Image.fromarray(drawn).convert("1").save(buffer, "PNG")
    rows = training_rows(folder)
    with zipfile.ZipFile(folder / "masks.zip", "w") as archive:
        for row in rows:
            archive.writestr(f"{row.image_id}.png", buffer.getvalue())
    loaded = load_images(folder, rows, "images", masks=True)
    assert loaded.masks is not None
    assert loaded.masks.shape == (4, 224, 224)
    assert loaded.masks[0, 112, 120:].all()
    assert not loaded.masks[0, 112, :104].any()
    assert not loaded.masks[0, :50].any()
    assert load_images(folder, rows, "images").masks is None


@pytest.mark.data
def test_the_real_manifest_keeps_lesions_apart_and_the_scoring_images_out():
    if not (DATA / "manifest.csv").is_file():
        pytest.skip("The folder shared/data with the training images is not beside this checkout.")
    with (DATA / "manifest.csv").open(newline="", encoding="utf-8") as file:
        scoring = {row["image_id"] for row in csv.DictReader(file) if row["role"] in SETS}
    fit, validation = split_by_fold(training_rows(DATA), 4)
    assert len(scoring) == 1187 + 1512 + 600
    assert not scoring & {row.image_id for row in fit + validation}
    assert not {row.lesion_id for row in fit} & {row.lesion_id for row in validation}
    assert {row.diagnosis for row in validation} == {row.diagnosis for row in fit} == set(DIAGNOSES)
