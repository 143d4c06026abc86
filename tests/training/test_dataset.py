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
from model.lesion.archives import ARCHIVES, HAM, ISIC, MILK
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


MILK_ROWS = [
    ("C1", "L7", "bcc", "histo", "milk10k-224.zip", "", "train", "4"),
    ("C2", "L8", "", "histo", "milk10k-224.zip", "", "other", "1"),
    ("C3", "L9", "mel", "histo", "close-ups-224.zip", "", "close_up", "2"),
    ("C4", "L10", "nv", "histo", "milk10k-224.zip", "", "train", "1"),
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


@pytest.fixture
def folder_of_three(folder):
    """The folder with the table of the third archive and its photos beside it."""
    with (folder / "milk10k.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([(*COLUMNS, "skin_tone"), *((*row, "3") for row in MILK_ROWS)])
    with zipfile.ZipFile(folder / "milk10k-224.zip", "w") as opened:
        for seed, row in enumerate(MILK_ROWS):
            opened.writestr(f"{row[0]}.jpg", jpeg(100 + seed))
    return folder


def test_the_third_archive_comes_only_to_who_asks_for_it_and_comes_last(folder_of_three):
    assert [row.image_id for row in training_rows(folder_of_three)] == ["A1", "A2", "A3", "B1"]
    rows = training_rows(folder_of_three, ARCHIVES)
    assert [row.image_id for row in rows] == ["A1", "A2", "A3", "B1", "C1", "C4"]
    assert rows[4] == ManifestRow("C1", "L7", Diagnosis.BCC, "milk10k-224.zip", 4, "")


def test_of_the_third_archive_only_role_train_comes_in(folder_of_three):
    rows = training_rows(folder_of_three, (MILK,))
    assert [row.image_id for row in rows] == ["C1", "C4"]
    assert load_images(folder_of_three, rows, "images").image_ids == ("C1", "C4")


def test_a_folder_without_the_third_archive_gives_what_it_has(folder):
    assert training_rows(folder, ARCHIVES) == training_rows(folder)
    assert training_rows(folder, (MILK,)) == []


@pytest.mark.parametrize(
    ("file", "collection"),
    [
        ("ham10000-224.zip", HAM),
        ("ham10000-200x150.zip", HAM),
        ("isic-archive-256.zip", ISIC),
        ("milk10k-224.zip", MILK),
    ],
)
def test_each_file_belongs_to_one_archive(file, collection):
    assert ManifestRow("A", "L", Diagnosis.NV, file, 1).collection == collection


def test_the_validation_fold_holds_photos_of_every_archive_that_was_asked_for(folder_of_three):
    fit, validation = split_by_fold(training_rows(folder_of_three, ARCHIVES), 4)
    assert [row.image_id for row in validation] == ["A1", "A2", "C1"]
    assert [row.image_id for row in fit] == ["A3", "B1", "C4"]
    loaded = load_images(folder_of_three, validation, "images")
    assert loaded.collections is not None
    assert loaded.collections.tolist() == [ISIC, ISIC, MILK]


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


@pytest.mark.data
def test_the_real_third_archive_keeps_lesions_apart_and_what_is_for_scoring_out():
    table = DATA / "milk10k.csv"
    if not table.is_file():
        pytest.skip("The folder shared/data with the training images is not beside this checkout.")
    with table.open(newline="", encoding="utf-8") as file:
        scoring = {row["image_id"] for row in csv.DictReader(file) if row["role"] != "train"}
    rows = training_rows(DATA, (MILK,))
    fit, validation = split_by_fold(rows, 4)
    assert len(rows) == 2957
    assert not scoring & {row.image_id for row in rows}
    assert not {row.lesion_id for row in fit} & {row.lesion_id for row in validation}
    assert {row.collection for row in rows} == {MILK}
