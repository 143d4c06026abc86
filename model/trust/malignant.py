"""The measured figures of the operating point for any malignant diagnosis on lesions that are none of the seven."""

from __future__ import annotations

from model.algorithms.words import the_name_of
from model.text import Texts
from model.trust.characteristic import Characteristic, read

CHECK = "malignant"
ABOVE_MELANOMA, ABOVE_MALIGNANT = "above_melanoma", "above_malignant"
"""Measures: the share of lesions at or above an algorithm's point for melanoma, and for any malignant diagnosis."""
SQUAMOUS = "invasive squamous cell carcinoma"
BENIGN = "other benign lesion"
KINDS = {
    "Squamous cell carcinoma, Invasive": SQUAMOUS,
    "Keratoacanthoma": "keratoacanthoma",
    "Inflammatory or infectious diseases": "inflammation or infection",
    "Collision - At least one malignant proliferation": "other malignant lesion",
}
"""Kinds of lesions by the full diagnosis of MILK10k; every other full diagnosis is `BENIGN`."""


def subject(slug: str, kind: str) -> str:
    """The subject of the rows about one kind of lesions in the committed table."""
    return f"{slug} other: {kind}"


def squamous_words(t: Texts, slug: str) -> str:
    """How many invasive squamous cell carcinomas an algorithm finds suspicious; empty where it was not measured."""
    rows = {row.measure: row for row in read(CHECK) if row.of == subject(slug, SQUAMOUS)}
    melanoma, malignant = rows.get(ABOVE_MELANOMA), rows.get(ABOVE_MALIGNANT)
    if melanoma is None or malignant is None:
        return ""
    data = {"photos": malignant.n, "melanoma": t.percent(melanoma.value), "malignant": _with_interval(t, malignant)}
    return t("known_limits.squamous", name=the_name_of(t, slug), **data)


def _with_interval(t: Texts, row: Characteristic) -> str:
    low, high = row.low or 0.0, row.high or 0.0
    return f"{t.percent(row.value)} ({t.interval(low, high)})"
