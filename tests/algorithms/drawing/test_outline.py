"""The border of a mask as a line: where it lies, and which piece it follows."""

from __future__ import annotations

import numpy as np

from model.algorithms.drawing.outline import outline


def test_a_square_is_outlined_along_its_outer_points():
    mask = np.zeros((100, 100), bool)
    mask[20:40, 50:80] = True
    border = outline(mask)
    assert border.dtype == np.float32
    assert np.allclose([border[:, 0].min(), border[:, 0].max()], [0.505, 0.795])
    assert np.allclose([border[:, 1].min(), border[:, 1].max()], [0.205, 0.395])


def test_an_empty_mask_has_no_border():
    assert outline(np.zeros((10, 10), bool)).shape == (0, 2)


def test_of_several_pieces_the_largest_is_followed_and_holes_are_not():
    mask = np.zeros((100, 100), bool)
    mask[5:10, 5:10] = True
    mask[30:90, 30:90] = True
    mask[50:60, 50:60] = False
    border = outline(mask)
    assert border.min() > 0.3
    assert not ((border > 0.45) & (border < 0.65)).all(1).any()


def test_a_photo_that_is_all_lesion_is_outlined_by_its_frame():
    border = outline(np.ones((10, 10), bool))
    assert border.min() < 0.06
    assert border.max() > 0.94
