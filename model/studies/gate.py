"""Measure the verdicts of the gate on lesion photos, close-ups, everyday photographs, drawn scenes and samples.

The verdicts on training photos were measured by cross-fitting when the gate was fitted; their table is passed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from model.algorithms import catalogue
from model.algorithms.submissions.resnet18 import Algorithm as Eye
from model.evaluation.paired import delong_interval
from model.evaluation.sets import ELSEWHERE, HOME
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import samples
from model.lesion.image import LesionImage
from model.reading.ask import batch_answers
from model.settings import settings
from model.studies import Progress
from model.trust.characteristic import Characteristic, read
from model.trust.close_up import CLOSE_UPS
from model.trust.gate import EYE, Gate, Verdict, verdict_shares
from model.trust.manifest import MANIFEST, MILK_TABLE, everyday_photos, manifest_rows, photos_of_rows
from model.trust.scenes import SCENES, drawn_scene

BATCH = 16
OF_EACH_KIND = 12
FIRST_SEED = 1000
"""First seed of the scenes; the gate was made with smaller seeds only."""
OTHER = "other"
"""Role of dermoscopic photos with none of the seven diagnoses."""


def study(data: Path, progress: Progress) -> list[Characteristic]:
    """AUROC of lesions against held-out everyday photographs, the verdicts on every kind of picture, melanoma AUCs."""
    measure = _Measure(progress)
    everyday = everyday_photos(data, held_out=True)
    others = measure(everyday, "everyday photographs", len(everyday))
    lesions = {role: _lesions(measure, data, role) for role in (HOME, ELSEWHERE)}
    lesions[OTHER] = _lesions(measure, data, OTHER, MILK_TABLE)
    scenes = {kind: measure(_scenes(kind), kind, OF_EACH_KIND) for kind in SCENES}
    drawn = [read_lesion_image(case.path.read_bytes()) for case in samples()]
    verdicts = {
        "everyday photographs": others,
        **lesions,
        "samples": measure(drawn, "samples", len(drawn)),
        "drawn scenes": [verdict for found in scenes.values() for verdict in found],
        **{f"drawn scenes: {kind.replace('_', ' ')}": found for kind, found in scenes.items()},
    }
    return [
        *(_auroc(name, others, lesions[name]) for name in (HOME, ELSEWHERE)),
        *(row for name, found in verdicts.items() for row in verdict_shares(name, found)),
        *read("cross_fitted"),
        *_melanoma_aucs(data, progress),
    ]


class _Measure:
    """Asks the gate about many images in batches."""

    def __init__(self, progress: Progress) -> None:
        eye = catalogue.load(EYE, settings().weights)
        assert isinstance(eye, Eye)
        self.eye, self.gate, self.progress = eye, Gate.load(eye.sheet.sha256), progress

    def __call__(self, images: Iterable[LesionImage], name: str, count: int) -> list[Verdict]:
        """The verdicts on `count` images under the title `name`."""
        remaining, verdicts = iter(images), list[Verdict]()
        while batch := list(islice(remaining, BATCH)):
            verdicts += self.gate.judge_all(self.eye.answers_and_impressions(batch)[1])
            self.progress(name, len(verdicts), count)
        return verdicts


def _lesions(measure: _Measure, data: Path, role: str, table: str = MANIFEST) -> list[Verdict]:
    rows = manifest_rows(data, role, table)
    return measure(photos_of_rows(data, rows), role, len(rows))


def _scenes(kind: str) -> Iterator[LesionImage]:
    return (drawn_scene(kind, FIRST_SEED + number) for number in range(OF_EACH_KIND))


def _auroc(name: str, others: list[Verdict], lesions: list[Verdict]) -> Characteristic:
    """Probability that an everyday photograph is farther away than a photo of a lesion."""
    is_other = np.repeat([True, False], [len(others), len(lesions)])
    value, low, high = delong_interval(is_other, np.array([verdict.distance for verdict in [*others, *lesions]]))
    return Characteristic("auroc", f"everyday photographs against {name}", len(is_other), value, low, high)


def _melanoma_aucs(data: Path, progress: Progress) -> Iterator[Characteristic]:
    """The melanoma AUC of each algorithm on close-ups; a diagnosis outside of the seven is no melanoma."""
    rows = manifest_rows(data, "close_up", MILK_TABLE)
    is_melanoma = np.array([row["diagnosis"] == "mel" for row in rows])
    algorithms = {slug: catalogue.load(slug, settings().weights) for slug in catalogue.slugs()}
    answers = batch_answers(algorithms, list(photos_of_rows(data, rows)), progress=progress)
    for slug in algorithms:
        value, low, high = delong_interval(is_melanoma, answers.rows[slug][:, Diagnosis.MEL.column].astype(float))
        yield Characteristic("melanoma_auc", f"{slug} {CLOSE_UPS}", len(rows), value, low, high)
