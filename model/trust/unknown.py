"""How often 'none of the seven' is said, for lesions that are none of them and for lesions that are one."""

from __future__ import annotations

from model.algorithms.words import the_name_of
from model.evaluation.sets import ELSEWHERE, HOME
from model.text import Texts
from model.trust.characteristic import Characteristic, read

CHECK = "unknown"
SAID, AREA = "said_unknown", "unknown_area"
"""Measures: the share of photos with the statement, and the AUC of the doubt among photos of one archive."""
OTHER, FOLD = "other", "milk10k, fold 4"
"""Photos of MILK10k: of none of the seven, and of one of the seven, to which no network was fitted."""


def subject(slug: str, photos: str) -> str:
    """The subject of a row about an algorithm and a group of photos."""
    return f"{slug} {photos}"


def unknown_words(t: Texts, slug: str) -> str:
    """How often the statement is right and how often wrong; empty where it was not measured."""
    rows = {row.of: row for row in read(CHECK) if row.measure == SAID}
    found = [rows.get(subject(slug, photos)) for photos in (OTHER, HOME, ELSEWHERE)]
    if None in found:
        return ""
    said, home, elsewhere = (_share(t, row) for row in found if row)
    return t("known_limits.unknown", name=the_name_of(t, slug), other=said, home=home, elsewhere=elsewhere)


def _share(t: Texts, row: Characteristic) -> str:
    return t("known_limits.share_of", share=t.percent(row.value), photos=row.n)
