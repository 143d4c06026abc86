"""A finished training run -> the two files that ship: float16 weights and the sheet that goes with them."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import save

from model.algorithms.weights import OperatingPoint, WeightsSheet
from model.training.calibration import calibrated, fold_logits, typical_peak
from model.training.fit import Training, write_log
from model.training.recipe import recipe_facts

PEAK_IMAGES = 400
"""A median needs no more."""


def rounded_tensors(weights: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Everything with more than one dimension as float16; the few one-dimensional numbers stay as they are."""
    return {
        name: tensor.half().contiguous() if tensor.ndim > 1 else tensor.contiguous() for name, tensor in weights.items()
    }


def export(training: Training, folder: Path) -> WeightsSheet:
    """Round the averaged network, measure on the inner fold what is chosen there, and write all files to `folder`.

    What is measured is measured on the rounded network, since that is the one that ships.
    """
    slug = training.recipe.slug
    tensors = rounded_tensors(training.final_weights())
    network = training.recipe.build().eval().requires_grad_(False)
    network.load_state_dict(tensors)
    pixels = training.validation.pixels
    data = save(tensors, metadata={"slug": slug, "licence": "CC-BY-NC-4.0"})
    blank = WeightsSheet(
        slug=slug,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        temperature=1.0,
        operating_point=OperatingPoint(0.5, 0, 0, 0, 0),
        typical_peak=1.0,
        validation_fold=training.recipe.validation_fold,
        fit_images=len(training.fit),
        trained_on=datetime.datetime.now(datetime.UTC).date().isoformat(),
        recipe=recipe_facts(training.recipe),
    )
    algorithm = training.recipe.algorithm(network, blank)
    logits = fold_logits(algorithm, pixels)
    measured = calibrated(blank, logits.double().numpy(), training.validation.targets, training.validation.collections)
    sheet = replace(measured, typical_peak=typical_peak(algorithm, pixels[:: max(1, len(pixels) // PEAK_IMAGES)]))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{slug}.safetensors").write_bytes(data)
    sheet.write(folder)
    write_log(folder / f"{slug}.epochs.csv", training.rows)
    return sheet
