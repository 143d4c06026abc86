"""`predict` and `explain` before a picture that shows no lesion: no answer, or one that is marked for who insists."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from model.algorithms import catalogue
from model.lesion.decode import read_lesion_image
from model.lesion.gallery import samples
from model.settings import ASSETS, settings
from model.text import texts
from model.trust.scenes import drawn_scene

SHOWN_ANYWAY = texts("en")("gate.shown_anyway")


@pytest.fixture
def gated(command, weights, monkeypatch, loaded_once):
    """The command line with the committed weights and its gate."""
    weights(ASSETS / "weights")
    monkeypatch.setenv("TEN_OPINIONS_GATE", "on")
    settings.cache_clear()
    return command


@pytest.fixture
def page(tmp_path):
    """A page of text, as a picture."""
    path = tmp_path / "page.png"
    Image.fromarray(drawn_scene("page", 3).photo).save(path)
    return path


@pytest.mark.parametrize("slug", ["resnet18", "hog_svm"])
def test_a_page_of_text_gets_no_prediction_whoever_is_asked(gated, page, slug):
    done = gated("predict", page, samples()[0].path, "--algorithm", slug, "--json")
    found = json.loads(done.out)
    assert done.status == 1
    assert [one["image"] for one in found["predictions"]] == [samples()[0].path.stem]
    assert [one["file"] for one in found["refused"]] == [str(page)]
    assert "No lesion is recognised in this photo" in done.err


def test_who_insists_gets_a_prediction_that_says_so(gated, page):
    done = gated("predict", page, samples()[0].path, "--anyway", "--json")
    marked, good = json.loads(done.out)["predictions"]
    assert (done.status, marked["caution"]) == (0, SHOWN_ANYWAY)
    assert "caution" not in good
    assert done.err == f"page: {SHOWN_ANYWAY}\n"


def test_what_the_gate_saw_in_the_same_pass_is_what_the_algorithm_answers_alone(gated):
    paths = [case.path for case in samples()[:3]]
    shown = json.loads(gated("predict", *paths, "--json").out)["predictions"]
    algorithm = catalogue.load("resnet18", settings().weights)
    alone = algorithm.predict_proba([read_lesion_image(path.read_bytes()) for path in paths])
    assert np.array([list(one["probabilities"].values()) for one in shown]) == pytest.approx(alone, abs=1e-5)


@pytest.mark.parametrize("slug", ["resnet18", "hog_svm"])
def test_a_page_of_text_gets_no_heat_map(gated, page, slug, tmp_path):
    done = gated("explain", page, "--algorithm", slug, "--out", tmp_path / "heat.png")
    assert done.status == 1
    assert done.err.startswith("No lesion is recognised in this photo")
    assert not (tmp_path / "heat.png").exists()


@pytest.mark.parametrize("sheet", [(), ("--sheet", "fr")])
def test_who_insists_gets_a_picture_under_a_band_that_says_so(gated, page, tmp_path, sheet):
    done = gated("explain", page, "--anyway", "--out", tmp_path / "marked.png", *sheet)
    assert (done.status, done.err) == (0, f"{SHOWN_ANYWAY}\n")
    good = gated("explain", samples()[0].path, "--out", tmp_path / "good.png", *sheet)
    assert (good.status, good.err) == (0, "")
    marked = np.asarray(Image.open(tmp_path / "marked.png").convert("RGB"))
    unmarked = np.asarray(Image.open(tmp_path / "good.png").convert("RGB"))
    assert tuple(marked[2, 2]) == (140, 59, 0)
    assert tuple(unmarked[2, 2]) != (140, 59, 0)


def test_without_the_gate_an_answer_says_that_nobody_has_looked(gated, page, untrained, weights):
    weights(untrained)  # a network to which no gate belongs
    found = json.loads(gated("predict", page, "--json").out)
    assert found["predictions"][0]["caution"] == texts("en")("gate.unchecked")


def test_the_bench_says_what_the_gate_costs(gated):
    found = json.loads(gated("bench", "--rounds", "1", "--json").out)
    assert found["gate_ratio"] > 0
    assert found["gated_ms"] > 0
    assert found["criteria_ratio"] < 1.5  # a second pass would double it
