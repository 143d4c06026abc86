"""A network as an ONNX file answers like the app, here and as a submission; what is no single network is refused."""

from __future__ import annotations

import numpy as np
import onnx
import pytest

from model.algorithms import catalogue
from model.algorithms.checks import photos
from model.algorithms.seeing.portable import onnx_rows
from model.challenge.sandbox.preparation import read_preparation
from model.challenge.sandbox.run import run_model
from model.commands import export
from model.evaluation.tables import CLASSES
from model.lesion.diagnosis import DIAGNOSES
from model.settings import ASSETS


@pytest.fixture
def command(command, weights):
    """Run a line of `python -m model` with the weights that ship."""
    weights(ASSETS / "weights")
    return command


@pytest.fixture
def small(command):
    return catalogue.load("small_cnn", ASSETS / "weights")


def test_a_file_answers_like_the_app_for_any_number_of_photos_and_says_what_it_is(command, tmp_path, small):
    path = tmp_path / "small.onnx"
    done = command("export", "small_cnn", "--out", str(path))
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"{path}: ")
    assert len(path.with_suffix(".toml").read_text(encoding="utf-8").splitlines()) == 7
    submitted = submitted_answers(path, photos(3))
    np.testing.assert_allclose(submitted, small.predict_proba(photos(3)), atol=export.TOLERANCE)
    for count in (1, 3):
        images = photos(count)
        np.testing.assert_allclose(onnx_rows(path, images), small.predict_proba(images), atol=1e-4)
    about = {entry.key: entry.value for entry in onnx.load(path).metadata_props}
    assert about["weights"] == small.sheet.sha256
    assert about["licence"] == small.card.weights_licence
    assert about["diagnoses"].split() == list(map(str, DIAGNOSES))


def submitted_answers(path, images):
    """What the challenge gets from the two files, which it runs in a process of its own."""
    prepared = read_preparation(path.with_suffix(".toml").read_bytes(), CLASSES)
    return run_model(path.read_bytes(), prepared, [image.pixels for image in images], CLASSES)


@pytest.mark.parametrize("slug", ["committee", "hog_svm", "segment_then_classify"])
def test_what_is_not_one_network_is_refused_and_leaves_no_file(command, tmp_path, slug):
    done = command("export", slug, "--out", str(tmp_path / "no.onnx"))
    assert (done.status, done.out) == (1, "")
    assert "no ONNX file can hold it" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_differs_is_deleted(command, tmp_path, monkeypatch, small):
    wrong = np.full((1, 7), 1 / 7, np.float32)
    monkeypatch.setattr("model.algorithms.seeing.portable.write_onnx", lambda one, path: path.write_bytes(b""))
    monkeypatch.setattr("model.algorithms.seeing.portable.onnx_rows", lambda path, images: wrong)
    done = command("export", "small_cnn", "--out", str(tmp_path / "no.onnx"))
    assert done.status == 1
    assert f"expected at most {export.TOLERANCE}" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named_with_what_installs_it(command, tmp_path, monkeypatch):
    def missing(one, path):
        raise ModuleNotFoundError("No module named 'onnxscript'", name="onnxscript")

    monkeypatch.setattr("model.algorithms.seeing.portable.write_onnx", missing)
    done = command("export", "small_cnn", "--out", str(tmp_path / "no.onnx"))
    assert (done.status, done.err) == (1, "onnxscript is missing: pip install -r requirements-export.txt\n")
