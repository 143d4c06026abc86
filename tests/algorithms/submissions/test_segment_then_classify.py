"""Segment, then classify: where the close-up is taken, and how its map goes back to the photo."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from model.algorithms.seeing.convolutional import pixels_of
from model.algorithms.submissions.segment_then_classify import (
    FADE,
    GRID,
    LEAST_SIDE,
    box_on_grid,
    close_up,
    fading_in,
)
from model.lesion.diagnosis import Diagnosis
from tests.photos import lesion


@pytest.fixture
def segmenting(loaded):
    return loaded("segment_then_classify")


def mask(top, bottom, left, right):
    drawn = np.zeros((224, 224), bool)
    drawn[top:bottom, left:right] = True
    return drawn


def test_the_close_up_holds_the_lesion_with_a_margin():
    top, left, side = close_up(mask(60, 180, 70, 150))
    assert side == int(1.3 * 120)
    assert (top, left) == (round((60 + 180 - side) / 2), round((70 + 150 - side) / 2))


def test_a_close_up_at_the_edge_stays_inside_the_photo():
    top, left, side = close_up(mask(0, 100, 150, 224))
    assert top == 0
    assert left + side == 224


def test_a_small_lesion_is_not_enlarged_beyond_sense_and_a_large_one_leaves_the_whole_photo():
    assert close_up(mask(100, 120, 100, 120))[2] == LEAST_SIDE
    assert close_up(mask(0, 224, 0, 224)) == (0, 0, 224)


@pytest.mark.parametrize("size", [0, 7])
def test_without_a_lesion_the_whole_photo_is_looked_at_twice(size):
    assert close_up(mask(10, 10 + size, 10, 10 + size)) == (0, 0, 224)


def test_the_box_on_the_grid_is_the_same_part_of_the_photo():
    assert box_on_grid(np.array([0, 0, 224])) == (0, 0, GRID, GRID)
    assert box_on_grid(np.array([56, 112, 112])) == (14, 28, 42, 56)


def test_every_photo_is_seen_four_times_and_batches_do_not_mix_photos(segmenting):
    pixels = pixels_of([lesion(seed) for seed in range(3)])
    with torch.inference_mode():
        seen = segmenting.see(pixels)
        alone = torch.cat([segmenting.logits_of(pixels[i : i + 1]) for i in range(3)])
        together = segmenting.logits_of(pixels)
    assert seen.features.shape == (12, 576, 7, 7)
    assert seen.looks == 4
    assert seen.boxes.shape == (3, 3)
    torch.testing.assert_close(together, alone, atol=1e-4, rtol=1e-4)


def test_a_close_up_comes_in_from_its_edge():
    share = fading_in(20, 30)
    assert share.shape == (20, 30)
    assert torch.equal(share, share.flip(0))
    assert torch.equal(share, share.flip(1))
    assert share[0].max() == share[:, 0].max() == 0.5 / FADE
    assert torch.all(share[FADE:-FADE, FADE:-FADE] == 1)


def test_the_maps_of_whole_and_close_up_are_put_together_where_they_were_taken(segmenting):
    with torch.no_grad():
        seen = segmenting.see(pixels_of([lesion(1)]))
    flat = torch.ones(4, 7, 7)
    assert torch.allclose(segmenting.joined(flat, seen), torch.tensor(4.0))
    flat[2:] = 2  # the two looks at the close-up
    joined = segmenting.joined(flat, seen)
    top, left, bottom, right = box_on_grid(seen.boxes[0])
    inside = torch.zeros(GRID, GRID, dtype=torch.bool)
    inside[top:bottom, left:right] = True
    assert torch.allclose(joined[~inside], torch.tensor(4.0))
    assert torch.allclose(joined[top + FADE : bottom - FADE, left + FADE : right - FADE], torch.tensor(6.0))
    assert joined.diff(dim=0).abs().max() <= 2 / FADE + 1e-6


def test_the_border_it_draws_lies_around_the_dark_spot(segmenting):
    image = lesion(2)
    drawing = segmenting.examine(image, Diagnosis.MEL).explanation.drawing
    assert drawing is not None
    inside = drawing.border.mean(0)
    column, row = (inside * 224).astype(int)
    assert image.pixels[row, column].mean() < image.pixels[:8, :8].mean()
