"""Answers and truths -> what they are worth: melanomas found, others left alone, changes of mind, who was right.

A case without an answer is left out, for it says neither yes nor no; how many those are is said beside the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.evaluation.intervals import Score, wilson
from model.evaluation.operating_point import AtThePoint
from model.lesion.diagnosis import Diagnosis
from model.stage.quiz import Said, Turn


@dataclass(frozen=True)
class Marks:
    """What one reader, a person or a jury, said of some cases.

    Attributes:
        detection: melanomas called so and other lesions not called so.
        right: cases whose diagnosis, of the seven, was right.
        cases: all of them.
    """

    detection: AtThePoint
    right: int
    cases: int

    @property
    def right_share(self) -> Score:
        """Share of right diagnoses with its 95 % interval."""
        return wilson(self.right, self.cases)

    @property
    def right_verdicts(self) -> int:
        """Cases where 'melanoma or not' was right."""
        return self.detection.melanomas_above + self.detection.others_below


@dataclass(frozen=True)
class Changes:
    """Changes of mind after the jury has spoken.

    Attributes:
        helpful: from wrong to right.
        harmful: from right to wrong.
        neither: from one wrong diagnosis to another.
    """

    helpful: int
    harmful: int
    neither: int

    @property
    def all(self) -> int:
        """Every change."""
        return self.helpful + self.harmful + self.neither


@dataclass(frozen=True)
class Misleading:
    """What the algorithm that was made to be wrong did.

    Attributes:
        cases: it spoke in so many answered cases.
        followed: so often a person changed to the diagnosis that it put first.
        harmed: so often a right diagnosis was given up where it spoke.
    """

    cases: int
    followed: int
    harmed: int


def by_person(diagnosis: Diagnosis) -> Said:
    """What a person says: who diagnoses melanoma calls it one."""
    return Said(diagnosis, diagnosis is Diagnosis.MEL)


def marks(answers: Iterable[tuple[Diagnosis, Said]]) -> Marks:
    """Count answers, each with its truth.

    >>> found = marks([(Diagnosis.MEL, by_person(Diagnosis.NV)), (Diagnosis.NV, by_person(Diagnosis.NV))])
    >>> found.right, found.detection.melanomas_above, found.detection.others_below
    (1, 0, 1)
    """
    pairs = list(answers)
    melanomas = [said for truth, said in pairs if truth is Diagnosis.MEL]
    others = [said for truth, said in pairs if truth is not Diagnosis.MEL]
    found, left = sum(said.melanoma for said in melanomas), sum(not said.melanoma for said in others)
    right = sum(said.diagnosis is truth for truth, said in pairs)
    return Marks(AtThePoint(len(melanomas), found, len(others), left), right, len(pairs))


@dataclass(frozen=True)
class Result:
    """The end of a game, over the cases with both answers.

    Attributes:
        blind: by the first answers.
        final: by the second ones.
        jury: of the jury, on the same cases.
        changes: of the diagnosis.
        melanoma_changes: of 'melanoma or not'.
        misleading: of the algorithm that was made to be wrong.
        unanswered: cases that were shown and have no answer.
        silent: answered cases of which the jury says nothing, since no lesion was recognised.
        kept: cases whose first answer stood because the time was over.
        only_person: verdicts on melanoma that the person had right at the end and the jury wrong.
        only_jury: the other way round.
    """

    blind: Marks
    final: Marks
    jury: Marks
    changes: Changes
    melanoma_changes: Changes
    misleading: Misleading
    unanswered: int
    silent: int
    kept: int
    only_person: int
    only_jury: int


def result(turns: Sequence[Turn]) -> Result:
    """Count a game; turns without both answers, or whose jury was not heard, are left out."""
    rows = [
        (turn.case.diagnosis, by_person(turn.first), by_person(turn.final), turn.jury)
        for turn in turns
        if turn.first and turn.final and turn.jury
    ]
    answered = [turn for turn in turns if turn.first and turn.final and turn.jury]
    verdicts = [(last.melanoma is _is(truth), jury.melanoma is _is(truth)) for truth, _, last, jury in rows]
    return Result(
        blind=marks((truth, first) for truth, first, _, _ in rows),
        final=marks((truth, last) for truth, _, last, _ in rows),
        jury=marks((truth, jury) for truth, _, _, jury in rows),
        changes=changes((truth, first.diagnosis, last.diagnosis) for truth, first, last, _ in rows),
        melanoma_changes=changes((_is(truth), first.melanoma, last.melanoma) for truth, first, last, _ in rows),
        misleading=misleading(answered),
        unanswered=sum(turn.missed for turn in turns),
        silent=sum(turn.is_answered and turn.jury is None for turn in turns),
        kept=sum(turn.kept for turn in answered),
        only_person=sum(mine and not theirs for mine, theirs in verdicts),
        only_jury=sum(theirs and not mine for mine, theirs in verdicts),
    )


def changes(answers: Iterable[tuple[object, object, object]]) -> Changes:
    """Count changes of mind from truth, answer before and answer after.

    >>> changes([("a", "b", "a"), ("a", "a", "b"), ("a", "b", "c"), ("a", "a", "a")])
    Changes(helpful=1, harmful=1, neither=1)
    """
    changed = [(truth == before, truth == after) for truth, before, after in answers if before != after]
    helpful = sum(after for _, after in changed)
    harmful = sum(before for before, _ in changed)
    return Changes(helpful, harmful, len(changed) - helpful - harmful)


def misleading(turns: Iterable[Turn]) -> Misleading:
    """Count what became of the cases in which the algorithm that was made to be wrong spoke."""
    misled = [turn for turn in turns if turn.misled]
    followed = [turn for turn in misled if turn.shown and turn.first is not turn.final is turn.shown.diagnosis]
    harmed = [turn for turn in misled if turn.first is turn.case.diagnosis is not turn.final]
    return Misleading(len(misled), len(followed), len(harmed))


def _is(diagnosis: Diagnosis) -> bool:
    return diagnosis is Diagnosis.MEL
