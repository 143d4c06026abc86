"""The table of a case report: one row per algorithm, with its verdict and seven probabilities."""

from __future__ import annotations

from dataclasses import dataclass

from model.algorithms.jury import Opinion
from model.algorithms.words import name_of, verdict
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.reading.findings import Answer
from model.reading.words import failure_sentence
from model.report.case.facts import CaseFacts
from model.report.contents import Mark, mark_of
from model.text import Texts
from model.trust.words import considered

HASH_DIGITS = 16
LONGEST = 190
"""Most letters of a text from outside, such as a source or a reason; longer ones end in an ellipsis."""
EQUAL_MARK = "*"
"""Follows the name of an algorithm whose figures assume equal frequencies while others assume a practice."""
DASH = "\N{EN DASH}"


@dataclass(frozen=True)
class ProbabilityCell:
    """One probability in words and in [0, 1], and whether the diagnosis is in the prediction set."""

    figure: str
    share: float
    in_set: bool


@dataclass(frozen=True)
class AnswerRow:
    """One algorithm; without an answer, only name, mark and the reason of the failure are set.

    Attributes:
        verdict: suspicious or not, in words.
        point, at: the operating point in words and in [0, 1].
        cells: one probability per diagnosis, melanoma first.
        set_size: size of the prediction set; a dash where the sets were not calibrated.
        weights: first digits of the SHA-256 of the weights.
    """

    name: str
    mark: Mark
    verdict: str = ""
    suspicious: bool = False
    point: str = ""
    at: float = 0.0
    cells: tuple[ProbabilityCell, ...] = ()
    set_size: str = DASH
    weights: str = DASH
    failure: str = ""


def columns() -> tuple[Diagnosis, ...]:
    """The diagnoses in the order of the columns: melanoma first."""
    return (Diagnosis.MEL, *(diagnosis for diagnosis in DIAGNOSES if diagnosis is not Diagnosis.MEL))


def header(t: Texts) -> tuple[str, ...]:
    """The headings of the columns."""
    names = [t(f"diagnoses.{diagnosis}.short") for diagnosis in columns()]
    words = [t(f"case_report.{word}") for word in ("algorithm", "verdict")]
    return (*words, names[0], t("case_report.point"), *names[1:], t("case_report.set"), t("case_report.weights"))


def answer_rows(facts: CaseFacts, t: Texts) -> tuple[AnswerRow, ...]:
    """One row per algorithm, in the order of `facts.answers`."""
    return tuple(_row(facts, t, answer) for answer in facts.answers)


def shortened(words: str) -> str:
    """A text from outside on one line of at most `LONGEST` letters."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _row(facts: CaseFacts, t: Texts, answer: Answer) -> AnswerRow:
    opinion = answer.opinion(facts.findings.practice)
    name = name_of(t, answer.slug) + (EQUAL_MARK if _is_apart(facts, opinion) else "")
    if opinion is None or answer.sheet is None:
        reason = failure_sentence(t, answer.failure) if answer.failure else ""
        return AnswerRow(name, mark_of(answer.slug), failure=shortened(f"{t('jury.no_answer')}. {reason}"))
    in_set = considered(opinion, answer.sheet)
    return AnswerRow(
        name,
        mark_of(answer.slug),
        verdict(t, opinion.suspicious),
        opinion.suspicious,
        t.percent(opinion.threshold.value),
        opinion.threshold.value,
        tuple(_cell(t, opinion, diagnosis, in_set) for diagnosis in columns()),
        t.number(len(in_set)) if in_set else DASH,
        answer.sheet.sha256[:HASH_DIGITS],
    )


def _cell(t: Texts, opinion: Opinion, diagnosis: Diagnosis, in_set: tuple[Diagnosis, ...]) -> ProbabilityCell:
    share = opinion.stated.of(diagnosis)
    return ProbabilityCell(t.percent(share), share, diagnosis in in_set)


def _is_apart(facts: CaseFacts, opinion: Opinion | None) -> bool:
    """The figures assume equal frequencies while some of the others assume a practice."""
    if opinion is None or not opinion.threshold.practice.is_equal:
        return False
    return not all(other.threshold.practice.is_equal for other in facts.findings.opinions)
