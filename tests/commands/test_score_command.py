"""`score`: both metrics with their intervals; a table that is refused says why in one sentence."""

from __future__ import annotations

import json
from functools import partial

import numpy as np
import pytest

import model.evaluation.scores
from model.evaluation.scores import scores
from model.evaluation.tables import read_table, write_table

COLUMNS = np.tile(range(7), 6)
RESAMPLES = 25


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch):
    monkeypatch.setattr(model.evaluation.scores, "scores", partial(scores, resamples=RESAMPLES))


@pytest.fixture
def tables(tmp_path):
    """A truth table and a prediction table."""
    images = [f"image{index}" for index in range(len(COLUMNS))]
    logits = np.random.default_rng(0).normal(size=(len(COLUMNS), 7)) + np.eye(7)[COLUMNS]
    values = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    write_table(tmp_path / "truth.csv", images, np.eye(7, dtype=np.float32)[COLUMNS])
    write_table(tmp_path / "predictions.csv", images[::-1], values[::-1].astype(np.float32))
    return tmp_path / "truth.csv", tmp_path / "predictions.csv"


def score(command, tables, *words):
    return command("score", "--truth", tables[0], "--predictions", tables[1], *words)


def test_both_metrics_are_printed_with_their_intervals(command, tables):
    done = score(command, tables)
    assert (done.status, done.err) == (0, "")
    expected = scores(*map(read_table, tables), resamples=RESAMPLES)
    assert done.out.splitlines() == [
        f"{name:18} {s.value:.3f}  (95 % interval {s.low:.3f} to {s.high:.3f})" for name, s in expected.items()
    ]


def test_json_can_be_read_by_a_program(command, tables):
    done = score(command, tables, "--json")
    assert done.status == 0
    found = json.loads(done.out)
    assert set(found) == {"balanced_accuracy", "melanoma_auc"}
    assert all(0 <= s["low"] <= s["value"] <= s["high"] <= 1 for s in found.values())


def test_a_refused_table_is_one_sentence_that_names_the_culprit(command, tables):
    text = tables[1].read_text(encoding="utf-8")
    tables[1].write_text(text + "image0,2,0,0,0,0,0,0\n", encoding="utf-8")
    done = score(command, tables)
    assert (done.status, done.out) == (1, "")
    assert done.err == "predictions.csv: more than one row for image0\n"


def test_tables_of_other_images_are_one_sentence(command, tables):
    lines = tables[1].read_text(encoding="utf-8").splitlines(keepends=True)
    tables[1].write_text("".join(lines[:-1]), encoding="utf-8")
    done = score(command, tables)
    assert done.status == 1
    assert done.err == "rows missing for: ['image0']; rows of unknown images: none\n"


def test_a_table_that_does_not_exist_is_named(command, tables, tmp_path):
    done = command("score", "--truth", tables[0], "--predictions", tmp_path / "nowhere.csv")
    assert done.status == 1
    assert str(tmp_path / "nowhere.csv") in done.err
    assert len(done.err.splitlines()) == 1


def test_predictions_in_place_of_the_truth_are_refused(command, tables):
    done = command("score", "--truth", tables[1], "--predictions", tables[1])
    assert (done.status, done.out) == (1, "")


def test_without_melanomas_the_json_is_still_json(command, tables):
    others = [f"image{index}" for index in np.flatnonzero(COLUMNS)]
    for path in tables:
        table = read_table(path)
        rows = dict(zip(table.images, table.values.astype(np.float32), strict=True))
        write_table(path, others, np.array([rows[name] for name in others]))
    done = score(command, tables, "--json")
    assert done.status == 0

    def refuse(word):
        raise AssertionError(f"{word} is no JSON")

    assert json.loads(done.out, parse_constant=refuse)["melanoma_auc"]["value"] is None
