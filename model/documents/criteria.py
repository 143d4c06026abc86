"""The measured reliability of the dermoscopic criteria, and what speaks for melanoma in the labels."""

from __future__ import annotations

from model.documents.markdown import DASH, figure, table
from model.evaluation.sets import ELSEWHERE
from model.text import texts
from model.trust.characteristic import Characteristic
from model.trust.criteria import CRITERIA, Criterion, Word
from model.trust.criteria_figures import (
    AREA,
    FALSE_NOT_SEEN,
    FALSE_SEEN,
    KAPPA,
    MISSED,
    PRESENT,
    SAID,
    WITH,
    WITHOUT,
    WRONGLY_SEEN,
    Figures,
    figures,
    left_out,
    measured_criteria,
    odds_ratio,
)
from model.trust.criteria_words import criterion_name

WORDS = {
    SAID[Word.SEEN]: "seen",
    SAID[Word.NOT_SEEN]: "not seen",
    SAID[Word.UNSURE]: "unsure",
    FALSE_SEEN: "of 'seen' false",
    FALSE_NOT_SEEN: "of 'not seen' false",
    WRONGLY_SEEN: "without it, seen",
    MISSED: "with it, not seen",
}
"""The measures of the words, with their heads."""
PROMISED = (FALSE_SEEN, FALSE_NOT_SEEN, WRONGLY_SEEN, MISSED)
MOST_FALSE = 0.1
"""Promised largest value of each of them."""


def criteria_tables() -> str:
    """How well each probe ranks, how often each word is said and false, and how far two sources of labels agree."""
    found = figures()
    ranked = [[*_named(one, found), *_areas(one, found), _told(one)] for one in CRITERIA]
    heads = ["criterion", "labels", "photos", "with it", "AUC", "AUC among naevi", "AUC on elsewhere", "told"]
    said = [_words(of, found) for one in CRITERIA for of in (one.slug, f"{one.slug} {ELSEWHERE}")]
    kappas = [[_name(one.slug), f"{row.n:,}", figure(row)] for one in CRITERIA if (row := found.get((KAPPA, one.slug)))]
    return "\n\n".join(
        [
            table(heads, ranked),
            table(["criterion", "photos", *WORDS.values()], [line for line in said if line]),
            missed_sentence(found),
            table(["criterion", "photos with both labels", "kappa"], kappas),
        ]
    )


def missed_sentence(found: Figures) -> str:
    """The promises about criteria that are told that were missed, on training photos and on `elsewhere`."""
    told = {one.slug for one in measured_criteria()} - {one.slug for one in left_out()}
    rows = [row for (measure, of), row in found.items() if measure in PROMISED and of.split()[0] in told and row.n]
    missed = [
        f"{_subject(row.of)}, {WORDS[row.measure]} {row.value * 100:.1f} %" for row in rows if row.value > MOST_FALSE
    ]
    return f"At most 10 % false: {len(rows) - len(missed)} of {len(rows)} figures. Not: {'; '.join(missed) or 'none'}."


def melanoma_table() -> str:
    """The melanomas among the photos with and without each criterion, and the odds ratio."""
    found = figures()
    return table(
        ["criterion", "melanomas with it", "melanomas without it", "odds ratio of melanoma"],
        [
            [_name(one.slug), _counted(found[WITH, one.slug]), _counted(found[WITHOUT, one.slug]), _odds(one.slug)]
            for one in CRITERIA
            if (WITH, one.slug) in found
        ],
    )


def _name(slug: str) -> str:
    return criterion_name(texts("en"), slug)


def _named(one: Criterion, found: Figures) -> list[str]:
    present = found[PRESENT, one.slug]
    return [_name(one.slug), one.source, f"{present.n:,}", f"{round(present.n * present.value):,}"]


def _areas(one: Criterion, found: Figures) -> list[str]:
    rows = [found.get((AREA, of)) for of in (one.slug, f"{one.slug} naevi", f"{one.slug} {ELSEWHERE}")]
    return [DASH if row is None else figure(row) for row in rows]


def _told(one: Criterion) -> str:
    return "left out" if one in left_out() else "yes"


def _words(of: str, found: Figures) -> list[str]:
    """One line of the words about a subject; empty where nothing was measured."""
    if (PRESENT, of) not in found:
        return []
    said = [figure(found[measure, of]) for measure in SAID.values()]
    return [_subject(of), f"{found[PRESENT, of].n:,}", *said, *(_share(found[measure, of]) for measure in PROMISED)]


def _subject(of: str) -> str:
    slug, _, place = of.partition(" ")
    return f"{_name(slug)}, {place}" if place else _name(slug)


def _share(row: Characteristic) -> str:
    return f"{figure(row)}, n = {row.n:,}" if row.n else DASH


def _counted(row: Characteristic) -> str:
    return f"{round(row.n * row.value):,} of {row.n:,}"


def _odds(slug: str) -> str:
    odds = odds_ratio(slug)
    return f"{odds.value:.2f} ({odds.low:.2f} to {odds.high:.2f})"
