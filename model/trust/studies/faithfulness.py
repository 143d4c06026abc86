"""How often the maps of each network pass the check of `trust.faithfulness`, on a seeded choice of day 2.

Only maps that are read from inside a network are tried: one that is measured by covering moves the answer by the way it
is made. Nothing is chosen here; the rule stands in `trust.faithfulness`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm
from model.evaluation.intervals import wilson
from model.settings import settings
from model.trust.characteristic import Characteristic
from model.trust.faithfulness import map_passes, unlearned
from model.trust.studies import Progress
from model.trust.studies.study_photos import StudyPhoto, seeded_choice, study_photos

SEED = 2018
PHOTOS = 40
"""For each algorithm; a check asks it up to twenty times, and two cores are what there is."""
LOOKING = ("grad_cam", "attention", "similar_cases")
"""Ways to explain that are read from inside a network."""


@dataclass(frozen=True)
class Tried:
    """What became of one map: whether it passes, and how alike it is to that of a copy that has learned nothing."""

    passes: bool
    alike: float | None


def study(data: Path, progress: Progress, slugs: Sequence[str]) -> list[Characteristic]:
    """Share of the maps that pass, and how alike they are to those of a copy that has learned nothing."""
    photos = seeded_choice(study_photos(data, "day2"), PHOTOS, SEED)
    rows = []
    for slug in slugs:
        algorithm = catalogue.load(slug, settings().weights)
        if algorithm.card.explanation in LOOKING:
            rows += _rows(f"{slug} day2", _tried(algorithm, photos, progress))
    return rows


def _tried(algorithm: Algorithm, photos: Sequence[StudyPhoto], progress: Progress) -> list[Tried]:
    found = []
    for done, photo in enumerate(photos, start=1):
        explanation = algorithm.examine(photo.image).explanation
        if not explanation.is_blank:
            copy = unlearned(algorithm, photo.image, explanation)
            alike = copy.correlation if copy else None
            found.append(Tried(map_passes(algorithm, photo.image, explanation), alike))
        progress(f"maps of {algorithm.card.slug}", done, len(photos))
    return found


def _rows(of: str, found: Sequence[Tried]) -> list[Characteristic]:
    passed = wilson(sum(one.passes for one in found), len(found))
    compared = [one.alike for one in found if one.alike is not None]
    rows = [Characteristic("map_passes", of, len(found), passed.value, passed.low, passed.high)]
    if compared:
        rows.append(Characteristic("like_unlearned", of, len(compared), float(np.median(compared))))
    return rows
