"""What the gate lets in and what it refuses: lesion photos of each set, everyday photographs, drawn scenes, samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.algorithms import catalogue
from model.algorithms.submissions.resnet18 import Algorithm as Eye
from model.evaluation.intervals import wilson
from model.evaluation.paired import delong_interval
from model.evaluation.sets import ELSEWHERE, HOME
from model.lesion.decode import read_lesion_image
from model.lesion.gallery import samples
from model.lesion.image import LesionImage
from model.settings import settings
from model.trust.characteristic import Characteristic
from model.trust.everyday_photos import everyday_photos
from model.trust.gate import EYE, Gate
from model.trust.manifest import manifest_rows, photos_of_rows
from model.trust.scenes import SCENES, drawn_scene
from model.trust.studies import Progress

BATCH = 16
OF_EACH_KIND = 12
FIRST_SEED = 1000
"""Seeds from here on: scenes that nobody looked at while the gate was made."""
Distances = NDArray[np.float64]


def study(data: Path, progress: Progress) -> list[Characteristic]:
    """AUROC against the everyday photographs that were held out, and the share that is refused of everything."""
    eye = catalogue.load(EYE, settings().weights)
    assert isinstance(eye, Eye)
    gate = Gate.load(eye.sheet.sha256)

    def measured(images: Iterable[LesionImage], name: str, count: int) -> Distances:
        return np.concatenate(list(_in_batches(eye, gate, images, name, count, progress)))

    everyday = everyday_photos(data, held_out=True)
    others = measured(everyday, "everyday photographs", len(everyday))
    sets: dict[str, Distances] = {}
    for role in (HOME, ELSEWHERE):
        rows = manifest_rows(data, role)
        sets[role] = measured(photos_of_rows(data, rows), role, len(rows))
    scenes = {kind: measured(_scenes(kind), kind, OF_EACH_KIND) for kind in SCENES}
    drawn = [read_lesion_image(case.path.read_bytes()) for case in samples()]
    return [
        *(_auroc(name, others, found) for name, found in sets.items()),
        _refused("everyday photographs", others),
        *(_refused(name, found) for name, found in sets.items()),
        _refused("samples", measured(drawn, "samples", len(drawn))),
        _refused("drawn scenes", np.concatenate(list(scenes.values()))),
        *(_refused(f"drawn scenes: {kind.replace('_', ' ')}", found) for kind, found in scenes.items()),
    ]


def _scenes(kind: str) -> Iterator[LesionImage]:
    return (drawn_scene(kind, FIRST_SEED + number) for number in range(OF_EACH_KIND))


def _in_batches(
    eye: Eye, gate: Gate, images: Iterable[LesionImage], name: str, count: int, progress: Progress
) -> Iterator[Distances]:
    left, done = iter(images), 0
    while batch := list(islice(left, BATCH)):
        yield gate.distances(eye.answers_and_impressions(batch)[1])
        done += len(batch)
        progress(name, done, count)


def _auroc(name: str, others: Distances, lesions: Distances) -> Characteristic:
    """How often an everyday photograph lies farther away than a lesion photo."""
    is_other = np.repeat([True, False], [len(others), len(lesions)])
    value, low, high = delong_interval(is_other, np.concatenate([others, lesions]))
    return Characteristic("auroc", f"everyday photographs against {name}", len(is_other), value, low, high)


def _refused(name: str, distances: Distances) -> Characteristic:
    refused = int((~(distances <= 1)).sum())
    score = wilson(refused, len(distances))
    return Characteristic("refused", name, len(distances), score.value, score.low, score.high)
