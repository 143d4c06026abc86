"""The files that ship: float16 weights, a sheet that fits them, a log."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.weights import read_sheet, verified_bytes
from model.lesion.practice import default_practice, in_practice
from model.training.calibration import fold_logits
from model.training.export import export, rounded_tensors
from tests.training.tiny_training import RECIPE, photos, tiny_network


@pytest.fixture(scope="module")
def shipped(finished, tmp_path_factory):
    """The folder of the finished files, and the sheet that was returned."""
    folder = tmp_path_factory.mktemp("export") / "weights"
    return folder, export(finished, folder)


def test_what_has_more_than_one_dimension_is_rounded_and_the_rest_is_kept():
    network = tiny_network()
    tensors = rounded_tensors(network.state_dict())
    assert set(tensors) == set(network.state_dict())
    assert all((tensor.dtype == torch.float16) == (tensor.ndim > 1) for tensor in tensors.values())
    assert all(tensor.is_contiguous() for tensor in tensors.values())
    kept = network.state_dict()["body.norm.weight"]
    assert torch.equal(tensors["body.norm.weight"], kept)


def test_three_files_are_written_and_the_folder_is_made(shipped):
    folder, _ = shipped
    assert {path.name for path in folder.iterdir()} == {"tiny.safetensors", "tiny.json", "tiny.epochs.csv"}


def test_the_weights_are_those_of_the_average_as_float16(shipped, finished):
    folder, _ = shipped
    stored = load_file(folder / "tiny.safetensors")
    expected = rounded_tensors(finished.final_weights())
    assert set(stored) == set(expected)
    assert all(torch.equal(stored[name], tensor) for name, tensor in expected.items())
    assert {tensor.dtype for tensor in stored.values() if tensor.ndim > 1} == {torch.float16}


def test_the_weights_carry_their_name_and_licence(shipped):
    with safe_open(shipped[0] / "tiny.safetensors", "pt") as file:
        assert file.metadata() == {"slug": "tiny", "licence": "CC-BY-NC-4.0"}


def test_the_sheet_fits_the_file(shipped):
    folder, sheet = shipped
    data = (folder / "tiny.safetensors").read_bytes()
    assert (sheet.sha256, sheet.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert read_sheet(folder, "tiny") == replace(sheet, recipe=json.loads(json.dumps(sheet.recipe)))
    assert verified_bytes(folder, sheet) == data


def test_the_sheet_says_how_the_weights_came_to_be(shipped):
    _, sheet = shipped
    assert (sheet.slug, sheet.validation_fold, sheet.fit_images) == ("tiny", 4, 24)
    assert abs((datetime.date.fromisoformat(sheet.trained_on) - datetime.datetime.now(datetime.UTC).date()).days) <= 1
    assert list(sheet.recipe["cycles"]) == [2, 1]
    assert sheet.recipe["seed"] == RECIPE.seed
    assert not {"slug", "build", "algorithm"} & set(sheet.recipe)


def test_what_is_measured_is_measured_on_the_weights_that_ship(shipped):
    folder, sheet = shipped
    network = tiny_network().eval().requires_grad_(False)
    network.load_state_dict(load_file(folder / "tiny.safetensors"))
    validation = photos(14, seed=1)
    logits = fold_logits(ConvolutionalAlgorithm(network, sheet), validation.pixels) / sheet.temperature
    melanoma = in_practice(logits.softmax(1).numpy(), default_practice().frequencies)[:, 0]
    is_melanoma = validation.targets == 0
    point = sheet.operating_point
    assert (point.melanomas, point.others) == (is_melanoma.sum(), (~is_melanoma).sum())
    assert point.melanomas_above == (melanoma[is_melanoma] >= point.threshold).sum()
    assert point.others_below == (melanoma[~is_melanoma] < point.threshold).sum()
    assert np.isfinite(sheet.typical_peak)


def test_the_log_has_one_row_an_epoch(shipped):
    with (shipped[0] / "tiny.epochs.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["epoch"] for row in rows] == ["1", "2", "3"]
    assert all(float(row["train_loss"]) > 0 for row in rows)
