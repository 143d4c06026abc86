"""Prediction tables that follow a new temperature: as a new run would give them, and only those of the same weights."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import softmax

from model.benchmark.temperature import at_temperature, follow
from model.evaluation.tables import read_table, write_table
from tests.stand_ins import sheet as sheet_of

LOGITS = np.random.default_rng(4).normal(0, 2, (40, 7))
BEFORE = replace(sheet_of("eye"), temperature=0.7)
AFTER = replace(BEFORE, temperature=1.3)


@given(st.floats(0.5, 2), st.floats(0.67, 1.5))
def test_rows_follow_as_if_predicted_at_the_new_temperature(before, change):
    after = before * change
    rows = softmax(LOGITS / before, axis=1).round(6)
    np.testing.assert_allclose(at_temperature(rows, before, after), softmax(LOGITS / after, axis=1), atol=1e-3)


@pytest.fixture
def folder(tmp_path):
    """Tables of day 1 and day 2; that of day 2 is of other weights."""
    for phase, weights in (("day1", BEFORE.sha256), ("day2", "0" * 64)):
        (tmp_path / phase).mkdir()
        rows = softmax(LOGITS / BEFORE.temperature, axis=1).astype(np.float32)
        write_table(tmp_path / phase / "eye.csv", [f"photo{number}" for number in range(40)], rows)
        (tmp_path / phase / "eye.json").write_text(json.dumps({"weights_sha256": weights}))
    return tmp_path


def test_a_table_follows_the_sheet_and_one_of_other_weights_stays(folder):
    other = (folder / "day2" / "eye.csv").read_bytes()
    follow(BEFORE, AFTER, folder)
    moved = read_table(folder / "day1" / "eye.csv")
    assert moved.images[:2] == ("photo0", "photo1")
    np.testing.assert_allclose(moved.values, softmax(LOGITS / AFTER.temperature, axis=1), atol=1e-4)
    assert (folder / "day2" / "eye.csv").read_bytes() == other


def test_the_same_temperature_moves_nothing(folder):
    before = read_table(folder / "day1" / "eye.csv").values
    follow(BEFORE, BEFORE, folder)
    np.testing.assert_allclose(read_table(folder / "day1" / "eye.csv").values, before, atol=2e-6)
