"""Scores of groups of patients of day 1 with their intervals; small groups are flagged.

Patients with an unknown fact form a group of their own, so that none is dropped silently. Other sets have no facts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from model.evaluation.answers import Answers, Mask
from model.evaluation.benchmark import SetTables
from model.evaluation.facts import AGE_BANDS, UNKNOWN, Facts
from model.evaluation.intervals import Score, Undefined, no_score
from model.evaluation.metrics import METRICS
from model.evaluation.resampling import RESAMPLES, draw, seed_of
from model.evaluation.scores import score
from model.evaluation.tally import Tally

FEW_TARGETS = 10
FEW_IMAGES = 30


@dataclass(frozen=True)
class SubgroupScore:
    """One score of one algorithm in one group of a kind: `age`, `sex` or `site`.

    A group is `small` and its score unreliable with fewer than 10 melanomas or 30 images.
    """

    kind: str
    group: str
    images: int
    melanomas: int
    score: Score
    small: bool


KINDS: dict[str, Callable[[Facts], str]] = {
    "age": lambda facts: facts.age_band,
    "sex": lambda facts: facts.sex or UNKNOWN,
    "site": lambda facts: facts.site or UNKNOWN,
}
"""Group of an image, by the kind of grouping."""


def groups(facts: tuple[Facts, ...], kind: str) -> dict[str, Mask]:
    """Images of each group, `(n,)`: age bands rising, other groups from the largest, unknown last."""
    names = np.array([KINDS[kind](patient) for patient in facts])
    known = [name for name in np.unique(names).tolist() if name != UNKNOWN]
    if kind == "age":
        known.sort(key=AGE_BANDS.index)
    else:
        known.sort(key=lambda name: -int((names == name).sum()))
    unknown = [UNKNOWN] if (names == UNKNOWN).any() else []
    return {name: names == name for name in [*known, *unknown]}


def subgroup_scores(
    tables: SetTables, slug: str, facts: tuple[Facts, ...], metric: str = "melanoma_auc", resamples: int = RESAMPLES
) -> tuple[SubgroupScore, ...]:
    """One score of one algorithm in every group of every kind, each group resampled on its own.

    The facts of the images may have any order; an image without facts is unknown in every kind.
    """
    by_image = {patient.image: patient for patient in facts}
    ordered = tuple(by_image.get(image, Facts(image)) for image in tables.images)
    answers = tables.answers(slug)
    return tuple(
        _subgroup(answers.of(members), tables, members, kind, name, metric, resamples)
        for kind in KINDS
        for name, members in groups(ordered, kind).items()
    )


def _subgroup(
    answers: Answers, tables: SetTables, members: Mask, kind: str, name: str, metric: str, resamples: int
) -> SubgroupScore:
    positions = np.flatnonzero(members)
    images = [tables.images[position] for position in positions]
    lesions = None if tables.lesions is None else [tables.lesions[position] for position in positions]
    melanomas = 0 if answers.column is None else int((answers.truth == answers.column).sum())
    counts = draw(answers.truth, seed_of(images), resamples, lesions)
    scored = (
        score(METRICS[metric], Tally(answers, counts), lesions is None) if images else no_score(Undefined.NO_IMAGES)
    )
    small = melanomas < FEW_TARGETS or len(images) < FEW_IMAGES
    return SubgroupScore(kind, name, len(images), melanomas, scored, small)
