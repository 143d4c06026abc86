"""`predict`, `explain` and `case-report` before a photo without a dermatoscope: held back, or marked on request."""

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
from tests.photos import looks_like_a_close_up

PHOTO = samples()[0].path
SHOWN = caution(texts("en"), Admission("insisted", 0.5, close_up=True))
HELD_BACK = "This looks like a photo taken without a dermatoscope. These algorithms learned from dermoscopy alone"


@pytest.fixture
def before_a_close_up(gated, monkeypatch):  # noqa: F811
    looks_like_a_close_up(monkeypatch)
    return gated


@pytest.mark.parametrize("slug", ["resnet18", "hog_svm"])
def test_a_close_up_gets_no_prediction_whoever_is_asked(before_a_close_up, slug):
    done = before_a_close_up("predict", PHOTO, "--algorithm", slug, "--json")
    assert (done.status, json.loads(done.out)["predictions"]) == (1, [])
    assert HELD_BACK in done.err
    assert "--anyway" in done.err


def test_who_insists_gets_a_prediction_that_says_so(before_a_close_up):
    done = before_a_close_up("predict", PHOTO, "--anyway", "--json")
    assert (done.status, json.loads(done.out)["predictions"][0]["caution"]) == (0, SHOWN)
    assert done.err == f"{PHOTO.stem}: {SHOWN}\n"


def test_a_heat_map_is_held_back_and_marked_for_who_insists(before_a_close_up, tmp_path):
    held = before_a_close_up("explain", PHOTO, "--out", tmp_path / "heat.png")
    assert (held.status, held.err.startswith(HELD_BACK), (tmp_path / "heat.png").exists()) == (1, True, False)
    done = before_a_close_up("explain", PHOTO, "--anyway", "--out", tmp_path / "heat.png", "--sheet", "fr")
    assert (done.status, done.err) == (0, f"{SHOWN}\n")
    assert tuple(np.asarray(Image.open(tmp_path / "heat.png").convert("RGB"))[2, 2]) == (140, 59, 0)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_report_of_a_close_up_is_marked(before_a_close_up, tmp_path, language):
    file = tmp_path / "case.html"
    assert before_a_close_up("case-report", PHOTO, "--out", file).status == 1
    assert before_a_close_up("case-report", PHOTO, "--anyway", "--out", file, "--language", language).status == 0
    words = caution(texts(language), Admission("insisted", 0.5, close_up=True))
    assert words in unescape(file.read_text(encoding="utf-8"))
