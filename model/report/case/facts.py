"""The facts of a case report before they are put into words: a photo, the answers, and what was measured of both."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from model.algorithms.contract import Explanation
from model.algorithms.jury import in_order
from model.evaluation.operating_point import AtThePoint
from model.reading.findings import Answer, Findings
from model.reading.words import caution
from model.report.case.commit import commit
from model.report.origin import versions
from model.text import Texts
from model.trust.coverage import Coverage

MOST_MAPS = 5
"""The most heat maps that fit side by side at a readable size."""


@dataclass(frozen=True, eq=False)
class Detail:
    """The algorithm that is reported in detail, with two results where they are known.

    `unseen` has the results of its operating point on unseen photos, `away` the coverage of its largest promise in
    other clinics.
    """

    slug: str
    unseen: AtThePoint | None = None
    away: Coverage | None = None


@dataclass(frozen=True, eq=False)
class CaseFacts:
    """Everything a case report states, before it is put into words.

    Attributes:
        answers: those of the findings in the order of the table: by family, combining algorithms last.
        caution: a sentence to be read before the figures; empty for a good photo.
        maps: the heat maps to show, by slug; at most `MOST_MAPS` of them.
        versions: names and versions of this project and of the packages that an answer depends on.
        commit: the commit of this project; empty where it is not known.
        date: ISO 8601.
    """

    findings: Findings
    answers: tuple[Answer, ...]
    caution: str
    detail: Detail
    maps: tuple[tuple[str, Explanation], ...]
    versions: tuple[tuple[str, str], ...]
    commit: str
    date: str

    @property
    def detailed(self) -> Answer | None:
        """The answer that is reported in detail; None where there is none."""
        return next((answer for answer in self.answers if answer.slug == self.detail.slug and answer.prediction), None)


def case_facts(findings: Findings, detail: Detail, maps: Sequence[str], t: Texts) -> CaseFacts:
    """Collect the facts of a case report; missing heat maps are left out, and `t` is the language of the caution."""
    shown = [(slug, findings.answer_of(slug).explanation) for slug in maps]
    return CaseFacts(
        findings=findings,
        answers=tuple(sorted(in_order(findings.answers), key=lambda answer: answer.combines)),
        caution=caution(t, findings.admission),
        detail=detail,
        maps=tuple((slug, explanation) for slug, explanation in shown if explanation is not None),
        versions=versions(),
        commit=commit(),
        date=datetime.datetime.now().astimezone().date().isoformat(),
    )
