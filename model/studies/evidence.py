"""Measure where the evidence of the criteria's probes lies: on the lesion, or on the skin around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.algorithms.submissions.resnet18 import Algorithm as Eye
from model.studies import Progress
from model.studies.focus import mean_with_interval
from model.studies.study_photos import StudyPhoto, seeded_choice, study_photos
from model.trust.characteristic import Characteristic
from model.trust.criteria import OF_SLUG, Probes
from model.trust.criteria_figures import EVEN_ON_LESION, ON_LESION
from model.trust.criteria_photos import Rows, labels_of, maps_and_impressions

PHOTOS, SEED = 600, 2018
"""Number of training photos to look at, with their hand-drawn lesions."""


def on_lesion(eye: Eye, probes: Probes, data: Path, rows: Rows, progress: Progress) -> Iterator[Characteristic]:
    """The share of each probe's positive evidence on the lesion, and that of an even map.

    Only photos with the label count. Means over photos of the labelled training `rows`.
    """
    by_image = {row["image_id"]: row for row in rows}
    photos = seeded_choice([one for one in study_photos(data, "train") if one.image_id in by_image], PHOTOS, SEED)
    chosen = [by_image[photo.image_id] for photo in photos]
    maps = [probes.cells(features) for features, _ in maps_and_impressions(eye, data, chosen, progress)]
    lesions = [lesion_in_cells(photo, cells.shape[1:]) for photo, cells in zip(photos, maps, strict=True)]
    for column, slug in enumerate(probes.slugs):
        present = np.flatnonzero(labels_of(chosen, OF_SLUG[slug].column) > 0)
        found = [shares for place in present if (shares := _shares(maps[place][column], lesions[place]))]
        for measure, values in zip((ON_LESION, EVEN_ON_LESION), zip(*found, strict=True), strict=True):
            yield Characteristic(measure, slug, len(values), *mean_with_interval(list(values)))


def lesion_in_cells(photo: StudyPhoto, shape: Sequence[int]) -> NDArray[np.float64]:
    """The share of each cell of a feature map that lies on the lesion, `(h', w')`."""
    rows = [band.mean(0) for band in np.array_split(photo.mask, shape[0], axis=0)]
    return np.array([[cell.mean() for cell in np.array_split(row, shape[1])] for row in rows])


def _shares(cells: NDArray[np.float64], lesion: NDArray[np.float64]) -> tuple[float, float] | None:
    positive = np.clip(cells, 0, None)
    total = positive.sum()
    return (float((positive * lesion).sum() / total), float(lesion.mean())) if total > 0 else None
