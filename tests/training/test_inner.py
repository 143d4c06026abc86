"""What algorithms answer on the inner fold: kept, never for photos their weights have seen, and calibrated again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import softmax

from model.lesion.image import LesionImage
from model.training.dataset import HAM, ISIC
from model.training.inner import InnerFold, answers, logits_on, recalibrated, unseen_archives
from tests.stand_ins import sheet as sheet_of


def lesion_image(number):
    """An even photo whose first pixel is its number."""
    pixels = np.full((224, 224, 3), number, np.uint8)
    return LesionImage(pixels, pixels, str(number), 224, 224, "JPEG")


def member_logits(images):
    return np.array([np.roll(np.arange(7.0), image.pixels[0, 0, 0] % 5) for image in images])


class Member:
    """Counts how often it is asked; more sure than it should be."""

    def __init__(self, sheet):
        self.sheet, self.asked = sheet, 0
        self.card = type("Card", (), {"slug": sheet.slug})

    def predict_proba(self, images):
        self.asked += len(images)
        return softmax(member_logits(images) / self.sheet.temperature, axis=1).astype(np.float32)


BOTH = replace(sheet_of("member"), inner={HAM: {}, ISIC: {}})


@pytest.fixture
def fold():
    images = tuple(lesion_image(number) for number in range(42))
    targets = np.arange(42) % 7
    archives = np.where(np.arange(42) < 28, HAM, ISIC)
    return InnerFold(images, targets, np.arange(42).astype(str), archives)


def test_a_sheet_that_does_not_say_has_seen_the_isic_archive():
    assert unseen_archives(sheet_of("member")) == (HAM,)
    assert unseen_archives(BOTH) == (HAM, ISIC)


def test_nothing_is_answered_for_photos_that_the_weights_have_seen(fold, tmp_path):
    member = Member(sheet_of("member"))
    rows = answers(member, fold, tmp_path)
    assert np.isfinite(rows[:28]).all()
    assert np.isnan(rows[28:]).all()
    assert member.asked == 28


def test_what_was_answered_is_kept_until_the_weights_change(fold, tmp_path):
    member = Member(BOTH)
    first = answers(member, fold, tmp_path)
    again = answers(member, fold, tmp_path)
    assert np.array_equal(first, again)
    assert member.asked == 42
    answers(Member(replace(BOTH, sha256="0" * 64)), fold, tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("temperature", [0.7, 1.0, 2.5])
def test_logits_are_what_they_were_before_the_temperature(fold, tmp_path, temperature):
    member = Member(replace(BOTH, temperature=temperature))
    found, honest = logits_on(member, fold, tmp_path), member_logits(fold.images)
    np.testing.assert_allclose(found - found.mean(1, keepdims=True), honest - honest.mean(1, keepdims=True), atol=1e-4)


def test_a_sheet_is_measured_again_on_both_archives_and_the_weights_stay(fold, tmp_path):
    sheet = recalibrated(Member(BOTH), fold, tmp_path)
    assert set(sheet.inner) == {HAM, ISIC}
    assert sheet.inner[ISIC]["photos"] == 14
    assert sheet.sha256 == BOTH.sha256
    assert sheet.operating_point.practice == "clinic"


def test_measuring_again_asks_nobody_and_gives_the_same_sheet(fold, tmp_path):
    once = recalibrated(Member(BOTH), fold, tmp_path)
    again = Member(once)
    assert recalibrated(again, fold, tmp_path) == once
    assert again.asked == 0
