"""Photos of a study: those of a role and a fold alone, a seeded choice, masks in the frame of their image."""

from __future__ import annotations

import csv
import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from model.studies.focus import mean_with_interval
from model.studies.study_photos import seeded_choice, study_photos

HEADER = ["image_id", "lesion_id", "diagnosis", "archive", "mask_archive", "role", "fold"]
ROWS = [
    ["a", "L1", "mel", "ham10000-x.zip", "masks.zip", "train", "4"],
    ["b", "L2", "nv", "ham10000-x.zip", "masks.zip", "train", "1"],
    ["c", "", "nv", "isic-archive-256.zip", "", "train", "4"],
    ["d", "", "nv", "ham10000-x.zip", "", "day2", ""],
]


@pytest.fixture
def folder(tmp_path):
    with (tmp_path / "manifest.csv").open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *ROWS])
    drawn = Image.new("1", (200, 150))
    drawn.paste(1, (25, 0, 100, 150))  # the left half of the centre square
    photo, mask = io.BytesIO(), io.BytesIO()
    Image.linear_gradient("L").resize((200, 150)).convert("RGB").save(photo, "JPEG")
    drawn.save(mask, "PNG")
    for name, entry, data in (("ham10000-x.zip", "a.jpg", photo), ("masks.zip", "a.png", mask)):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(entry, data.getvalue())
    return tmp_path


def test_a_role_and_a_fold_are_all_that_comes_in(folder):
    assert [photo.image_id for photo in study_photos(folder, "train", 4)] == ["a", "c"]
    assert [photo.image_id for photo in study_photos(folder, "day2")] == ["d"]
    assert [photo.collection for photo in study_photos(folder, "train", 4)] == ["ham10000", "isic_archive"]
    assert study_photos(folder, "train", 4)[1].lesion == "c"


def test_a_mask_lies_in_the_frame_of_its_image(folder):
    photo = study_photos(folder, "train", 4)[0]
    assert photo.image.pixels.shape == (224, 224, 3)
    assert photo.mask[:, :108].all()
    assert not photo.mask[:, 116:].any()


def test_the_choice_is_the_same_each_time_and_a_larger_one_holds_the_smaller(folder):
    photos = study_photos(folder, "train")
    assert seeded_choice(photos, 2, 1) == seeded_choice(photos, 2, 1) == seeded_choice(photos, 3, 1)[:2]
    assert len(seeded_choice(photos, 99, 1)) == 3


def test_a_mean_lies_within_its_interval():
    value, low, high = mean_with_interval(list(np.linspace(0.5, 1, 40)))
    assert low < value < high
    assert value == pytest.approx(0.75)
