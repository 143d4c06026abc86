"""Read and write the case of the first page: one sample with the answers of all algorithms and one heat map.

It is computed ahead of time (`python -m model samples --opening`) and committed. Each answer names the weights behind
it, and is shown only if these are the current weights.
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
"""The algorithm whose map of melanoma is shown."""
COMBINES = "committee"
"""The algorithm that combines the answers of the others and has no vote."""
SIDE = 560
"""Side of the picture, pixels."""
OPACITY = 0.6


@dataclass(frozen=True)
class Opening:
    """A sample, all answers to it for equally frequent diagnoses, and the SHA-256 of the weights behind each."""

    sample: str
    predictions: Mapping[str, Prediction]
    weights: Mapping[str, str]

    def given_by(self, current: Mapping[str, str]) -> Opening:
        """The opening with only the answers of these weights, given as SHA-256 by slug."""
        weights = {slug: sha256 for slug, sha256 in self.weights.items() if current.get(slug) == sha256}
        return Opening(self.sample, {slug: self.predictions[slug] for slug in weights}, weights)


def read(folder: Path = FOLDER) -> Opening | None:
    """The committed opening; None where it cannot be read."""
    try:
        data = json.loads((folder / ANSWERS).read_text(encoding="utf-8"))
        answers = data["answers"]
        return Opening(
            str(data["sample"]),
            {slug: Prediction(np.array(answer["probabilities"])) for slug, answer in answers.items()},
            {slug: str(answer["weights"]) for slug, answer in answers.items()},
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(opening: Opening, heat: Image.Image, folder: Path = FOLDER) -> None:
    """Write the answers with four decimals, and the picture."""
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
    """The sample on which the votes, by file name, are most evenly split; among equals, the first."""
    return min(melanoma, key=lambda name: abs(sum(melanoma[name]) - len(melanoma[name]) / 2))
