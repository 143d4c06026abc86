"""A first submission is trained, runs as the challenge runs it, and its notebook does the same."""

from __future__ import annotations

import json
import sys
import tomllib

import numpy as np
import pytest

from model.commands import first
from model.evaluation.tables import CLASSES, read_table
from model.lesion.gallery import samples
from model.settings import ASSETS, ROOT

NOTEBOOK = ROOT / "docs" / "first-submission.ipynb"
TINY = 'DATA, PHOTOS, START, OUT = Path("nowhere"), 1, "small_cnn", Path("out")'


@pytest.fixture
def command(command, weights):
    """Run a line of `python -m model` with the weights that ship."""
    weights(ASSETS / "weights")
    return command


def test_it_writes_a_model_its_preparation_and_the_table_that_the_challenge_would_get(command, tmp_path):
    done = command("first", "--photos", "1", "--start", "small_cnn", "--out", str(tmp_path / "mine"))
    assert (done.status, done.err) == (0, "")
    assert "learned from 7 photos" in done.out
    assert tomllib.loads((tmp_path / "mine" / "first.toml").read_text()) == {"output": {"classes": list(CLASSES)}}
    table = read_table(tmp_path / "mine" / "table.csv")
    assert table.images == tuple(case.path.stem for case in samples())
    np.testing.assert_allclose(table.values.sum(axis=1), 1, atol=1e-5)


def test_a_start_that_is_no_single_network_is_refused(command, tmp_path):
    done = command("first", "--photos", "1", "--start", "hog_svm", "--out", str(tmp_path))
    assert done.status == 1
    assert "small_cnn" in done.err
    assert list(tmp_path.iterdir()) == []


def cells(kind):
    return [cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind]


def test_the_notebook_runs_with_a_tiny_set(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    names: dict[str, object] = {}
    for cell in cells("code"):
        exec("".join(cell["source"]), names)
        if "parameters" in cell["metadata"].get("tags", ()):
            exec(TINY, names)
    assert "balanced accuracy" in capsys.readouterr().out
    assert len(read_table(tmp_path / "out" / "table.csv").images) == len(samples())


def test_the_notebook_ships_without_outputs_and_shows_each_diagnosis():
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells("code"))
    text = "".join(line for cell in cells("markdown") for line in cell["source"])
    assert all(f"**{name}**" in text for name in CLASSES)
    assert text.count("](../assets/samples/") == len(CLASSES)
    assert all((ROOT / "docs" / part.partition(")")[0]).is_file() for part in text.split("](")[1:])


@pytest.mark.data
@pytest.mark.skipif(not (ROOT.parent / "shared" / "data").is_dir(), reason="The folder shared/data is not there.")
def test_photos_to_check_with_are_of_other_lesions():
    fit, inner = first.photos(ROOT.parent / "shared" / "data", 4)
    assert len(fit) == 28
    assert len(inner) == 7
    assert not set(fit.image_ids) & set(inner.image_ids)
