"""What the jury says of a case: the committee's answer, how many of its members call it, and where they look.

    case -> answers of all members -> committee -> (made wrong on purpose, where that was asked for) -> map

Each network looks once for its answer and once for the map of the diagnosis that is put first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from model.algorithms.contract import Algorithm, Explanation, Prediction, Progress, silent
from model.algorithms.jury import Opinion
from model.algorithms.weights import WeightsSheet
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Practice
from model.stage.quiz import CaseAnswer

SLOW = ("occlusion",)
"""Members that explain themselves so take a second each for a map, and take no part in the mean map."""


class Committee(Protocol):
    """What answers from the answers of others."""

    members: Mapping[str, Algorithm]
    shares: Mapping[str, float]
    sheet: WeightsSheet

    def combine(self, rows: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
        """Probabilities, `(n, 7)`, from those of each member."""

    def mean_map(self, target: Diagnosis, maps: Sequence[tuple[float, Explanation]]) -> Explanation:
        """The members' maps, weighed."""


@dataclass(frozen=True, eq=False)
class Advice:
    """What is said of one case.

    Attributes:
        jury: the committee's answer, for equally frequent diagnoses.
        shown: what is shown; the same, unless somebody misleads.
        suspicious: so many members call it a melanoma, each at its own operating point.
        voters: so many members there are.
        explanation: for the diagnosis that is shown first.
        sheet: of the committee's weights.
    """

    jury: Prediction
    shown: Prediction
    suspicious: int
    voters: int
    explanation: Explanation
    sheet: WeightsSheet

    def opinion(self, practice: Practice, shown: bool = True) -> Opinion:
        """What is shown, or what the jury really says, beside the operating point in a practice."""
        threshold = self.sheet.operating_point.shown_in(practice)
        return Opinion(self.sheet.slug, self.shown if shown else self.jury, threshold)

    def said(self, practice: Practice, shown: bool = True) -> CaseAnswer:
        """The same as an answer that can be marked."""
        opinion = self.opinion(practice, shown)
        return CaseAnswer(opinion.choice, opinion.suspicious)


def advise(
    committee: Committee, image: LesionImage, practice: Practice, misled: Diagnosis | None, progress: Progress = silent
) -> Advice:
    """Ask the committee about a case.

    Args:
        committee: with all its members.
        image: the photo of the case.
        practice: where the members' verdicts are counted; they are the same in each.
        misled: the truth, for an answer that is made to be wrong; None for the committee's own.
        progress: told how much is done.
    """
    steps, rows = 2 * len(committee.members), {}
    for done, (slug, member) in enumerate(committee.members.items(), 1):
        rows[slug] = member.predict_proba([image])
        progress(done / steps)
    jury = Prediction(committee.combine(rows)[0])
    shown = jury if misled is None else misleading(jury, misled)
    maps = []
    for done, (slug, member) in enumerate(committee.members.items(), len(rows) + 1):
        if member.card.explanation not in SLOW:
            maps.append((committee.shares[slug], member.explain(image, shown.first)))
        progress(done / steps)
    suspicious = sum(_calls(committee.members[slug], row, practice) for slug, row in rows.items())
    return Advice(jury, shown, suspicious, len(rows), committee.mean_map(shown.first, maps), committee.sheet)


def misleading(prediction: Prediction, truth: Diagnosis) -> Prediction:
    """The same seven figures dealt out so that melanoma comes last where it is the truth, and first where it is not.

    The other diagnoses keep their order, so nothing but the truth tells this answer from a real one.
    """
    others = [diagnosis for diagnosis in prediction.ranked() if diagnosis is not Diagnosis.MEL]
    order = [*others, Diagnosis.MEL] if truth is Diagnosis.MEL else [Diagnosis.MEL, *others]
    figures = np.sort(prediction.probabilities)[::-1]
    row = np.empty(len(DIAGNOSES), prediction.probabilities.dtype)
    for diagnosis, figure in zip(order, figures, strict=True):
        row[diagnosis.column] = figure
    return Prediction(row)


def _calls(member: Algorithm, row: NDArray[np.float32], practice: Practice) -> bool:
    threshold = member.sheet.operating_point.shown_in(practice)
    return Opinion(member.card.slug, Prediction(row[0]), threshold).suspicious
