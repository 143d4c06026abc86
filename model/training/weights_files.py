"""The two files that ship for an algorithm: its weights as safetensors and the sheet that describes them."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model.algorithms.weights import OperatingPoint, WeightsSheet

LICENCE = "CC-BY-NC-4.0"
"""Of all weights that were learned from HAM10000."""


def unmeasured_sheet(
    slug: str, data: bytes, fit_images: int, recipe: Mapping[str, Any], validation_fold: int = 4
) -> WeightsSheet:
    """A sheet for the bytes of a weights file, with placeholders for what is measured on the inner fold.

    The recipe is the settings of the fit, as JSON can hold them.
    """
    return WeightsSheet(
        slug=slug,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        temperature=1.0,
        operating_point=OperatingPoint(0.5, 0, 0, 0, 0),
        typical_peak=1.0,
        validation_fold=validation_fold,
        fit_images=fit_images,
        trained_on=datetime.datetime.now(datetime.UTC).date().isoformat(),
        recipe=dict(recipe),
    )


def write_weights(data: bytes, sheet: WeightsSheet, folder: Path) -> WeightsSheet:
    """Write a weights file and its sheet to a folder, which is made if needed; return the sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{sheet.slug}.safetensors").write_bytes(data)
    sheet.write(folder)
    return sheet
