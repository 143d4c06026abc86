"""Garbled pictures: each kind from its seed, and held back about as often as the committed table says."""

from __future__ import annotations

import numpy as np
import pytest

from model.lesion.gallery import samples
from model.trust.characteristic import read
from model.trust.garblings import GARBLINGS, NEVER_FITTED, garbled
from model.trust.gate import Gate
from tests.photos import lesion


def figures(measure):
    return {row.of: row for row in read("gate") if row.measure == measure}


@pytest.mark.parametrize("kind", GARBLINGS)
def test_a_photo_is_garbled_from_a_seed_and_stays_what_it_is(kind):
    photo = lesion(1)
    before = photo.pixels.copy()
    one, same = (garbled(photo, kind, np.random.default_rng(5)) for _ in range(2))
    assert one.sha256 == same.sha256 != photo.sha256
    assert np.array_equal(photo.pixels, before)


def test_garbled_samples_are_held_back_though_not_all(default_algorithm):
    gate, sample = Gate.load(default_algorithm.sheet.sha256), samples()[0].image()
    pictures = [garbled(sample, kind, np.random.default_rng(seed)) for kind in GARBLINGS for seed in range(2)]
    verdicts = gate.judge_all(default_algorithm.answers_and_impressions(pictures)[1])
    assert np.mean([verdict.reason is not None for verdict in verdicts]) >= 0.7


@pytest.mark.parametrize(
    "of", ["day2", "elsewhere", "other", *(f"{name}, cross-fitted" for name in ("ham10000", "isic_archive", "milk10k"))]
)
def test_at_most_one_photo_in_a_hundred_is_taken_for_a_damaged_picture(of):
    assert figures("garbled")[of].value <= 0.01


def test_no_skin_tone_is_taken_for_false_colours():
    tones = {of: row for of, row in figures("garbled").items() if "skin tone" in of}
    assert len(tones) >= 5
    assert all(row.low is not None and row.low <= 0.01 for row in tones.values())


@pytest.mark.parametrize("shown", [True, False])
def test_most_garbled_pictures_are_held_back_also_of_kinds_that_nobody_has_shown(shown):
    kinds = [kind for kind in GARBLINGS if (kind not in NEVER_FITTED) == shown]
    admitted = [figures("admitted")[f"garbled: {kind}, cross-fitted"].value for kind in kinds]
    assert np.mean(admitted) <= 0.25
