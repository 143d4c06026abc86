"""Measurements drawn on the photo: lines stand out from light and dark skin, areas have the colour of their name."""

from __future__ import annotations

import numpy as np
import pytest

from model.algorithms.contract import Drawing
from model.algorithms.drawing.findings import AREA_COLOURS, LEAST_SIDE, OTHER, area_keys, drawn_on, enclosed_share

SQUARE = np.array([[0.25, 0.25], [0.75, 0.25], [0.75, 0.75], [0.25, 0.75]], np.float32)
NO_AXES = np.empty((0, 2, 2), np.float32)


def even(level: int, side: int = 700) -> np.ndarray:
    return np.full((side, side, 3), level, np.uint8)


@pytest.mark.parametrize("level", [10, 128, 250])
def test_the_border_stands_out_from_dark_and_from_light_skin(level):
    picture = np.asarray(drawn_on(even(level), Drawing(SQUARE, NO_AXES))).astype(int)
    across = picture[350, 160:190].mean(axis=1)
    assert np.ptp(across) > 200


def test_lines_are_smooth():
    slanted = np.array([[0.2, 0.2], [0.8, 0.3], [0.5, 0.8]], np.float32)
    picture = np.asarray(drawn_on(even(128), Drawing(slanted, NO_AXES)))
    assert len(np.unique(picture)) > 10


def test_what_lies_away_from_the_drawing_stays_the_photo():
    picture = np.asarray(drawn_on(even(77), Drawing(SQUARE, NO_AXES)))
    assert (picture[:100] == 77).all()
    assert (picture[300:400, 300:400] == 77).all()


def test_an_empty_drawing_leaves_the_photo():
    nothing = Drawing(np.empty((0, 2), np.float32), NO_AXES)
    assert (np.asarray(drawn_on(even(90), nothing)) == 90).all()
    assert area_keys(nothing) == []
    assert enclosed_share(nothing.border) == 0


def test_an_axis_runs_from_one_end_to_the_other():
    axis = np.array([[[0.1, 0.5], [0.9, 0.5]]], np.float32)
    picture = np.asarray(drawn_on(even(90), Drawing(np.empty((0, 2), np.float32), axis)))
    assert (picture[350, 80:620] > 200).all()
    assert (picture[350, 650:] == 90).all()


def test_a_small_photo_is_enlarged():
    assert drawn_on(even(90, 224), Drawing(SQUARE, NO_AXES)).size == (LEAST_SIDE, LEAST_SIDE)


def areas() -> Drawing:
    grid = np.zeros((224, 224), np.uint8)
    grid[56:168, 56:140] = 1
    grid[56:168, 140:168] = 2
    return Drawing(SQUARE, NO_AXES, grid, ("red", "mauve"))


def test_areas_are_tinted_with_the_colour_of_their_name_and_an_unknown_one_is_grey():
    picture = np.asarray(drawn_on(even(128), areas())).astype(int)
    red, other = picture[350, 300], picture[350, 480]
    assert red[0] > red[1] + 60
    assert np.ptp(other) == 0
    assert (picture[50, 50] == 128).all()


def test_the_key_names_the_areas_with_their_share_of_the_lesion():
    keys = area_keys(areas())
    assert [key.name for key in keys] == ["red", "mauve"]
    assert [key.share for key in keys] == pytest.approx([0.75, 0.25])
    assert keys[0].colour == "rgb({} {} {})".format(*AREA_COLOURS["red"])
    assert keys[1].colour == "rgb({} {} {})".format(*OTHER)


def test_the_photo_is_not_changed():
    photo = even(90)
    drawn_on(photo, areas())
    assert (photo == 90).all()
