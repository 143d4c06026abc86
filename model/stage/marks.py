"""Score the answers of a game: sensitivity, specificity, right diagnoses, changes of mind.

A case without an answer is left out of the scores and counted separately.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.evaluation.intervals import Score, wilson
from model.evaluation.operating_point import AtThePoint
from model.lesion.diagnosis import Diagnosis
from model.stage.quiz import CaseAnswer, Turn


@dataclass(frozen=True)
class Marks:
    """The scores of one reader, a person or a jury: detection of melanomas, right diagnoses of those named."""

    detection: AtThePoint
    right: int
    cases: int

    @property
    def right_share(self) -> Score:
        """Share of right diagnoses with its 95 % interval."""
        return wilson(self.right, self.cases)

    @property
    def right_verdicts(self) -> int:
        """Number of cases with the right verdict on 'melanoma or not'."""
        return self.detection.melanomas_above + self.detection.others_below


@dataclass(frozen=True)
class Changes:
    """Numbers of answers changed after the advice: from wrong to right, from right to wrong, from wrong to wrong."""

    helpful: int
    harmful: int
    neither: int

    @property
    def all(self) -> int:
        """Number of all changes."""
        return self.helpful + self.harmful + self.neither


@dataclass(frozen=True)
class Misleading:
    """Numbers of answered cases with misleading advice, of changes to it, and of right diagnoses given up."""

    cases: int
    followed: int
    harmed: int


def by_person(diagnosis: Diagnosis) -> CaseAnswer:
    """A person's answer; the diagnosis decides whether it is a call of melanoma."""
    return CaseAnswer(diagnosis, diagnosis is Diagnosis.MEL)


def marks(answers: Iterable[tuple[Diagnosis, CaseAnswer]]) -> Marks:
    """Score pairs of truth and answer.

    >>> scored = marks([(Diagnosis.MEL, by_person(Diagnosis.NV)), (Diagnosis.NV, by_person(Diagnosis.NV))])
    >>> scored.right, scored.detection.melanomas_above, scored.detection.others_below
    (1, 0, 1)
    """
    pairs = list(answers)
    detection = _detection((truth, answer.melanoma) for truth, answer in pairs)
    return Marks(detection, sum(answer.diagnosis is truth for truth, answer in pairs), len(pairs))


def checklist_marks(turns: Iterable[Turn]) -> Marks | None:
    """Score the own checklists: suspicious stands for melanoma. They name no diagnosis, so `cases` is 0.

    None where no turn has one.
    """
    calls = [(turn.case.diagnosis, turn.own.score.suspicious) for turn in turns if turn.own is not None]
    return Marks(_detection(calls), 0, 0) if calls else None


def _detection(calls: Iterable[tuple[Diagnosis, bool]]) -> AtThePoint:
    pairs = list(calls)
    melanomas = [called for truth, called in pairs if _is(truth)]
    others = [called for truth, called in pairs if not _is(truth)]
    return AtThePoint(len(melanomas), sum(melanomas), len(others), len(others) - sum(others))


@dataclass(frozen=True)
class Result:
    """The result of a game, over the cases with both answers and an answer of the jury.

    Attributes:
        blind, final, jury: scores of the first answers, of the final ones, and of the jury.
        listed: scores of the own checklists; None in a game without them.
        melanoma_changes: changes of 'melanoma or not'.
        unanswered: number of shown cases without an answer.
        silent: number of answered cases without an answer of the jury, since no lesion was recognised.
        kept: number of cases whose first answer became final because time ran out.
        only_person: number of cases in which only the person's final verdict on melanoma was right.
        only_jury: number of cases in which only the jury's was right.
    """

    blind: Marks
    final: Marks
    jury: Marks
    listed: Marks | None
    changes: Changes
    melanoma_changes: Changes
    misleading: Misleading
    unanswered: int
    silent: int
    kept: int
    only_person: int
    only_jury: int


def result(turns: Sequence[Turn]) -> Result:
    """Score a game; turns without both answers or without the jury's are left out."""
    answered = [turn for turn in turns if turn.first and turn.final and turn.jury]
    rows = [
        (turn.case.diagnosis, by_person(turn.first), by_person(turn.final), turn.jury)
        for turn in answered
        if turn.first and turn.final and turn.jury  # again for the type checker
    ]
    verdicts = [(last.melanoma is _is(truth), jury.melanoma is _is(truth)) for truth, _, last, jury in rows]
    return Result(
        blind=marks((truth, first) for truth, first, _, _ in rows),
        final=marks((truth, last) for truth, _, last, _ in rows),
        jury=marks((truth, jury) for truth, _, _, jury in rows),
        listed=checklist_marks(answered),
        changes=changes((truth, first.diagnosis, last.diagnosis) for truth, first, last, _ in rows),
        melanoma_changes=changes((_is(truth), first.melanoma, last.melanoma) for truth, first, last, _ in rows),
        misleading=misleading(answered),
        unanswered=sum(turn.missed for turn in turns),
        silent=sum(turn.is_answered and turn.jury is None for turn in turns),
        kept=sum(turn.kept for turn in answered),
        only_person=sum(person and not jury for person, jury in verdicts),
        only_jury=sum(jury and not person for person, jury in verdicts),
    )


def changes(answers: Iterable[tuple[object, object, object]]) -> Changes:
    """Count changes in triples of truth, answer before and answer after.

    >>> changes([("a", "b", "a"), ("a", "a", "b"), ("a", "b", "c"), ("a", "a", "a")])
    Changes(helpful=1, harmful=1, neither=1)
    """
    changed = [(truth == before, truth == after) for truth, before, after in answers if before != after]
    helpful = sum(after for _, after in changed)
    harmful = sum(before for before, _ in changed)
    return Changes(helpful, harmful, len(changed) - helpful - harmful)


def misleading(turns: Iterable[Turn]) -> Misleading:
    """Count the effects of misleading advice."""
    misled = [turn for turn in turns if turn.misled]
    followed = [turn for turn in misled if turn.shown and turn.first is not turn.final is turn.shown.diagnosis]
    harmed = [turn for turn in misled if turn.first is turn.case.diagnosis is not turn.final]
    return Misleading(len(misled), len(followed), len(harmed))


def _is(diagnosis: Diagnosis) -> bool:
    return diagnosis is Diagnosis.MEL
