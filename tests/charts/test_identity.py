from __future__ import annotations

import itertools

import numpy as np
import plotly.graph_objects as go
import pytest

from model.algorithms import catalogue
from model.charts.identity import DARK, FURTHER, LIGHT, NAMED, OUTLINES, THEMES, colour, marker, outline
from model.evaluation.entry import YOURS
from model.settings import ROOT

VISION = {
    "full": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
"""What remains of linear red, green and blue (Machado et al. 2009, doi:10.1109/TVCG.2009.113, severity 1)."""
TO_LMS = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
          [0.0883024619, 0.2817188376, 0.6299787005]]  # fmt: skip
TO_LAB = [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099],
          [0.0259040371, 0.7827717662, -0.808675766]]  # fmt: skip
TOL_MUTED = 0.05
"""Smallest distance of two colours of the set that ours comes from, seen without green receptors."""


def linear(hexadecimal):
    value = np.array([int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    low, high = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def seen(hexadecimal, vision):
    """OKLab of a colour as it is seen."""
    return np.array(TO_LAB) @ np.cbrt(np.array(TO_LMS) @ np.clip(np.array(VISION[vision]) @ linear(hexadecimal), 0, 1))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_colour_stands_out_from_the_page(theme):
    assert min(contrast(one, theme.paper) for one in theme.colours) >= 3
    assert min(contrast(one, theme.paper) for one in (theme.accent, theme.contrast, theme.quiet)) >= 3
    assert contrast(theme.quiet, theme.paper) >= 4.5
    assert min(contrast(theme.ink, cell) for cell in theme.scale) >= 4.5


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_two_colours_stay_apart_for_every_eye(theme, vision):
    colours = [seen(one, vision) for one in (*theme.colours, theme.ink)]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(colours, 2)) > TOL_MUTED


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_no_two_of_the_named_share_a_colour_or_a_marker(theme):
    assert len({colour(slug, theme) for slug in NAMED}) == len(NAMED) == 14
    assert len({marker(slug) for slug in NAMED}) == len(NAMED)
    assert colour("committee", theme) == theme.ink


def test_a_further_one_is_always_the_same_and_never_looks_like_a_named_one():
    further = [f"submission_{number}" for number in range(40)]
    assert [(colour(slug), marker(slug)) for slug in further] == [(colour(slug), marker(slug)) for slug in further]
    assert {marker(slug) for slug in further} == set(FURTHER)
    assert not {marker(slug) for slug in further} & {marker(slug) for slug in NAMED}


def test_every_marker_is_one_of_plotly_and_has_an_outline_for_the_page():
    for symbol in [name for _, name in NAMED.values()] + list(FURTHER):
        assert go.scatter.Marker(symbol=symbol).symbol == symbol
        assert symbol == "circle" or len(OUTLINES[symbol]) >= 3
    assert outline("resnet18") == ()
    assert len(outline("committee")) == 10


def test_paper_and_ink_are_those_of_the_app():
    settings = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert all(f'"{colour}"' in settings for theme in THEMES.values() for colour in (theme.paper, theme.ink))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_table_of_a_visitor_looks_like_no_other(theme):
    others = [f"submission_{number}" for number in range(200)] + [slug for slug in NAMED if slug != YOURS]
    assert colour(YOURS, theme) not in {colour(slug, theme) for slug in others}
    assert marker(YOURS) not in {marker(slug) for slug in others}


def test_every_committed_submission_has_a_place_of_its_own():
    assert set(catalogue.slugs()) <= set(NAMED)
