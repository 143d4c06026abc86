"""The measured figures of the operating point for any malignant diagnosis on lesions that are none of the seven."""

from __future__ import annotations

from model.algorithms.words import the_name_of
from model.text import Texts
from model.trust.characteristic import Characteristic, read

CHECK = "malignant"
ABOVE_MELANOMA, ABOVE_MALIGNANT = "above_melanoma", "above_malignant"
"""Measures: the share of lesions at or above an algorithm's point for melanoma, and for any malignant diagnosis."""
SQUAMOUS, INFLAMED = "invasive squamous cell carcinoma", "inflammation or infection"
BENIGN = "other benign lesion"
KINDS = {
    "Squamous cell carcinoma, Invasive": SQUAMOUS,
    "Keratoacanthoma": "keratoacanthoma",
    "Inflammatory or infectious diseases": INFLAMED,
    "Collision - At least one malignant proliferation": "other malignant lesion",
}
"""Kinds of lesions by the full diagnosis of MILK10k; every other full diagnosis is `BENIGN`."""
ALL_KINDS = (*KINDS.values(), BENIGN)
"""The kinds of lesions that are none of the seven diagnoses."""


def subject(slug: str, kind: str) -> str:
    """The subject of the rows about one kind of lesions in the committed table."""
    return f"{slug} other: {kind}"


def squamous_words(t: Texts, slug: str) -> str:
    """How many invasive squamous cell carcinomas an algorithm finds suspicious; empty where it was not measured.

    How many inflammatory lesions it finds suspicious too stands beside it.
    """
    rows = {(row.measure, row.of): row for row in read(CHECK)}
    melanoma = rows.get((ABOVE_MELANOMA, subject(slug, SQUAMOUS)))
    malignant, inflamed = (rows.get((ABOVE_MALIGNANT, subject(slug, kind))) for kind in (SQUAMOUS, INFLAMED))
    if melanoma is None or malignant is None or inflamed is None:
        return ""
    return t(
        "known_limits.squamous",
        name=the_name_of(t, slug),
        photos=malignant.n,
        malignant=_with_interval(t, malignant),
        melanoma=t.percent(melanoma.value),
        others=inflamed.n,
        inflamed=_with_interval(t, inflamed),
    )


def _with_interval(t: Texts, row: Characteristic) -> str:
    low, high = row.low or 0.0, row.high or 0.0
    return f"{t.percent(row.value)} ({t.interval(low, high)})"
