"""`score`: every score with its interval; a table that is refused says why in one sentence."""

from __future__ import annotations

import json

import numpy as np
import pytest

import model.evaluation.resampling
from model.evaluation.metrics import METRICS
from model.evaluation.resampling import draw
from model.evaluation.scores import scores
from model.evaluation.tables import read_table, write_table
from model.lesion.practice import default_practice

COLUMNS = np.tile(range(7), 6)
RESAMPLES = 60


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch):
    monkeypatch.setattr(model.evaluation.resampling, "draw", lambda truth, seed: draw(truth, seed, RESAMPLES))


@pytest.fixture
def tables(tmp_path):
    """A truth table and a prediction table."""
    images = [f"image{index}" for index in range(len(COLUMNS))]
    logits = np.random.default_rng(0).normal(size=(len(COLUMNS), 7)) + np.eye(7)[COLUMNS]
    values = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    write_table(tmp_path / "truth.csv", images, np.eye(7)[COLUMNS])
    write_table(tmp_path / "predictions.csv", images[::-1], values[::-1])
    return tmp_path / "truth.csv", tmp_path / "predictions.csv"


def score(command, tables, *words):
    return command("score", "--truth", tables[0], "--predictions", tables[1], *words)


def refuse(word):
    raise AssertionError(f"{word} is no JSON")


def test_every_score_is_printed_with_its_interval(command, tables):
    done = score(command, tables)
    assert (done.status, done.err) == (0, "")
    lines = {line.split()[0]: line.split(maxsplit=1)[1] for line in done.out.splitlines() if line}
    expected = scores(*map(read_table, tables), resamples=RESAMPLES, practice=default_practice())
    for name in ("balanced_accuracy", "melanoma_auc", "log_loss"):
        of = expected[name]
        assert lines[name] == f"{of.value:.3f}  (95% interval {of.low:.3f} to {of.high:.3f})"
    assert {"sensitivity_MEL", "f1_VASC", "auc_NV"} <= set(lines)
    assert "net_benefit" not in lines


def test_json_can_be_read_by_a_program(command, tables):
    done = score(command, tables, "--json")
    assert done.status == 0
    found = json.loads(done.out, parse_constant=refuse)
    ranked = {name for name, metric in METRICS.items() if not metric.needs_threshold}
    assert ranked < set(found)
    assert len(found) == len(ranked) + 49 + len(["practice"])
    shares = [found[name] for name in ("balanced_accuracy", "melanoma_auc", "sensitivity_BCC")]
    assert all(0 <= of["low"] <= of["value"] <= of["high"] <= 1 for of in shares)


def test_a_threshold_adds_the_scores_of_the_decision(command, tables):
    found = json.loads(score(command, tables, "--json", "--threshold", "0.3", "--practice", "equal").out)
    truth, predictions = (read_table(path) for path in tables)
    above = predictions.in_order_of(truth.images).values[:, 0] >= 0.3
    melanoma = COLUMNS == 0
    assert found["sensitivity"]["value"] == pytest.approx(above[melanoma].mean())
    assert found["specificity"]["value"] == pytest.approx(1 - above[~melanoma].mean())
    assert {"ppv", "npv", "f1", "net_benefit"} <= set(found)


def test_the_practice_that_probabilities_speak_of_is_named(command, tables):
    found = json.loads(score(command, tables, "--json").out)
    assert found["practice"]["slug"] == "clinic"
    assert found["practice"]["frequencies"]["MEL"] == 0.1
    assert "in a dermatology clinic with 10% melanomas" in score(command, tables).out
    equal = json.loads(score(command, tables, "--json", "--practice", "equal").out)
    assert equal["practice"]["slug"] == "equal"
    assert equal["balanced_accuracy"] == found["balanced_accuracy"]
    assert equal["melanoma_auc"] != found["melanoma_auc"]


def test_a_table_of_no_distributions_is_scored_as_it_is_and_that_is_said(command, tables, tmp_path):
    table = read_table(tables[1])
    write_table(tmp_path / "halved.csv", table.images, table.values / 2)
    found = json.loads(score(command, (tables[0], tmp_path / "halved.csv"), "--json").out)
    assert found["practice"]["slug"] == "equal"


@pytest.mark.parametrize("threshold", ["-0.1", "1.5", "nan"])
def test_a_threshold_that_is_no_probability_makes_no_sense(command, tables, threshold):
    done = score(command, tables, f"--threshold={threshold}")
    assert (done.status, done.out) == (2, "")
    assert "threshold" in done.err


def test_what_is_undefined_is_a_dash_with_its_reason(command, tables):
    done = score(command, tables, "--threshold", "1")
    line = next(line for line in done.out.splitlines() if line.startswith("ppv "))
    assert line.split(maxsplit=1)[1] == "–      (no image is called positive)"
    found = json.loads(score(command, tables, "--threshold", "1", "--json").out, parse_constant=refuse)
    assert found["ppv"] == {"value": None, "low": None, "high": None, "reason": "none_called"}


def test_a_refused_table_is_one_sentence_that_names_the_culprit(command, tables):
    text = tables[1].read_text(encoding="utf-8")
    tables[1].write_text(text + "image0,1,0,0,0,0,0,0\n", encoding="utf-8")
    done = score(command, tables)
    assert (done.status, done.out) == (1, "")
    assert "predictions.csv, line 44: more than one row for the same image (1): image0." in done.err
    assert len(done.err.splitlines()) == 1


def test_tables_of_other_images_are_one_sentence(command, tables):
    lines = tables[1].read_text(encoding="utf-8").splitlines(keepends=True)
    tables[1].write_text("".join(lines[:-1]), encoding="utf-8")
    done = score(command, tables)
    assert done.status == 1
    assert "no row for these images of the truth table (1): image0." in done.err
    assert len(done.err.splitlines()) == 1


def test_a_table_that_does_not_exist_and_a_folder_are_named(command, tables, tmp_path):
    for path in (tmp_path / "nowhere.csv", tmp_path):
        done = command("score", "--truth", tables[0], "--predictions", path)
        assert done.status == 1
        assert str(path) in done.err
        assert len(done.err.splitlines()) == 1


def test_predictions_in_place_of_the_truth_are_refused(command, tables):
    done = command("score", "--truth", tables[1], "--predictions", tables[1])
    assert (done.status, done.out) == (1, "")
    assert "each row of the truth table needs a single 1" in done.err


def test_without_melanomas_the_json_is_still_json(command, tables):
    others = [f"image{index}" for index in np.flatnonzero(COLUMNS)]
    for path in tables:
        table = read_table(path)
        rows = dict(zip(table.images, table.values, strict=True))
        write_table(path, others, np.array([rows[name] for name in others]))
    done = score(command, tables, "--json")
    assert done.status == 0
    assert json.loads(done.out, parse_constant=refuse)["melanoma_auc"]["value"] is None
    words = score(command, tables).out
    assert words.splitlines()[-1].startswith("Truth: 6 of the seven diagnoses occur (naevus, ")
