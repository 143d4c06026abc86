"""Where a map looks: known maps on known lesions, and the same answer for everyone who asks at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from model.algorithms.contract import Explanation
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import Diagnosis
from model.settings import ASSETS
from model.trust.focus import FRAME, LEAST_AIM, Focus, LesionOutline, dice, focus, outline_of, outlined


def lesion(side=80):
    mask = np.zeros((224, 224), bool)
    mask[112 - side // 2 : 112 + side // 2, 112 - side // 2 : 112 + side // 2] = True
    return LesionOutline(mask)


def explanation(heat, peak=1.0):
    return Explanation(Diagnosis.MEL, (heat / max(heat.max(), 1)).astype(np.float32), peak, 1.0)


def test_a_map_that_lies_on_the_lesion_alone_has_all_its_heat_there():
    found = focus(explanation(lesion().mask.astype(float)), lesion())
    assert found.on_lesion == pytest.approx(1)
    assert found.aim == pytest.approx(1)
    assert found.at_edge == pytest.approx(0)
    assert found.finding == "on_lesion"


def test_a_map_spread_evenly_has_the_share_of_the_photo_that_lesion_and_rim_cover():
    found = focus(explanation(np.ones((224, 224))), lesion())
    assert found.on_lesion == pytest.approx(lesion().zone.mean())
    assert found.even == pytest.approx(lesion().zone.mean())
    assert found.aim == pytest.approx(0, abs=1e-6)
    assert found.warns


def test_a_map_beside_the_lesion_has_nothing_on_it_and_warns():
    heat = np.zeros((224, 224))
    heat[FRAME + 2 : FRAME + 12, 60:160] = 1
    found = focus(explanation(heat), lesion())
    assert found.on_lesion == pytest.approx(0)
    assert found.aim < 0
    assert found.finding == "beside"


def test_a_map_at_the_edge_says_so():
    heat = np.zeros((224, 224))
    heat[:FRAME] = 1
    found = focus(explanation(heat), lesion())
    assert found.at_edge == pytest.approx(1)
    assert found.finding == "edge"


def test_heat_on_the_rim_of_the_lesion_counts_with_it():
    heat = np.zeros((224, 224))
    heat[112 - 40 - 10 : 112 - 40, 100:120] = 1  # a strip of ten pixels outside of the border
    assert focus(explanation(heat), lesion()).on_lesion == pytest.approx(1)


def test_a_blank_map_and_a_photo_without_a_lesion_have_no_gauge():
    blank = replace(explanation(np.ones((224, 224))), peak=0.0)
    assert focus(blank, lesion()) is None
    assert focus(explanation(np.ones((224, 224))), LesionOutline(np.zeros((224, 224), bool))) is None


def test_where_the_lesion_fills_the_photo_nothing_is_said_against_a_map():
    heat = np.zeros((224, 224))
    heat[:FRAME] = 1
    found = focus(explanation(heat), lesion(side=220))
    assert found.fills_the_photo
    assert np.isnan(found.aim)
    assert not found.warns


def test_the_warning_begins_under_the_threshold():
    even = 0.4
    at = even + LEAST_AIM * (1 - even)
    assert Focus(at - 0.01, even, 0.0, 0.3).finding == "beside"
    assert Focus(at + 0.01, even, 0.0, 0.3).finding == "on_lesion"


def test_of_what_is_drawn_the_largest_piece_counts_and_its_holes_are_filled():
    mask = lesion().mask.copy()
    mask[100:110, 100:110] = False
    mask[2:12, 2:12] = True
    assert np.array_equal(outlined(mask).mask, lesion().mask)
    assert not outlined(np.zeros((224, 224), bool)).found


def test_dice_is_one_for_the_same_and_nothing_for_apart():
    left, right = np.zeros((8, 8), bool), np.zeros((8, 8), bool)
    left[:4], right[4:] = True, True
    assert dice(left, left) == 1
    assert dice(left, right) == 0
    assert dice(np.zeros(4, bool), np.zeros(4, bool)) == 1
    assert dice(left, np.ones((8, 8), bool)) == pytest.approx(2 / 3)


def test_four_threads_draw_the_same_outline_as_one(loaded):
    drawer = loaded("segment_then_classify")
    images = [read_lesion_image((ASSETS / "samples" / f"{name}_1.jpg").read_bytes()) for name in ("mel", "nv")]
    alone = [outline_of(drawer, image) for image in images]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda image: outline_of(drawer, image), images * 4))
    assert all(one.found for one in alone)
    assert all(np.array_equal(one.mask, alone[place % 2].mask) for place, one in enumerate(together))


def test_the_outline_is_the_border_that_the_algorithm_shows(loaded):
    drawer = loaded("segment_then_classify")
    image = read_lesion_image((ASSETS / "samples" / "mel_1.jpg").read_bytes())
    shown = drawer.examine(image).explanation.drawing.border
    assert np.allclose(outline_of(drawer, image).border, shown, atol=1.5 / 224)
