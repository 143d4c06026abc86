"""What algorithms answer on the inner fold: kept, never for photos their weights have seen, and calibrated again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import softmax

from model.lesion.archives import ARCHIVES, HAM, ISIC, MILK
from model.lesion.image import LesionImage
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


ALL = replace(sheet_of("member"), inner={HAM: {}, ISIC: {}, MILK: {}})


@pytest.fixture
def fold():
    images = tuple(lesion_image(number) for number in range(56))
    targets = np.arange(56) % 7
    archives = np.repeat([HAM, ISIC, MILK], (28, 14, 14))
    return InnerFold(images, targets, np.arange(56).astype(str), archives)


def test_a_sheet_that_does_not_say_has_seen_the_isic_archive_and_none_has_seen_the_third():
    assert unseen_archives(sheet_of("member")) == (HAM, MILK)
    assert unseen_archives(ALL) == (HAM, ISIC, MILK)


def test_nothing_is_answered_for_photos_that_the_weights_have_seen(fold, tmp_path):
    member = Member(sheet_of("member"))
    rows = answers(member, fold, tmp_path)
    seen = fold.archives == ISIC
    assert np.isfinite(rows[~seen]).all()
    assert np.isnan(rows[seen]).all()
    assert member.asked == 42


def test_what_was_answered_is_kept_until_the_weights_change(fold, tmp_path):
    member = Member(ALL)
    first = answers(member, fold, tmp_path)
    again = answers(member, fold, tmp_path)
    assert np.array_equal(first, again)
    assert member.asked == 56
    answers(Member(replace(ALL, sha256="0" * 64)), fold, tmp_path)
    assert len(list(tmp_path.iterdir())) == 2 * len(ARCHIVES)


@pytest.mark.parametrize("temperature", [0.7, 1.0, 2.5])
def test_logits_are_what_they_were_before_the_temperature(fold, tmp_path, temperature):
    member = Member(replace(ALL, temperature=temperature))
    found, honest = logits_on(member, fold, tmp_path), member_logits(fold.images)
    np.testing.assert_allclose(found - found.mean(1, keepdims=True), honest - honest.mean(1, keepdims=True), atol=1e-4)


def test_a_sheet_is_measured_again_on_every_archive_and_the_weights_stay(fold, tmp_path):
    sheet = recalibrated(Member(ALL), fold, tmp_path)
    assert set(sheet.inner) == set(ARCHIVES)
    assert sheet.inner[ISIC]["photos"] == 14
    assert sheet.sha256 == ALL.sha256
    assert sheet.operating_point.practice == "clinic"


def test_measuring_again_asks_nobody_and_gives_the_same_sheet(fold, tmp_path):
    once = recalibrated(Member(ALL), fold, tmp_path)
    again = Member(once)
    assert recalibrated(again, fold, tmp_path) == once
    assert again.asked == 0
