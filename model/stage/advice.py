"""What the jury says of a case: the committee's answer, how many of its members call it, and where they look.

    case -> answers of all members -> committee -> (made wrong on purpose, where that was asked for) -> map

Each network looks once for its answer and once for the map of the diagnosis that is put first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from model.algorithms.contract import Algorithm, CombiningAlgorithm, Explanation, Prediction, Progress, silent
from model.algorithms.jury import Opinion
from model.algorithms.weights import WeightsSheet
from model.errors import MembersMissing
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Practice
from model.reading.admission import ADMITTED, Admission, admitted
from model.reading.ask import answered, examined
from model.reading.findings import Answer, Findings
from model.reading.runner import DirectRunner, Runner
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
    committee = cast(CombiningAlgorithm, load(COMBINES))
    members: dict[str, Algorithm] = {**committee.members, COMBINES: committee}
    runner = DirectRunner(lambda slug: members.get(slug) or load(slug))
    admission = admitted(runner, image)
    if admission.refused:
        raise admission.error
    answers = tuple(Answer(slug, member.card, member.sheet) for slug, member in members.items())
    findings = Findings(image, practice, admission, answers, COMBINES)
    steps = 2 * len(committee.members)
    for done, snapshot in enumerate(answered(runner, findings, {}), start=1):
        findings = snapshot
        if done <= len(committee.members):  # the last answer is combined and takes no time
            progress(done / steps)
    if findings.answer.prediction is None:
        raise findings.answer.failure or MembersMissing(names="")
    jury = findings.answer.prediction.value
    shown = jury if misled is None else misleading(jury, misled)
    explanation = committee.mean_map(shown.first, list(_maps(runner, findings, committee, shown.first, progress)))
    agreement = findings.agreement
    assert agreement is not None
    return Advice(jury, shown, len(agreement.suspicious), agreement.voters, explanation, committee.sheet, admission)


def _maps(
    runner: Runner, findings: Findings, committee: CombiningAlgorithm, target: Diagnosis, progress: Progress
) -> Iterator[tuple[float, Explanation]]:
    """Yield share and heat map of each member whose maps are quick."""
    steps = 2 * len(findings.voters)
    for done, answer in enumerate(findings.voters, start=len(findings.voters) + 1):
        if answer.card is not None and not answer.card.slow_maps:
            explanation = examined(runner, findings.image, answer, target).explanation
            if explanation is not None:
                yield committee.shares[answer.slug], explanation
        progress(done / steps)


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
