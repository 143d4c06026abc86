"""Curves of the stress bench: through the photo as it is, the same each time, and a change of mind is noticed."""

from __future__ import annotations

import numpy as np
import pytest

from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import Diagnosis
from model.lesion.disturbances import DISTURBANCES
from model.lesion.practice import EQUAL, Threshold
from model.settings import ASSETS
from model.trust.stress import POINTS, PRESETS, StressCurve, curve, disturbed_image

IMAGE = read_lesion_image((ASSETS / "samples" / "mel_1.jpg").read_bytes())
POINT = Threshold(0.3, EQUAL)


def test_a_curve_goes_through_the_answer_for_the_photo_as_it_is(loaded):
    network = loaded("small_cnn")
    found = curve(network, IMAGE, {}, "blur", POINT)
    plain = float(network.predict_proba([IMAGE])[0, Diagnosis.MEL.column])
    assert found.undisturbed == pytest.approx(plain, abs=1e-5)
    assert found.at == (0.0, pytest.approx(plain, abs=1e-5))
    assert len(found.strengths) == POINTS
    assert found.strengths[0] == 0.0
    assert found.strengths[-1] == DISTURBANCES["blur"].highest


def test_the_others_are_held_while_one_is_drawn(loaded):
    network = loaded("small_cnn")
    found = curve(network, IMAGE, {"hair": 20.0, "blur": 2.0}, "blur", POINT)
    both = disturbed_image(IMAGE, {"hair": 20.0, "blur": 2.0})
    expected = float(network.predict_proba([both])[0, Diagnosis.MEL.column])
    assert found.at == (2.0, pytest.approx(expected, abs=1e-5))
    assert found == curve(network, IMAGE, {"hair": 20.0, "blur": 2.0}, "blur", POINT)


def test_a_change_of_mind_is_noticed_on_either_side():
    def made(before, after):
        return StressCurve("x", (0.0, 1.0), (before, after), (1.0, after), 0.3, before)

    assert made(0.1, 0.5).changes_its_mind
    assert made(0.5, 0.1).changes_its_mind
    assert not made(0.5, 0.3).changes_its_mind
    assert not made(0.1, 0.2).changes_its_mind


def test_without_disturbances_the_networks_get_the_photo_as_it_is():
    assert np.array_equal(disturbed_image(IMAGE, {}).pixels, IMAGE.pixels)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.slug)
def test_every_published_failure_can_be_set_and_names_its_source(preset):
    assert preset.strengths[preset.shown] != 0
    assert "doi:10." in preset.source
    assert not np.array_equal(disturbed_image(IMAGE, preset.strengths).pixels, IMAGE.pixels)
