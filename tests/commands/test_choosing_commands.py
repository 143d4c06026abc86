"""`calibrate` and `compare`: what is chosen on the inner fold of every archive, without the image folder."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model.algorithms import catalogue
from model.lesion.archives import HAM, ISIC
from model.lesion.image import LesionImage
from model.training import inner
from model.training.comparisons import read_table
from model.training.inner import InnerFold
from tests.training.test_comparisons import seeing_algorithm

COUNT = 28


@pytest.fixture
def fold(monkeypatch):
    """Noise that shows every diagnosis in two archives, in the place of the image folder."""
    noise = np.random.default_rng(0).integers(0, 256, (COUNT, 224, 224, 3), dtype=np.uint8)
    images = tuple(LesionImage.from_rgb(Image.fromarray(pixels), "JPEG") for pixels in noise)
    archives = np.where(np.arange(COUNT) < 14, HAM, ISIC)
    known = InnerFold(images, np.arange(COUNT) % 7, np.arange(COUNT).astype(str), archives)
    monkeypatch.setattr(inner, "load_inner_fold", lambda data, limit=None: known)
    monkeypatch.setattr(catalogue, "slugs", lambda: ["resnet18"])
    return known


@pytest.fixture
def own_weights(untrained, weights, tmp_path):
    """A copy of the untrained weights whose sheet says that they have seen the inner fold of neither."""
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


def test_a_further_cycle_wants_the_weights_that_were_before_it(command):
    done = command("compare", "further", "efficientnet_lite0", "--data", Path())
    assert "--before FOLDER" in str(done.status)


def test_a_further_cycle_is_compared_from_two_folders_of_weights(command, own_weights, fold, tmp_path, monkeypatch):
    own_weights()
    network = seeing_algorithm()

    def loaded(slug, weights):
        cycles = [1] if weights == tmp_path else [1, 2]
        return type(network)(network.network, replace(network.sheet, recipe={"cycles": cycles, "averaged_ends": 0}))

    monkeypatch.setattr(catalogue, "load", loaded)
    table = tmp_path / "choices.csv"
    done = command("compare", "further", "resnet18", "--before", tmp_path, "--data", tmp_path, "--out", table)
    assert done.status == 0
    assert {line.study for line in read_table(table)} == {f"further cycle of {network.card.slug}"}
    assert {line.option for line in read_table(table)} == {"1 epochs", "mean of 1 and 3 epochs"}
