"""Conversion of probabilities for equally frequent diagnoses to the frequencies of a practice.

Algorithms and prediction tables assume seven equally frequent diagnoses. Two questions are kept apart:

    which diagnosis is chosen?   decided with equal frequencies, as for balanced accuracy
    how probable is each one?    depends on the frequencies of the diagnoses in a practice

A practice is a vector of frequencies. Its share of melanomas is in `assets/practices.csv`; the other six diagnoses have
the proportions of HAM10000 (`assets/frequencies.csv`). From one practice to another, the odds of melanoma change by a
constant factor. Photos keep their order, and an operating point can be converted.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.lesion.diagnosis import DIAGNOSES, MALIGNANT, Diagnosis
from model.settings import ASSETS

EXPONENT = 1.0
"""Power applied to the counts of HAM10000: 1 keeps the proportions, 0 makes the six diagnoses equally frequent."""
DEFAULT_PRACTICE = "clinic"
SUM_TOLERANCE = 1e-3
"""Largest deviation from 1 of the sum of a probability row."""
HAIR = 1e-12
"""Relative amount by which a converted threshold is lowered, so that rounding moves no photo below it."""
PRACTICES, FREQUENCIES = ASSETS / "practices.csv", ASSETS / "frequencies.csv"


def _checked_frequencies(shares: NDArray[np.float64]) -> None:
    if shares.shape != (len(DIAGNOSES),) or not np.isfinite(shares).all() or not (shares > 0).all():
        raise ValueError(f"expected {len(DIAGNOSES)} positive frequencies, got {shares.tolist()}")
    if abs(shares.sum() - 1) > SUM_TOLERANCE:
        raise ValueError(f"expected frequencies that sum to 1, got {shares.tolist()}")


@dataclass(frozen=True)
class Practice:
    """A practice, described by the share of each diagnosis in column order; its texts are `practices.<slug>`.

    Raises:
        ValueError: the frequencies are not seven positive numbers that sum to 1.
    """

    slug: str
    frequencies: tuple[float, ...]

    def __post_init__(self) -> None:
        _checked_frequencies(np.asarray(self.frequencies, np.float64))

    @property
    def melanoma(self) -> float:
        """Share of melanomas."""
        return self.frequencies[Diagnosis.MEL.column]

    @property
    def is_equal(self) -> bool:
        """Whether all seven diagnoses are equally frequent."""
        return len(set(self.frequencies)) == 1


EQUAL = Practice("equal", (1 / len(DIAGNOSES),) * len(DIAGNOSES))
"""Equal frequencies, as assumed by algorithms and tables; no real practice has them."""


@dataclass(frozen=True)
class Threshold:
    """A threshold on the melanoma probability, and the practice that it refers to."""

    value: float
    practice: Practice


def in_practice(probabilities: NDArray[np.floating], frequencies: Sequence[float]) -> NDArray[np.float64]:
    """Convert probabilities to other frequencies of the diagnoses, by Bayes' rule.

    Probabilities and result are `(n, 7)`, each row summing to 1. With equal frequencies the rows are unchanged.

    Raises:
        ValueError: a row does not sum to 1, or the frequencies are not seven positive numbers that sum to 1.

    >>> in_practice(np.array([[0.4, 0.6, 0, 0, 0, 0, 0]]), (0.1, 0.4, 0.1, 0.1, 0.1, 0.1, 0.1)).round(3)[0, :2].tolist()
    [0.143, 0.857]
    """
    rows = np.asarray(probabilities).astype(np.float64)
    shares = np.asarray(frequencies, np.float64)
    _checked_frequencies(shares)
    if rows.ndim != 2 or rows.shape[1] != len(DIAGNOSES):
        raise ValueError(f"expected rows of {len(DIAGNOSES)} probabilities, got the shape {rows.shape}")
    if not (np.isfinite(rows).all() and (rows >= 0).all() and (np.abs(rows.sum(1) - 1) <= SUM_TOLERANCE).all()):
        raise ValueError(f"expected rows of {len(DIAGNOSES)} probabilities that each sum to 1")
    if (shares == shares[0]).all():
        return rows
    weighted = rows * shares
    converted: NDArray[np.float64] = weighted / weighted.sum(1, keepdims=True)
    return converted


def malignant(probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    """The probability of any malignant diagnosis, `(n,)`: the sum over `MALIGNANT` of rows `(n, 7)`."""
    return np.asarray(probabilities[:, [diagnosis.column for diagnosis in MALIGNANT]].sum(1), np.float64)


def threshold_in(threshold: float, from_practice: Practice, to_practice: Practice) -> float:
    """Convert a threshold on the melanoma probability to another practice, so that the same photos lie above it.

    Raises:
        ValueError: the threshold is outside [0, 1], or the other six diagnoses have different proportions in the two
            practices, so that no such threshold exists.
    """
    if not 0 <= threshold <= 1:
        raise ValueError(f"expected a threshold in [0, 1], got {threshold}")
    if from_practice.frequencies == to_practice.frequencies:
        return threshold
    if not np.allclose(_other_proportions(from_practice), _other_proportions(to_practice), rtol=1e-9, atol=0):
        raise ValueError(f"no threshold in {to_practice.slug!r} equals one in {from_practice.slug!r}")
    above = threshold * _odds(to_practice.melanoma)
    below = (1 - threshold) * _odds(from_practice.melanoma)
    return above / (above + below) * (1 - HAIR)


def practices(exponent: float = EXPONENT) -> dict[str, Practice]:
    """The practices by slug, sorted by share of melanomas; comparisons pass another exponent."""
    return _practices(exponent)


@cache
def _practices(exponent: float) -> dict[str, Practice]:
    counts = np.array([float(row["lesions"]) for row in _rows(FREQUENCIES)]) ** exponent
    return {row["practice"]: _practice(row["practice"], float(row["melanoma"]), counts) for row in _rows(PRACTICES)}


def practice_named(slug: str) -> Practice:
    """The practice with that slug, or `EQUAL`.

    Raises:
        ValueError: there is no practice of that name.
    """
    practice = {**practices(), EQUAL.slug: EQUAL}.get(slug)
    if practice is None:
        raise ValueError(f"expected a practice of {', '.join(practices())}, got {slug!r}")
    return practice


def default_practice(exponent: float = EXPONENT) -> Practice:
    """The default practice; comparisons pass another exponent."""
    return practices(exponent)[DEFAULT_PRACTICE]


def _practice(slug: str, melanoma: float, counts: NDArray[np.float64]) -> Practice:
    others = counts.copy()
    others[Diagnosis.MEL.column] = 0
    shares = (1 - melanoma) * others / others.sum()
    shares[Diagnosis.MEL.column] = melanoma
    return Practice(slug, tuple(shares.tolist()))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _other_proportions(practice: Practice) -> NDArray[np.float64]:
    """Proportions of the six diagnoses that are not melanoma, `(6,)`."""
    others = np.delete(np.array(practice.frequencies), Diagnosis.MEL.column)
    proportions: NDArray[np.float64] = others / others.sum()
    return proportions


def _odds(share: float) -> float:
    return share / (1 - share)
