"""The deletion curves of a heat map as a figure."""

from __future__ import annotations

import numpy as np
import pytest

from model.charts.chart import View
from model.charts.deletion import deletion_curves
from model.charts.identity import DARK, LIGHT
from model.lesion.diagnosis import Diagnosis
from model.text import texts
from model.trust.faithfulness import RANDOM, SHARES, Deletion

DELETION = Deletion(Diagnosis.MEL, 0.8, np.linspace(0.6, 0.3, len(SHARES)), np.full((RANDOM, len(SHARES)), 0.75))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_curve_begins_at_the_untouched_photo_and_two_are_named(language, theme):
    t = texts(language)
    figure = deletion_curves(View(t, theme=theme), DELETION)
    assert len(figure.data) == RANDOM + 2
    assert all((trace.x[0], trace.y[0]) == (0, 80) for trace in figure.data)
    named = [trace.name.replace("<br>", " ") for trace in figure.data if trace.showlegend is None]
    assert named == [t("check.random"), t("check.hottest")]
    assert figure.data[-1].y[1:].tolist() == pytest.approx((100 * DELETION.hottest).tolist())
    assert figure.layout.yaxis.range[1] > 80


def test_small_probabilities_keep_an_axis_that_can_be_read():
    tiny = Deletion(Diagnosis.MEL, 0.001, np.full(len(SHARES), 0.0), np.full((RANDOM, len(SHARES)), 0.001))
    assert deletion_curves(View(texts("en")), tiny).layout.yaxis.range[1] >= 5
