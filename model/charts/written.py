"""A score -> its words: a share in percent, anything else as a number, an interval where there is one; and of a set."""

from __future__ import annotations

import math
from collections.abc import Sequence

from model.evaluation.intervals import Score
from model.evaluation.tables import CLASSES
from model.text import Texts

AS_NUMBER = frozenset(
    {
        "melanoma_auc",
        "roc_auc_ovr",
        "average_precision",
        "melanoma_average_precision",
        "melanoma_partial_auc",
        "melanoma_partial_auc_normalised",
        "cohen_kappa_score",
        "f1_macro",
        "f1",
        "brier_score_loss",
        "melanoma_brier_score_loss",
        "log_loss",
        "net_benefit",
    }
)
"""Scores that are no share of something; all others are written in percent."""
DASH = "\N{EN DASH}"


def scale_of(metric: str) -> float:
    """By what a value is multiplied before it is drawn: 100 for a share."""
    return 1.0 if metric in AS_NUMBER else 100.0


def value_words(t: Texts, metric: str, value: float, digits: int | None = None) -> str:
    """One value; a dash where it is undefined."""
    if math.isnan(value):
        return DASH
    if metric in AS_NUMBER:
        return t.number(value, 3 if digits is None else digits)
    return t.percent(value, 1 if digits is None else digits)


def interval_words(t: Texts, metric: str, score: Score) -> str:
    """Its 95 % interval; a dash where there is none."""
    if math.isnan(score.low):
        return DASH
    if metric in AS_NUMBER:
        return f"{t.number(score.low, 3)} {DASH} {t.number(score.high, 3)}"
    return t.interval(score.low, score.high, 1)


def score_words(t: Texts, metric: str, score: Score) -> str:
    """A value with its interval in brackets."""
    value = value_words(t, metric, score.value)
    return value if math.isnan(score.low) else f"{value} ({interval_words(t, metric, score)})"


def capital(words: str) -> str:
    """The same with a capital letter, at the head of a column or of a sentence."""
    return words[:1].upper() + words[1:]


def diagnoses_words(t: Texts, name: str, diagnoses: Sequence[str]) -> str:
    """Over which diagnoses the means of a set go, where not all of them occur; else empty.

    Args:
        t: the sentences of the language.
        name: what the set is called.
        diagnoses: those that occur, as of `SetTables.diagnoses`.
    """
    if len(diagnoses) == len(CLASSES):
        return ""
    names = ", ".join(t(f"diagnoses.{diagnosis}.name") for diagnosis in diagnoses)
    chance = t.percent(1 / max(1, len(diagnoses)))
    return t("about.some_diagnoses", set=capital(name), number=len(diagnoses), names=names, chance=chance)
