"""Covering a photo piece by piece finds what an answer rests on, and nothing where there is nothing."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.algorithms.measuring.occlusion import GRID, heat_and_peak, log_odds, occlusion_map, skin_colour
from model.algorithms.seeing import grad_cam
from model.lesion.image import INPUT_SIDE

SKIN = (210, 170, 150)


def skin() -> np.ndarray:
    return np.full((INPUT_SIDE, INPUT_SIDE, 3), SKIN, np.uint8)


def spotted(down: int, across: int, half: int = 14) -> np.ndarray:
    photo = skin()
    photo[down - half : down + half, across - half : across + half] = (60, 30, 30)
    return photo


def darkness(photos: np.ndarray) -> np.ndarray:
    """Logits of a reader that calls a photo the first diagnosis the darker it is."""
    logits = np.zeros((len(photos), 7))
    logits[:, 0] = (255 - photos.astype(float)).mean((1, 2, 3))
    return logits


def test_the_map_is_hottest_where_the_evidence_lies():
    raw = occlusion_map(spotted(42, 154), darkness, column=0)
    assert raw.shape == (GRID, GRID)
    assert np.unravel_index(raw.argmax(), raw.shape) == (1, 5)
    assert raw.max() > 0


def test_what_speaks_for_one_diagnosis_speaks_against_the_others():
    photo = spotted(112, 112)
    assert occlusion_map(photo, darkness, column=3).max() <= 1e-9
    assert occlusion_map(photo, darkness, column=3).min() < 0


def test_the_log_odds_fall_by_as_much_as_the_evidence_was_worth():
    photo = spotted(98, 98, half=6)  # in the middle of a window, so it is covered whole
    raw = occlusion_map(photo, darkness, column=0)
    expected = log_odds(darkness(photo[None]), 0) - log_odds(darkness(skin()[None]), 0)
    assert raw.max() == pytest.approx(expected[0], abs=1e-6)


def test_even_skin_holds_no_evidence():
    heat, peak = heat_and_peak(occlusion_map(skin(), darkness, column=0), INPUT_SIDE)
    assert peak == 0
    assert not heat.any()


def test_the_photo_is_not_changed_and_progress_rises_to_the_end():
    photo = spotted(112, 112)
    before, told = photo.copy(), []
    occlusion_map(photo, darkness, column=0, progress=told.append)
    assert np.array_equal(photo, before)
    assert told == sorted(told)
    assert (len(told), told[-1]) == (GRID, 1.0)


def test_skin_is_the_colour_of_the_frame_however_dark_the_middle():
    assert skin_colour(spotted(112, 112, half=80)).tolist() == list(SKIN)


def test_log_odds_are_those_of_the_softmax():
    logits = np.random.default_rng(0).normal(0, 3, (5, 7))
    shares = torch.from_numpy(logits).softmax(1).numpy()[:, 2]
    np.testing.assert_allclose(log_odds(logits, 2), np.log(shares / (1 - shares)))


@settings(max_examples=25, deadline=None)
@given(arrays(np.float64, (GRID, GRID), elements=st.floats(-2, 5, width=32)))
def test_a_map_is_scaled_and_stretched_as_that_of_grad_cam(raw):
    heat, peak = heat_and_peak(raw, INPUT_SIDE)
    expected, expected_peak = grad_cam.heat_and_peak(torch.from_numpy(raw), INPUT_SIDE)
    np.testing.assert_allclose(heat, expected, atol=1e-5)
    assert peak == pytest.approx(expected_peak)
