"""`calibrate` and `compare`: what is chosen on the inner fold of both archives, without the image folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model.algorithms import catalogue
from model.lesion.image import LesionImage
from model.training import inner
from model.training.comparisons import read_table
from model.training.dataset import HAM, ISIC
from model.training.inner import InnerFold

COUNT = 28


@pytest.fixture
def fold(monkeypatch):
    """Noise that shows every diagnosis in both archives, in the place of the image folder."""
    noise = np.random.default_rng(0).integers(0, 256, (COUNT, 224, 224, 3), dtype=np.uint8)
    images = tuple(LesionImage.from_rgb(Image.fromarray(pixels), "JPEG") for pixels in noise)
    archives = np.where(np.arange(COUNT) < 14, HAM, ISIC)
    known = InnerFold(images, np.arange(COUNT) % 7, np.arange(COUNT).astype(str), archives)
    monkeypatch.setattr(inner, "load_inner_fold", lambda data, limit=None: known)
    monkeypatch.setattr(catalogue, "slugs", lambda: ["resnet18"])
    return known


@pytest.fixture
def own_weights(untrained, weights, tmp_path):
    """A copy of the untrained weights whose sheet says that they have seen neither archive's inner fold."""
    folder = tmp_path / "weights"
    shutil.copytree(untrained, folder)
    sheet = json.loads((folder / "resnet18.json").read_text(encoding="utf-8"))
    (folder / "resnet18.json").write_text(json.dumps({**sheet, "inner": {HAM: {}, ISIC: {}}}), encoding="utf-8")

    def use():
        weights(folder)
        return folder

    return use


def test_calibrating_writes_what_each_archive_gives_and_leaves_the_weights(command, own_weights, fold, tmp_path):
    folder = own_weights()
    before = (folder / "resnet18.safetensors").read_bytes()
    done = command("calibrate", "all", "--data", tmp_path, "--run", tmp_path / "inner")
    sheet = json.loads((folder / "resnet18.json").read_text(encoding="utf-8"))
    assert done.status == 0
    assert "resnet18" in done.out
    assert set(sheet["inner"]) == {HAM, ISIC}
    assert sheet["operating_point"]["practice"] == "clinic"
    assert (folder / "resnet18.safetensors").read_bytes() == before


def test_the_frequencies_are_compared_and_the_choice_is_written_into_the_table(command, own_weights, fold, tmp_path):
    own_weights()
    table = tmp_path / "choices.csv"
    done = command("compare", "frequencies", "--data", tmp_path, "--run", tmp_path / "inner", "--out", table)
    assert done.status == 0
    assert "chosen" in done.out
    assert {line.study for line in read_table(table)} == {"exponent of the frequencies"}


def test_the_looks_of_an_algorithm_without_a_network_are_not_compared(command, own_weights, fold, monkeypatch):
    own_weights()
    monkeypatch.setattr(catalogue, "load", lambda slug, weights: object())
    done = command("compare", "looks", "abcd_rule", "--data", Path())
    assert "abcd_rule" in str(done.status)
