"""The case of the first page: one sample, what every algorithm says of it, and where one of them looks.

It is computed ahead (`python -m model samples --opening`) and committed, so that it is there at once. Each answer names
the weights that gave it: one of other weights than those that ship is not shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from model.algorithms.contract import Prediction
from model.settings import ASSETS

FOLDER = ASSETS / "opening"
ANSWERS, HEAT = "answers.json", "heat.jpg"
LOOKS = "resnet18"
"""Whose map is shown, for the diagnosis that it puts first: of the algorithm that answers first on the examine page."""
COMBINES = "committee"
"""Who answers from the answers of the others, and so has no vote."""
SIDE = 560
"""Of the picture, pixels."""
OPACITY = 0.6


@dataclass(frozen=True)
class Opening:
    """One sample with the answers of all algorithms.

    Attributes:
        sample: its file name among the samples.
        predictions: by slug, for equally frequent diagnoses.
        weights: SHA-256 of the weights behind each.
    """

    sample: str
    predictions: Mapping[str, Prediction]
    weights: Mapping[str, str]

    def by(self, current: Mapping[str, str]) -> Opening:
        """Only the answers of those weights, by slug."""
        kept = [slug for slug, sha256 in self.weights.items() if current.get(slug) == sha256]
        return Opening(self.sample, {s: self.predictions[s] for s in kept}, {s: self.weights[s] for s in kept})


def read(folder: Path = FOLDER) -> Opening | None:
    """The committed one; None where it is not there or cannot be read."""
    try:
        found = json.loads((folder / ANSWERS).read_text(encoding="utf-8"))
        answers = found["answers"]
        return Opening(
            str(found["sample"]),
            {slug: Prediction(np.array(one["probabilities"])) for slug, one in answers.items()},
            {slug: str(one["weights"]) for slug, one in answers.items()},
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(opening: Opening, heat: Image.Image, folder: Path = FOLDER) -> None:
    """Keep the answers, with four digits, and the picture."""
    folder.mkdir(parents=True, exist_ok=True)
    answers = {
        slug: {
            "weights": opening.weights[slug],
            "probabilities": [round(float(value), 4) for value in opening.predictions[slug].probabilities],
        }
        for slug in sorted(opening.predictions)
    }
    words = json.dumps({"sample": opening.sample, "answers": answers}, indent=1)
    (folder / ANSWERS).write_text(words + "\n", encoding="utf-8")
    heat.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(folder / HEAT, "JPEG", quality=85)


def most_disputed(melanoma: Mapping[str, Sequence[bool]]) -> str:
    """The sample that divides the algorithms most evenly; of equals, the first.

    Args:
        melanoma: by file name of a sample, who calls it suspicious.
    """
    return min(melanoma, key=lambda name: abs(sum(melanoma[name]) - len(melanoma[name]) / 2))
