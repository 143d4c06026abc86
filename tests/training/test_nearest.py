"""The bank of known cases: the projection learns by the vote itself, and what ships fits exactly one eye."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save
from torch.nn import functional

from model.algorithms.seeing.networks.resnet import resnet18_network
from model.algorithms.submissions.nearest_cases import Algorithm
from model.algorithms.submissions.resnet18 import Algorithm as Eye
from model.algorithms.weights import OperatingPoint, WeightsSheet
from model.lesion.image import LesionImage
from model.training.export import rounded_tensors
from model.training.nearest import Lessons, NearestRecipe, choose_vote, fitted_head, lesion_numbers, train_nearest
from tests.training.tiny_training import photos

RECIPE = NearestRecipe(width=4, steps=60, batch_size=32, learning_rate=1e-2)


def test_photos_of_one_lesion_share_a_number_and_those_without_a_lesion_share_none():
    numbers = lesion_numbers(["b", "a", "", "b", ""])
    assert numbers[0] == numbers[3]
    assert len(set(numbers.tolist())) == 4


def lessons(noise):
    """Seven diagnoses in three of twelve directions; the other directions are loud and mean nothing."""
    random = torch.Generator().manual_seed(5)
    targets = np.arange(140) % 7
    middles = torch.randn(7, 12, generator=random) * torch.tensor([1.0] * 3 + [0.0] * 9)
    loud = torch.tensor([0.1] * 3 + [noise] * 9)
    plain = middles[targets] + torch.randn(140, 12, generator=random) * loud
    views = middles[targets] + torch.randn(2, 140, 12, generator=random) * loud
    lesions = np.arange(140, dtype=np.int32) // 7 * 7 + np.arange(140, dtype=np.int32) % 7
    return Lessons(plain, views, targets.astype(np.int64), np.zeros(140, np.int64), lesions)


def loss_of(head, known):
    logits = head(known.views[0][:, :, None, None])
    return float(functional.cross_entropy(logits, torch.from_numpy(known.targets)))


def test_the_projection_learns_which_directions_tell_diagnoses_apart():
    known = lessons(noise=2.0)
    started, learned = (fitted_head(replace(RECIPE, steps=steps), known) for steps in (0, RECIPE.steps))
    assert loss_of(learned, known) < 0.9 * loss_of(started, known)


def test_the_bank_holds_unit_rows_in_the_order_of_the_images():
    known = lessons(noise=0.5)
    head = fitted_head(RECIPE, known)
    torch.testing.assert_close(head.bank.norm(dim=1), torch.ones(140))
    torch.testing.assert_close(head.bank, head.embed(known.plain[:, :, None, None]))
    assert head.columns.tolist() == known.targets.tolist()
    assert not any(parameter.requires_grad for parameter in head.parameters())


def test_photos_of_a_views_own_lesion_do_not_answer():
    known = lessons(noise=0.5)
    one_lesion_each = replace(known, lesions=known.targets.astype(np.int32))  # all that could answer rightly is silent
    learned = fitted_head(RECIPE, known)
    misled = fitted_head(RECIPE, one_lesion_each)
    assert torch.isfinite(misled.bank).all()
    assert loss_of(misled, known) > loss_of(learned, known)


def test_the_vote_is_the_one_with_the_least_loss_among_those_tried():
    known = lessons(noise=0.5)
    head = fitted_head(RECIPE, known)
    targets = torch.from_numpy(known.targets)
    recipe = replace(RECIPE, sharpnesses=(0.01, 12.0), floors=(0.999, -0.5))
    choose_vote(recipe, head, known.views[1], targets.numpy())
    assert (float(head.sharpness), float(head.floor)) == (12.0, -0.5)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An eye that nobody trained, the bank made with it, its images, and the folder of both."""
    folder = tmp_path_factory.mktemp("nearest")
    torch.manual_seed(0)
    network = resnet18_network()
    data = save(rounded_tensors(network.state_dict()))
    (folder / "resnet18.safetensors").write_bytes(data)
    sha256, point = hashlib.sha256(data).hexdigest(), OperatingPoint(0.25, 100, 90, 900, 700)
    WeightsSheet("resnet18", sha256, len(data), 1.0, point, 0.5, 4, 1000, "2026-01-01", {}).write(folder)
    fit = replace(photos(21), image_ids=tuple(f"ISIC_{number:07d}" for number in range(21)))
    recipe = NearestRecipe(width=8, steps=3, batch_size=8, view_side=64, sharpnesses=(10.0,), floors=(-0.2, 0.0))
    lesion_ids = ["same", "same", *[""] * 19]
    sheet = train_nearest(recipe, Eye.load(folder), fit, lesion_ids, photos(14, seed=1), folder)
    return folder, fit, sheet


def test_what_is_written_loads_beside_its_eye_and_knows_its_images(made):
    folder, fit, sheet = made
    algorithm = Algorithm.load(folder)
    assert algorithm.sheet.sha256 == sheet.sha256
    for number in (0, 1, 20):
        image = LesionImage.from_rgb(Image.fromarray(fit.pixels[number]), "PNG")
        cases = algorithm.examine(image).explanation.cases
        assert cases[0].image_id == fit.image_ids[number]
        assert cases[0].diagnosis.column == fit.targets[number]
        assert cases[0].similarity > 0.999
        assert not {"ISIC_0000000", "ISIC_0000001"} <= {case.image_id for case in cases}


def test_the_sheet_says_which_eye_saw_the_cases_and_how_the_vote_was_chosen(made):
    folder, fit, sheet = made
    assert sheet.recipe["eye_sha256"] == Eye.load(folder).sheet.sha256
    assert (sheet.recipe["sharpness"], sheet.fit_images) == (10.0, len(fit))
    assert sheet.recipe["floor"] in (-0.2, 0.0)
    point = sheet.operating_point
    assert (point.melanomas, point.others) == (2, 12)
    assert 0 <= sheet.inner["ham10000"]["balanced_accuracy"] <= 1
