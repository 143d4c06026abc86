"""Compute the jury's advice on a case: the committee's answer, the number of members that call it, and a heat map.

    case -> answers of all members -> committee -> (misleading answer, if the game has them) -> map

Each network runs once, for its answer and its map of melanoma.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from model.algorithms.contract import Algorithm, Explanation, Prediction, Progress, silent
from model.algorithms.jury import Opinion
from model.algorithms.weights import WeightsSheet
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Practice
from model.reading.admission import ADMITTED, Admission, admitted
from model.reading.checks import criteria_on
from model.reading.maps import combined_examination, with_members
from model.stage.opening import COMBINES
from model.stage.quiz import CaseAnswer
from model.trust.criteria import Word


@dataclass(frozen=True, eq=False)
class Advice:
    """The jury's advice on one case.

    Attributes:
        jury: the committee's answer, for equally frequent diagnoses.
        misled: the truth, where a misleading answer is to be shown; None for the committee's own.
        suspicious: number of members that call it suspicious, each at its own operating point.
        voters: number of members.
        explanation: the map of melanoma.
        sheet: the sheet of the committee's weights.
        words: what the probes say of each dermoscopic criterion, by slug; empty where they were not asked.
    """

    jury: Prediction
    misled: Diagnosis | None
    suspicious: int
    voters: int
    explanation: Explanation
    sheet: WeightsSheet
    admission: Admission = ADMITTED
    words: Mapping[str, Word] = field(default_factory=dict)

    def opinion(self, practice: Practice, shown: bool = True) -> Opinion:
        """The answer to show, or the jury's own, with the operating point for a practice."""
        threshold = self.sheet.operating_point.shown_in(practice)
        prediction = self.jury
        if shown and self.misled is not None:
            prediction = misleading(self.jury, self.misled, threshold.practice)
        return Opinion(self.sheet.slug, prediction, threshold)

    def said(self, practice: Practice, shown: bool = True) -> CaseAnswer:
        """The same as an answer that can be scored."""
        opinion = self.opinion(practice, shown)
        return CaseAnswer(opinion.first, opinion.suspicious)


def advise(
    load: Callable[[str], Algorithm],
    image: LesionImage,
    practice: Practice,
    misled: Diagnosis | None,
    progress: Progress = silent,
) -> Advice:
    """The advice of the committee and its members on a photo.

    `misled` is the truth, for a misleading answer; None for the committee's own. `progress` gets the share done.

    Raises:
        PhotoHeldBack: the gate refuses the photo.
        AlgorithmError: the committee cannot answer.
    """
    committee = load(COMBINES)
    runner = with_members(committee, load)
    admission = admitted(runner, image)
    if admission.refused:
        raise admission.error

    criteria = criteria_on(runner, image, admission, Diagnosis.MEL) or ()
    words = {one.criterion.slug: one.word for one in criteria}
    examination, findings = combined_examination(runner, COMBINES, image, Diagnosis.MEL, progress)
    opinions = replace(findings, practice=practice).opinions
    votes = sum(opinion.suspicious for opinion in opinions)
    explanation = examination.explanation
    return Advice(examination.prediction, misled, votes, len(opinions), explanation, committee.sheet, admission, words)


def misleading(prediction: Prediction, truth: Diagnosis, practice: Practice) -> Prediction:
    """The probabilities of a practice in another order: melanoma last if it is the truth, else first.

    The other diagnoses keep their order, so only the truth distinguishes this answer from a real one. The result is
    for equally frequent diagnoses, as every prediction.
    """
    stated = prediction.in_practice(practice)
    others = [diagnosis for diagnosis in stated.ranked() if diagnosis is not Diagnosis.MEL]
    order = [*others, Diagnosis.MEL] if truth is Diagnosis.MEL else [Diagnosis.MEL, *others]
    row = np.empty(len(order))
    row[[diagnosis.column for diagnosis in order]] = np.sort(stated.probabilities)[::-1]
    equal = row / practice.frequencies
    return Prediction(equal / equal.sum())
