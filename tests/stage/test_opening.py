"""The case of the first page: kept, read again, and only of the weights that ship."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from model.algorithms import catalogue
from model.algorithms.contract import Prediction
from model.algorithms.weights import read_sheet
from model.lesion.gallery import samples
from model.settings import settings
from model.stage.opening import ANSWERS, HEAT, SIDE, Opening, most_disputed, read, write

ROW = np.array([0.5, 0.25, 0.25, 0, 0, 0, 0])


def test_what_is_written_is_read_again(tmp_path):
    made = Opening("nv_1.jpg", {"a": Prediction(ROW), "b": Prediction(ROW[::-1])}, {"a": "1", "b": "2"})
    write(made, Image.new("RGB", (1024, 1024)), tmp_path)
    found = read(tmp_path)
    assert found is not None
    assert (found.sample, found.weights) == ("nv_1.jpg", {"a": "1", "b": "2"})
    np.testing.assert_array_equal(found.predictions["b"].probabilities, ROW[::-1])
    with Image.open(tmp_path / HEAT) as picture:
        assert picture.size == (SIDE, SIDE)


@pytest.mark.parametrize("words", ["", "{", "[]", '{"sample": "a"}', '{"sample": "a", "answers": {"a": 1}}'])
def test_what_cannot_be_read_is_as_if_it_were_not_there(tmp_path, words):
    assert read(tmp_path) is None
    (tmp_path / ANSWERS).write_text(words)
    assert read(tmp_path) is None


def test_answers_of_other_weights_are_left_out():
    made = Opening("a.jpg", {"a": Prediction(ROW), "b": Prediction(ROW)}, {"a": "1", "b": "2"})
    kept = made.given_by({"a": "1", "b": "3"})
    assert (set(kept.predictions), kept.weights) == ({"a"}, {"a": "1"})


def test_the_most_disputed_sample_is_the_one_that_divides_them_most_evenly():
    assert most_disputed({"a": [True] * 4, "b": [True, False, False, False], "c": [True, True, False, False]}) == "c"
    assert most_disputed({"a": [True, False], "b": [False, True]}) == "a"


def test_the_committed_case_is_a_sample_and_every_answer_is_of_the_weights_that_ship():
    found = read()
    assert found is not None
    assert found.sample in {case.path.name for case in samples()}
    assert found.weights == {slug: read_sheet(settings().weights, slug).sha256 for slug in catalogue.slugs()}
    assert all(one.probabilities.sum() == pytest.approx(1, abs=1e-3) for one in found.predictions.values())
