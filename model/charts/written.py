"""Scores in words: shares in percent, other scores as numbers, each with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence

from model.evaluation.intervals import Score
from model.evaluation.tables import CLASSES
from model.text import Texts

AS_NUMBER = frozenset((
    "melanoma_auc", "roc_auc_ovr", "average_precision", "melanoma_average_precision", "melanoma_partial_auc",
    "melanoma_partial_auc_normalised", "cohen_kappa_score", "f1_macro", "f1", "brier_score_loss",
    "melanoma_brier_score_loss", "log_loss", "net_benefit",
))  # fmt: skip
"""Scores written as numbers; all others are shares and written in percent."""
DASH = "\N{EN DASH}"


def scale_of(metric: str) -> float:
    """Factor of a value in a figure: 100 for a share, 1 for a number."""
    return 1.0 if metric in AS_NUMBER else 100.0


def value_words(t: Texts, metric: str, value: float) -> str:
    """A value in words; a dash if it is undefined."""
    if math.isnan(value):
        return DASH
    return t.number(value, 3) if metric in AS_NUMBER else t.percent(value)


def interval_words(t: Texts, metric: str, score: Score) -> str:
    """The 95 % interval of a score in words; a dash without an interval."""
    if math.isnan(score.low):
        return DASH
    if metric in AS_NUMBER:
        return f"{t.number(score.low, 3)} {DASH} {t.number(score.high, 3)}"
    return t.interval(score.low, score.high)


def score_words(t: Texts, metric: str, score: Score) -> str:
    """A value with its interval in brackets."""
    value = value_words(t, metric, score.value)
    return value if math.isnan(score.low) else f"{value} ({interval_words(t, metric, score)})"


def capital(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]


def diagnoses_words(t: Texts, name: str, diagnoses: Sequence[str], classes: Sequence[str] = CLASSES) -> str:
    """A note on the diagnoses that occur in the set `name`, which its means are over; empty if all of them occur."""
    if len(diagnoses) == len(classes):
        return ""
    names = ", ".join(t(f"diagnoses.{diagnosis}.name") for diagnosis in diagnoses)
    chance = t.percent(1 / max(1, len(diagnoses)))
    return t("about.some_diagnoses", set=capital(name), number=len(diagnoses), names=names, chance=chance)
