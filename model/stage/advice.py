"""Compute the jury's advice on a case: the committee's answer, the number of members that call it, and a heat map.

    case -> answers of all members -> committee -> (misleading answer, if the game has them) -> map

Each network runs once for its answer and once for the map of the first diagnosis.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from model.algorithms.contract import Algorithm, Explanation, Prediction, Progress, silent
from model.algorithms.jury import Opinion
from model.algorithms.weights import WeightsSheet
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Practice
from model.reading.admission import ADMITTED, Admission, admitted
from model.reading.maps import combined_examination, with_members
from model.stage.opening import COMBINES
from model.stage.quiz import CaseAnswer


@dataclass(frozen=True, eq=False)
class Advice:
    """The jury's advice on one case.

    Attributes:
        jury: the committee's answer, for equally frequent diagnoses.
        shown: the answer to show; equal to `jury` unless it is misleading.
        suspicious: number of members that call melanoma, each at its own operating point.
        voters: number of members.
        explanation: the map for the diagnosis that is shown first.
        sheet: the sheet of the committee's weights.
    """

    jury: Prediction
    shown: Prediction
    suspicious: int
    voters: int
    explanation: Explanation
    sheet: WeightsSheet
    admission: Admission = ADMITTED

    def opinion(self, practice: Practice, shown: bool = True) -> Opinion:
        """The shown answer, or the jury's own, with the operating point for a practice."""
        threshold = self.sheet.operating_point.shown_in(practice)
        return Opinion(self.sheet.slug, self.shown if shown else self.jury, threshold)

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
        NoLesionSeen: the gate refuses the photo.
        AlgorithmError: the committee cannot answer.
    """
    committee = load(COMBINES)
    runner = with_members(committee, load)
    admission = admitted(runner, image)
    if admission.refused:
        raise admission.error

    def shown(prediction: Prediction) -> Prediction:
        return prediction if misled is None else misleading(prediction, misled)

    examination, findings = combined_examination(runner, COMBINES, image, lambda jury: shown(jury).first, progress)
    jury, opinions = examination.prediction, replace(findings, practice=practice).opinions
    votes = sum(opinion.suspicious for opinion in opinions)
    return Advice(jury, shown(jury), votes, len(opinions), examination.explanation, committee.sheet, admission)


def misleading(prediction: Prediction, truth: Diagnosis) -> Prediction:
    """The same probabilities in another order: melanoma last if it is the truth, else first.

    The other diagnoses keep their order, so only the truth distinguishes this answer from a real one.
    """
    others = [diagnosis for diagnosis in prediction.ranked() if diagnosis is not Diagnosis.MEL]
    order = [*others, Diagnosis.MEL] if truth is Diagnosis.MEL else [Diagnosis.MEL, *others]
    row = np.empty_like(prediction.probabilities)
    row[[diagnosis.column for diagnosis in order]] = np.sort(prediction.probabilities)[::-1]
    return Prediction(row)
