"""`predict`, `explain`, `case-report`: a damaged picture or a close-up is held back, or marked on request."""

from __future__ import annotations

import json
from html import unescape

import numpy as np
import pytest
from PIL import Image

from model.lesion.gallery import samples
from model.reading.admission import Admission
from model.reading.words import caution
from model.text import texts
from tests.commands.test_gate_in_commands import gated  # noqa: F401
from tests.photos import looks_like

PHOTO = samples()[0].path
HELD_BACK = {
    "garbled": "This picture looks damaged or wrongly decoded",
    "close_up": "This looks like a photo taken without a dermatoscope. These algorithms learned from dermoscopy alone",
}


@pytest.fixture(params=HELD_BACK)
def reason(request):
    return request.param


@pytest.fixture
def held_back(gated, reason, monkeypatch):  # noqa: F811
    """The command before photos that all look damaged, or as if taken without a dermatoscope."""
    looks_like(reason, monkeypatch)
    return gated


def mark(reason: str, language: str = "en") -> str:
    return caution(texts(language), Admission("insisted", 0.5, reason))


@pytest.mark.parametrize("slug", ["resnet18", "hog_svm"])
def test_what_is_held_back_gets_no_prediction_whoever_is_asked(held_back, reason, slug):
    done = held_back("predict", PHOTO, "--algorithm", slug, "--json")
    assert (done.status, json.loads(done.out)["predictions"]) == (1, [])
    assert HELD_BACK[reason] in done.err
    assert "--anyway" in done.err


def test_who_insists_gets_a_prediction_that_says_so(held_back, reason):
    done = held_back("predict", PHOTO, "--anyway", "--json")
    assert (done.status, json.loads(done.out)["predictions"][0]["caution"]) == (0, mark(reason))
    assert done.err == f"{PHOTO.stem}: {mark(reason)}\n"


def test_a_heat_map_is_held_back_and_marked_for_who_insists(held_back, reason, tmp_path):
    held = held_back("explain", PHOTO, "--out", tmp_path / "heat.png")
    assert (held.status, held.err.startswith(HELD_BACK[reason]), (tmp_path / "heat.png").exists()) == (1, True, False)
    done = held_back("explain", PHOTO, "--anyway", "--out", tmp_path / "heat.png", "--sheet", "fr")
    assert (done.status, done.err) == (0, f"{mark(reason)}\n")
    assert tuple(np.asarray(Image.open(tmp_path / "heat.png").convert("RGB"))[2, 2]) == (140, 59, 0)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_report_of_what_is_held_back_is_marked(held_back, reason, tmp_path, language):
    file = tmp_path / "case.html"
    assert held_back("case-report", PHOTO, "--out", file).status == 1
    assert held_back("case-report", PHOTO, "--anyway", "--out", file, "--language", language).status == 0
    assert mark(reason, language) in unescape(file.read_text(encoding="utf-8"))
