"""Measure how often the maps of each network pass the check of `trust.faithfulness`, on a seeded choice of day 2.

Only maps read from inside a network are checked, since an occlusion map changes the answer by construction. Nothing is
chosen here; the rule is in `trust.faithfulness`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm
from model.settings import settings
from model.studies import Progress
from model.studies.study_photos import StudyPhoto, seeded_choice, study_photos
from model.trust.characteristic import Characteristic, share_of
from model.trust.faithfulness import map_passes, unlearned

SEED = 2018
PHOTOS = 40
"""Photos per algorithm; each costs up to twenty predictions."""
LOOKING = ("grad_cam", "attention", "similar_cases")
"""Explanation methods that read a map from inside a network."""


@dataclass(frozen=True)
class CheckedMap:
    """The verdict on one map, and its correlation with the map of a copy with random weights."""

    passes: bool
    correlation: float | None


def study(data: Path, progress: Progress, slugs: Sequence[str]) -> list[Characteristic]:
    """Share of the maps that pass, and their median correlation with the maps of copies with random weights."""
    photos = seeded_choice(study_photos(data, "day2"), PHOTOS, SEED)
    rows = []
    for slug in slugs:
        algorithm = catalogue.load(slug, settings().weights)
        if algorithm.card.explanation in LOOKING:
            rows += _rows(f"{slug} day2", _checked(algorithm, photos, progress))
    return rows


def _checked(algorithm: Algorithm, photos: Sequence[StudyPhoto], progress: Progress) -> list[CheckedMap]:
    checked = []
    for done, photo in enumerate(photos, start=1):
        explanation = algorithm.examine(photo.image).explanation
        if not explanation.is_blank:
            copy = unlearned(algorithm, photo.image, explanation)
            correlation = copy.correlation if copy else None
            checked.append(CheckedMap(map_passes(algorithm, photo.image, explanation), correlation))
        progress(f"maps of {algorithm.card.slug}", done, len(photos))
    return checked


def _rows(of: str, maps: Sequence[CheckedMap]) -> list[Characteristic]:
    rows = [share_of("map_passes", of, [checked.passes for checked in maps])]
    correlations = [checked.correlation for checked in maps if checked.correlation is not None]
    if correlations:
        rows.append(Characteristic("like_unlearned", of, len(correlations), float(np.median(correlations))))
    return rows
