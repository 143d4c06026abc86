"""A NaN answer, a missing member and an unloadable gate: the same sentence on every page and command."""

from __future__ import annotations

import json
from html import unescape

import numpy as np
import pytest

from model.__main__ import main
from model.algorithms.submissions.small_cnn import Algorithm as SmallNetwork
from model.errors import AlgorithmFailed, MembersMissing
from model.lesion.decode import read_lesion_image
from model.lesion.drawn_photos import drawn_photo
from model.lesion.gallery import samples
from model.lesion.practice import default_practice
from model.load_test.expected import CommandLine
from model.reading.words import failure_sentence
from model.stage.advice import advise
from model.studies.stress import answers_of
from model.text import texts
from pages.components.cache import loaded_algorithms, shared_state
from pages.components.quiz import jury_advice
from tests.pages.test_pages import html, opened

pytestmark = pytest.mark.usefixtures("loaded_once")
T = texts("en")
PHOTO = samples()[0].path
FAILED = failure_sentence(
    T, AlgorithmFailed(slug="small_cnn", reason="ValueError: expected 7 probabilities that add up to 1")
)
MISSING = failure_sentence(T, MembersMissing(names="small_cnn"))
UNCHECKED = T("gate.unchecked")


@pytest.fixture
def not_a_number(monkeypatch):
    """The small network answers NaN."""

    def rows(self, images):
        return np.full((len(images), 7), np.nan, np.float32)

    def examine(self, image, target=None, progress=None):
        examination = untouched(self, image, target)
        examination.prediction.probabilities[:] = np.nan
        return examination

    untouched = SmallNetwork.examine
    monkeypatch.setattr(SmallNetwork, "predict_proba", rows)
    monkeypatch.setattr(SmallNetwork, "examine", examine)


@pytest.fixture
def without_gate(monkeypatch):
    """The file of the gate is not there."""
    monkeypatch.setattr("model.trust.gate.FILE", "nowhere.safetensors")
    loaded_algorithms.gate.clear()
    shared_state.advice.clear()
    yield
    loaded_algorithms.gate.clear()
    shared_state.advice.clear()


def on_page(page, **session):
    app = opened(page, "en")
    for name, value in session.items():
        app.session_state[name] = value
    app.button(key="case-sample-0").click().run()
    assert not app.exception
    return unescape(html(app))


def case_report(tmp_path):
    file = tmp_path / "case.html"
    assert main(["case-report", str(PHOTO), "--out", str(file)]) == 0
    return unescape(file.read_text(encoding="utf-8"))


def played(app, presses):
    for key in presses:
        app.button(key=key).click().run()
    assert not app.exception
    return unescape(html(app))


def quiz():
    app = opened("pages/quiz.py", "en")
    return played(app, ("quiz-begin", "quiz-0-blind-NV", "quiz-commit-0-blind"))


def test_a_page_says_that_an_answer_is_not_a_number_and_the_committee_that_it_is_missing(not_a_number):
    words = on_page("pages/jury.py")
    assert FAILED in words
    assert MISSING in words


def test_the_page_of_one_photo_says_that_the_answer_is_not_a_number(not_a_number):
    assert FAILED in on_page("pages/examine.py", **{"kept-algorithm": "small_cnn"})


def test_the_committee_on_the_page_of_one_photo_says_whose_answer_is_missing(not_a_number):
    assert MISSING in on_page("pages/examine.py", **{"kept-algorithm": "committee"})


def test_the_case_report_says_both(not_a_number, tmp_path):
    words = case_report(tmp_path)
    assert FAILED in words
    assert MISSING in words


def test_predicting_with_all_leaves_them_out_and_says_both(not_a_number, capsys):
    assert main(["predict", str(PHOTO), "--algorithm", "all", "--json"]) == 1
    printed = capsys.readouterr()
    assert f"small_cnn: {FAILED}" in printed.err
    assert f"committee: {MISSING}" in printed.err
    answered = {row["algorithm"] for row in json.loads(printed.out)["predictions"]}
    assert "resnet18" in answered
    assert not answered & {"small_cnn", "committee"}


def test_explaining_says_that_the_answer_is_not_a_number(not_a_number, capsys, tmp_path):
    assert main(["explain", str(PHOTO), "--algorithm", "small_cnn", "--out", str(tmp_path / "heat.png")]) == 1
    assert FAILED in capsys.readouterr().err


def test_the_quiz_says_whose_answer_is_missing(not_a_number, monkeypatch):
    monkeypatch.setattr(jury_advice, "think_ahead", lambda wanted: None)
    shared_state.advice.clear()
    assert MISSING in quiz()


def test_a_study_and_a_game_stop_with_the_reason(not_a_number):
    image = read_lesion_image(PHOTO.read_bytes())
    committee = loaded_algorithms.algorithm("committee")
    with pytest.raises(AlgorithmFailed):
        answers_of({"committee": committee}, [image], "title", lambda *_: None)
    with pytest.raises(MembersMissing):
        advise(loaded_algorithms.algorithm, image, default_practice(), None)


@pytest.mark.parametrize("page", ["pages/examine.py", "pages/jury.py"])
def test_a_page_says_that_the_photo_was_not_checked(without_gate, page):
    assert UNCHECKED in on_page(page)


def test_the_stress_bench_says_that_the_photo_was_not_checked(without_gate):
    app = opened("pages/examine.py", "en")
    app.button(key="case-sample-0").click().run()
    app.switch_page("pages/stress.py").run()
    assert UNCHECKED in unescape(html(app))


def test_the_quiz_says_that_the_photo_was_not_checked(without_gate, monkeypatch):
    monkeypatch.setattr(jury_advice, "think_ahead", lambda wanted: None)
    assert UNCHECKED in quiz()


def test_the_commands_say_that_the_photo_was_not_checked(without_gate, capsys, tmp_path):
    assert main(["predict", str(PHOTO)]) == 0
    assert UNCHECKED in capsys.readouterr().err
    assert main(["explain", str(PHOTO), "--out", str(tmp_path / "heat.png")]) == 0
    assert UNCHECKED in capsys.readouterr().err
    assert UNCHECKED in case_report(tmp_path)


def test_the_load_test_expects_an_answer_for_an_unchecked_photo(without_gate):
    assert not CommandLine()(drawn_photo(1)).refused
