"""What the jury says of a case: the committee's answer, how many of its members call it, and where they look.

    case -> answers of all members -> committee -> (made wrong on purpose, where that was asked for) -> map

Each network looks once for its answer and once for the map of the diagnosis that is put first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from model.algorithms.contract import Algorithm, Explanation, Prediction, Progress, silent
from model.algorithms.jury import Opinion
from model.algorithms.weights import WeightsSheet
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Practice
from model.reading.admission import ADMITTED, Admission, admitted
from model.reading.maps import combined_examination, with_members
from model.stage.opening import COMBINES
from model.stage.quiz import CaseAnswer


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
        admission: the decision of the gate.
    """

    jury: Prediction
    shown: Prediction
    suspicious: int
    voters: int
    explanation: Explanation
    sheet: WeightsSheet
    admission: Admission = ADMITTED

    def opinion(self, practice: Practice, shown: bool = True) -> Opinion:
        """What is shown, or what the jury really says, beside the operating point in a practice."""
        threshold = self.sheet.operating_point.shown_in(practice)
        return Opinion(self.sheet.slug, self.shown if shown else self.jury, threshold)

    def said(self, practice: Practice, shown: bool = True) -> CaseAnswer:
        """The same as an answer that can be marked."""
        opinion = self.opinion(practice, shown)
        return CaseAnswer(opinion.choice, opinion.suspicious)


Load = Callable[[str], Algorithm]


def advise(
    load: Load, image: LesionImage, practice: Practice, misled: Diagnosis | None, progress: Progress = silent
) -> Advice:
    """Ask the committee and its members about a case.

    Args:
        load: returns a loaded algorithm; the committee brings its members along.
        image: the photo of the case.
        practice: the practice in which members' opinions are counted; the count is the same in each.
        misled: the truth, for an answer that is made wrong on purpose; None for the committee's own.
        progress: takes the share that is done.

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

    examination, findings = combined_examination(
        runner, COMBINES, image, lambda prediction: shown(prediction).first, progress
    )
    findings = replace(findings, practice=practice)
    jury, suspicious = examination.prediction, sum(opinion.suspicious for opinion in findings.opinions)
    return Advice(
        jury, shown(jury), suspicious, len(findings.opinions), examination.explanation, committee.sheet, admission
    )


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
