"""How much of its melanoma AUC each algorithm loses when the photos of day 2 are disturbed, one disturbance at a time.

    seeded choice of day 2 -> the same photos, each disturbance at its stated strength -> answers -> areas, paired

Nothing is chosen here: what is drawn and how strongly stands in `lesion.disturbances`, and the stress bench draws the
same. Day 2 has one photo a lesion, so DeLong's interval of a paired difference needs no resampling by lesion.
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
from model.studies.study_photos import StudyPhoto, seeded_choice, study_photos
from model.trust.characteristic import Characteristic
from model.trust.stress import UNDISTURBED, disturbed_image

SEED = 2018
MELANOMAS, OTHERS = 20, 40
"""Photos of day 2: the first of a seeded order of each kind. Every algorithm sees each of them eleven times: ten photos
take all twelve some 80 s of one core. So intervals are wide; more photos are a change of these two numbers alone."""

Answers = dict[str, NDArray[np.float32]]


def study(data: Path, progress: Progress, slugs: Sequence[str]) -> list[Characteristic]:
    """Melanoma AUC on the photos as they are, and what each disturbance takes of it, for each algorithm."""
    photos = stratified(study_photos(data, "day2"), MELANOMAS, OTHERS)
    positive = np.array([photo.diagnosis is Diagnosis.MEL for photo in photos])
    algorithms = {slug: catalogue.load(slug, settings().weights) for slug in slugs}
    answers: dict[str, Answers] = {}
    for name, strengths in conditions().items():
        images = [disturbed_image(photo.image, strengths) for photo in photos]
        answers[name] = answers_of(algorithms, images, name, progress)
    return [row for slug in slugs for row in rows_of(slug, positive, {name: of[slug] for name, of in answers.items()})]


def conditions() -> dict[str, dict[str, float]]:
    """The photos as they are, then each disturbance alone at the strength at which its harm is stated."""
    return {UNDISTURBED: {}} | {slug: {slug: one.stated} for slug, one in DISTURBANCES.items()}


def stratified(photos: Sequence[StudyPhoto], melanomas: int, others: int) -> list[StudyPhoto]:
    """So many melanomas and so many others, each by a seeded choice; a smaller choice is part of any larger one."""
    of = {is_one: [one for one in photos if (one.diagnosis is Diagnosis.MEL) == is_one] for is_one in (True, False)}
    return [*seeded_choice(of[True], melanomas, SEED), *seeded_choice(of[False], others, SEED)]


def answers_of(
    algorithms: Mapping[str, Algorithm], images: Sequence[LesionImage], title: str, progress: Progress
) -> Answers:
    """Return the probabilities of every algorithm by slug, `(n, 7)` each.

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
    """The figures of one algorithm.

    Args:
        slug: whose.
        positive: which photos show a melanoma, `(n,)`.
        answers: its probabilities by condition, `(n, 7)` each.
    """
    melanoma = {name: melanoma_of(rows) for name, rows in answers.items()}
    plain = melanoma.pop(UNDISTURBED)
    first = Characteristic("melanoma_auc", f"{slug} {UNDISTURBED}", len(positive), *delong_interval(positive, plain))
    found = {name: delong(positive, plain, values) for name, values in melanoma.items()}
    return [
        first,
        *(
            Characteristic("auc_fall", f"{slug} {name}", len(positive), fall.value, fall.low, fall.high)
            for name, fall in found.items()
        ),
    ]


def melanoma_of(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Melanoma probability in the default practice, as every area of this project has it, `(n,)`."""
    stated: NDArray[np.float64] = in_practice(rows, default_practice().frequencies)[:, Diagnosis.MEL.column]
    return stated
