"""Measure the fall of each algorithm's melanoma AUC on photos of day 2 under each disturbance alone.

    seeded choice of day 2 -> the same photos, each disturbance at its stated strength -> answers -> paired areas

Nothing is chosen here; `lesion.disturbances` has the strengths, and the stress bench draws the same. Day 2 has one
photo per lesion, so DeLong's interval of a paired difference needs no resampling by lesion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm
from model.evaluation.paired import delong, delong_interval
from model.lesion.diagnosis import Diagnosis
from model.lesion.disturbances import DISTURBANCES
from model.lesion.image import LesionImage
from model.lesion.practice import default_practice, in_practice
from model.reading.ask import batch_answers
from model.settings import settings
from model.studies import Progress
from model.studies.study_photos import stratified, study_photos
from model.trust.characteristic import Characteristic
from model.trust.stress import UNDISTURBED, disturbed_image

SEED = 2018
MELANOMAS, OTHERS = 20, 40
"""Numbers of photos of day 2, kept small since every algorithm predicts each of them eleven times: ten photos take all
twelve algorithms 80 s of one core. So intervals are wide."""

Answers = dict[str, NDArray[np.float32]]


def study(data: Path, progress: Progress, slugs: Sequence[str]) -> list[Characteristic]:
    """The melanoma AUC of each algorithm on the unchanged photos, and its fall under each disturbance."""
    photos = stratified(study_photos(data, "day2"), MELANOMAS, OTHERS, SEED)
    positive = np.array([photo.diagnosis is Diagnosis.MEL for photo in photos])
    algorithms = {slug: catalogue.load(slug, settings().weights) for slug in slugs}
    answers: dict[str, Answers] = {}
    for name, strengths in conditions().items():
        images = [disturbed_image(photo.image, strengths) for photo in photos]
        answers[name] = answers_of(algorithms, images, name, progress)
    by_slug = {slug: {name: rows[slug] for name, rows in answers.items()} for slug in slugs}
    return [row for slug in slugs for row in rows_of(slug, positive, by_slug[slug])]


def conditions() -> dict[str, dict[str, float]]:
    """No disturbance, then each one alone at the strength at which its harm is stated."""
    return {UNDISTURBED: {}} | {slug: {slug: disturbance.stated} for slug, disturbance in DISTURBANCES.items()}


def answers_of(
    algorithms: Mapping[str, Algorithm], images: Sequence[LesionImage], title: str, progress: Progress
) -> Answers:
    """The probabilities of every algorithm by slug, `(n, 7)` each.

    Raises:
        AlgorithmError: an algorithm failed; a study with holes would mislead.
    """
    answers = batch_answers(
        algorithms, images, progress=lambda slug, done, total: progress(f"{title}, {slug}", done, total)
    )
    for failure in answers.failures.values():
        raise failure
    return answers.rows


def rows_of(slug: str, positive: NDArray[np.bool_], answers: Answers) -> list[Characteristic]:
    """The figures of one algorithm from its probabilities `(n, 7)` by condition; `positive` `(n,)` marks melanomas."""
    melanoma = {name: melanoma_of(rows) for name, rows in answers.items()}
    plain, n = melanoma.pop(UNDISTURBED), len(positive)
    rows = [Characteristic("melanoma_auc", f"{slug} {UNDISTURBED}", n, *delong_interval(positive, plain))]
    for name, values in melanoma.items():
        fall = delong(positive, plain, values)
        rows.append(Characteristic("auc_fall", f"{slug} {name}", n, fall.value, fall.low, fall.high))
    return rows


def melanoma_of(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Melanoma probability in the default practice, as for every AUC of this project, `(n,)`."""
    stated: NDArray[np.float64] = in_practice(rows, default_practice().frequencies)[:, Diagnosis.MEL.column]
    return stated
