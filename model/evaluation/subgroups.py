"""Facts about the patients of day 1 -> scores of each group, with intervals and a warning where a group is small.

An unknown fact makes a group of its own, so that nobody is left out silently. The other sets have no facts.
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
    """One score of one algorithm in one group.

    Attributes:
        kind: `age`, `sex` or `site`.
        group: name of the group, or `unknown`.
        images: how many images it has.
        melanomas: how many of them show the target.
        score: with its interval.
        small: fewer than 10 melanomas or 30 images: the figure says little.
    """

    kind: str
    group: str
    images: int
    melanomas: int
    score: Score
    small: bool

    @property
    def text(self) -> str:
        """Key of the group's name in the locales."""
        return f"groups.{self.kind}.{self.group.replace(' ', '_')}"


KINDS: dict[str, Callable[[Facts], str]] = {
    "age": lambda facts: facts.age_band,
    "sex": lambda facts: facts.sex or UNKNOWN,
    "site": lambda facts: facts.site or UNKNOWN,
}
"""What images are grouped by."""


def groups(facts: tuple[Facts, ...], kind: str) -> dict[str, Mask]:
    """Images of each group, `(n,)`: age bands rising, others from the largest, the unknown last."""
    names = np.array([KINDS[kind](of) for of in facts])
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
    """One score of one algorithm in every group of every kind.

    Args:
        tables: the scoring set.
        slug: the algorithm.
        facts: of the same images, in any order; an image without facts is unknown in every kind.
        metric: a name of `METRICS`.
        resamples: of the bootstrap; each group is resampled on its own.
    """
    by_image = {of.image: of for of in facts}
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
    images = [tables.images[at] for at in positions]
    lesions = None if tables.lesions is None else [tables.lesions[at] for at in positions]
    melanomas = 0 if answers.column is None else int((answers.truth == answers.column).sum())
    counts = draw(answers.truth, seed_of(images), resamples, lesions)
    found = score(METRICS[metric], Tally(answers, counts), lesions is None) if images else no_score(Undefined.NO_IMAGES)
    return SubgroupScore(kind, name, len(images), melanomas, found, melanomas < FEW_TARGETS or len(images) < FEW_IMAGES)
