"""A finished training run, or weights put together of several -> the two files that ship: float16 weights and sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save

from model.algorithms.weights import WeightsSheet
from model.training.calibration import calibrated, fold_logits, spread, typical_peak
from model.training.dataset import TrainingSet
from model.training.fit import Training
from model.training.recipe import Recipe, recipe_facts
from model.training.run_log import write_log
from model.training.weights_files import LICENCE, unmeasured_sheet, write_weights

PEAK_IMAGES = 400
"""Enough photos for a steady median."""


def rounded_tensors(weights: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Tensors of two and more dimensions as float16; the few smaller ones stay as they are."""
    return {name: (tensor.half() if tensor.ndim > 1 else tensor).contiguous() for name, tensor in weights.items()}


def export(training: Training, folder: Path) -> WeightsSheet:
    """Round the averaged network, calibrate it on the inner fold, and write weights, sheet and log to `folder`."""
    recipe, tensors = training.recipe, rounded_tensors(training.final_weights())
    sheet = export_weights(tensors, recipe, recipe_facts(recipe), len(training.fit), training.validation, folder)
    write_log(folder / f"{recipe.slug}.epochs.csv", training.rows)
    return sheet


def export_weights(
    tensors: Mapping[str, torch.Tensor],
    recipe: Recipe,
    facts: Mapping[str, Any],
    fit_images: int,
    validation: TrainingSet,
    folder: Path,
) -> WeightsSheet:
    """Calibrate rounded weights on the inner fold and write them and their sheet, whose recipe is `facts`.

    All is measured with the rounded network, since that one ships.
    """
    network = recipe.algorithm.build().eval().requires_grad_(False)
    network.load_state_dict(tensors)
    data = save(dict(tensors), metadata={"slug": recipe.slug, "licence": LICENCE})
    blank = unmeasured_sheet(recipe.slug, data, fit_images, facts, recipe.validation_fold)
    algorithm = recipe.algorithm(network, blank)
    logits = fold_logits(algorithm, validation.pixels).double().numpy()
    measured = calibrated(blank, logits, validation.targets, validation.collections)
    peak = typical_peak(algorithm, validation.pixels[spread(len(validation), PEAK_IMAGES)])
    return write_weights(data, replace(measured, typical_peak=peak), folder)
