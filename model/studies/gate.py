"""Measure how often the gate refuses photos of lesions, everyday photographs, drawn scenes and samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.algorithms import catalogue
from model.algorithms.submissions.resnet18 import Algorithm as Eye
from model.evaluation.paired import delong_interval
from model.evaluation.sets import ELSEWHERE, HOME
from model.lesion.decode import read_lesion_image
from model.lesion.gallery import samples
from model.lesion.image import LesionImage
from model.settings import settings
from model.studies import Progress
from model.trust.characteristic import Characteristic, share_of
from model.trust.gate import EYE, Gate
from model.trust.manifest import everyday_photos, manifest_rows, photos_of_rows
from model.trust.scenes import SCENES, drawn_scene

BATCH = 16
OF_EACH_KIND = 12
FIRST_SEED = 1000
"""First seed of the scenes; the gate was made with smaller seeds only."""
Distances = NDArray[np.float64]


def study(data: Path, progress: Progress) -> list[Characteristic]:
    """AUROC of lesions against held-out everyday photographs, and the refused share of every kind of picture."""
    measure = _Measure(progress)
    everyday = everyday_photos(data, held_out=True)
    others = measure(everyday, "everyday photographs", len(everyday))
    lesions = {role: _lesions(measure, data, role) for role in (HOME, ELSEWHERE)}
    scenes = {kind: measure(_scenes(kind), kind, OF_EACH_KIND) for kind in SCENES}
    drawn = [read_lesion_image(case.path.read_bytes()) for case in samples()]
    return [
        *(_auroc(name, others, distances) for name, distances in lesions.items()),
        _refused("everyday photographs", others),
        *(_refused(name, distances) for name, distances in lesions.items()),
        _refused("samples", measure(drawn, "samples", len(drawn))),
        _refused("drawn scenes", np.concatenate(list(scenes.values()))),
        *(_refused(f"drawn scenes: {kind.replace('_', ' ')}", distances) for kind, distances in scenes.items()),
    ]


class _Measure:
    """Computes the gate's distances of many images in batches."""

    def __init__(self, progress: Progress) -> None:
        eye = catalogue.load(EYE, settings().weights)
        assert isinstance(eye, Eye)
        self.eye, self.gate, self.progress = eye, Gate.load(eye.sheet.sha256), progress

    def __call__(self, images: Iterable[LesionImage], name: str, count: int) -> Distances:
        """The distances `(count,)` of images under the title `name`."""
        remaining, distances = iter(images), np.empty(0)
        while batch := list(islice(remaining, BATCH)):
            impressions = self.eye.answers_and_impressions(batch)[1]
            distances = np.concatenate([distances, self.gate.distances(impressions)])
            self.progress(name, len(distances), count)
        return distances


def _lesions(measure: _Measure, data: Path, role: str) -> Distances:
    rows = manifest_rows(data, role)
    return measure(photos_of_rows(data, rows), role, len(rows))


def _scenes(kind: str) -> Iterator[LesionImage]:
    return (drawn_scene(kind, FIRST_SEED + number) for number in range(OF_EACH_KIND))


def _auroc(name: str, others: Distances, lesions: Distances) -> Characteristic:
    """Probability that an everyday photograph is farther away than a photo of a lesion."""
    is_other = np.repeat([True, False], [len(others), len(lesions)])
    value, low, high = delong_interval(is_other, np.concatenate([others, lesions]))
    return Characteristic("auroc", f"everyday photographs against {name}", len(is_other), value, low, high)


def _refused(name: str, distances: Distances) -> Characteristic:
    return share_of("refused", name, list(~(distances <= 1)))
