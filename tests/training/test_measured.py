"""The three fits on a few generated photos: what ships answers, and its sheet says what was measured on it."""

from __future__ import annotations

import dataclasses
import hashlib

import numpy as np
import pytest
from safetensors.numpy import load_file
from scipy.special import softmax

from model.lesion.diagnosis import Diagnosis
from model.lesion.practice import default_practice, in_practice
from model.training import measured
from model.training.balance import sampling_weights
from model.training.dataset import TrainingSet
from model.training.linear import fitted_linear
from model.training.measured import rounded_arrays, train_measured
from model.training.submissions import recipe_of
from model.training.submissions.hog_svm import even_weights
from tests.photos import lesion
from tests.training.tiny_training import photos

CHANGES = {
    "colour_texture_boosting": {"rounds": 3, "trees": {"num_leaves": 4, "min_data_in_leaf": 2, "seed": 1}},
    "hog_svm": {"directions": 5},
    "visual_words": {"photos": 3, "patches": 20, "words": 3, "directions": [4, 3], "steps": 5},
}


def spots(count: int) -> TrainingSet:
    plain = photos(count)
    return dataclasses.replace(plain, pixels=np.stack([lesion(seed).pixels for seed in range(count)]))


@pytest.fixture(scope="module", params=sorted(CHANGES))
def shipped(request, tmp_path_factory):
    """Recipe, folder of the files, sheet, scores and the inner fold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measured, "PEAK_IMAGES", 2)
        recipe = recipe_of(request.param)
        recipe = dataclasses.replace(recipe, settings={**recipe.settings, **CHANGES[request.param]})
        folder = tmp_path_factory.mktemp(request.param) / "weights"
        fold = spots(14)
        return recipe, folder, train_measured(recipe, spots(28), fold, folder), fold


def test_two_files_are_written_that_fit_together_and_load(shipped):
    recipe, folder, sheet, _ = shipped
    assert {path.name for path in folder.iterdir()} == {f"{recipe.slug}.safetensors", f"{recipe.slug}.json"}
    data = (folder / f"{recipe.slug}.safetensors").read_bytes()
    assert (sheet.sha256, sheet.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert recipe.algorithm.load(folder).sheet == sheet


def test_the_sheet_says_how_the_weights_came_to_be(shipped):
    recipe, _, sheet, _ = shipped
    assert (sheet.slug, sheet.validation_fold, sheet.fit_images) == (recipe.slug, 4, 28)
    assert sheet.recipe == recipe.settings


def test_what_is_measured_is_measured_on_what_ships(shipped):
    recipe, folder, sheet, fold = shipped
    algorithm = recipe.algorithm.load(folder)
    logits = algorithm.logits(fold.pixels)
    rows = softmax(logits / sheet.temperature, axis=1)
    melanoma = in_practice(rows, default_practice().frequencies)[:, Diagnosis.MEL.column]
    is_melanoma = fold.targets == Diagnosis.MEL.column
    point = sheet.operating_point
    assert (point.melanomas, point.others) == (is_melanoma.sum(), (~is_melanoma).sum())
    assert point.melanomas_above == (melanoma[is_melanoma] >= point.threshold).sum()
    assert point.others_below == (melanoma[~is_melanoma] < point.threshold).sum()
    right = logits.argmax(1) == fold.targets
    accuracy = np.mean([right[fold.targets == c].mean() for c in range(7)])
    assert sheet.inner["ham10000"]["balanced_accuracy"] == pytest.approx(accuracy, abs=1e-4)
    assert sheet.typical_peak >= 0


def test_tables_are_stored_in_half_precision(shipped):
    recipe, folder, _, _ = shipped
    stored = load_file(folder / f"{recipe.slug}.safetensors")
    assert {array.dtype for array in stored.values() if array.ndim > 1} <= {np.dtype(np.float16)}


def test_floats_are_rounded_by_their_dimensions_and_whole_numbers_kept():
    found = rounded_arrays({"table": np.ones((2, 2)), "row": np.ones(2), "numbers": np.ones((2, 2), np.int32)})
    kinds = {name: array.dtype.type for name, array in found.items()}
    assert kinds == {"table": np.float16, "row": np.float32, "numbers": np.int32}


def test_no_recipe_is_found_for_what_is_not_measured():
    assert recipe_of("resnet18") is None


def test_a_linear_decision_does_not_learn_what_the_archive_gives_away():
    """The second feature is the archive itself, and tells more than the first as long as nobody subtracts it."""
    rng = np.random.default_rng(6)
    archives = np.repeat([0, 1], 700)
    rare = np.concatenate([rng.random(700) < 0.1, rng.random(700) < 0.9])
    targets = rare.astype(np.int64)
    lesion_itself = targets + rng.normal(0, 1, 1400)
    rows = np.column_stack([lesion_itself, archives]).astype(np.float32)
    weights, _ = fitted_linear(rows, targets, archives, penalty=1e-4, power=0.0)
    of_lesion, of_archive = np.abs(weights[:, 1] - weights[:, 0])
    assert of_lesion == pytest.approx(1, abs=0.3)
    assert of_archive < 0.5  # the archive alone is worth 4.4, the logarithm of 9 to 1 against 1 to 9


def test_even_weights_leave_nothing_to_learn_from_the_archive():
    targets = np.array([0, 1, 1, 1, 0, 0, 1, 1, 1])
    archives = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2])
    even = even_weights(targets == 0, archives, sampling_weights(targets, 0.5))
    assert even.mean() == pytest.approx(1)
    for archive in (0, 1):
        here = archives == archive
        assert even[here & (targets == 0)].sum() == pytest.approx(even[here & (targets == 1)].sum())
    assert (even[archives == 2] > 0).all()
