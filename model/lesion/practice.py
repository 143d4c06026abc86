"""Probabilities for seven equally frequent diagnoses -> the same for a stated practice.

Every algorithm and every table speaks of seven equally frequent diagnoses. Two questions are kept apart:

    which of the seven?     decided with equal frequencies: the choice of an algorithm, its balanced accuracy
    how probable is each?   depends on how frequent each one is where the photo is taken: a stated practice

A practice is one vector of frequencies. The share of melanomas is its own (`assets/practices.csv`); the other six keep
among each other the proportions of HAM10000 (`assets/frequencies.csv`). So melanoma against the rest changes by one
factor of the odds from one practice to another: photos keep their order, and an operating point can be converted.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.settings import ASSETS

EXPONENT = 1.0
"""Power of the counts of HAM10000 that the six other diagnoses follow: 1 as they are, 0 all six equally frequent."""
DEFAULT_PRACTICE = "clinic"
SUM_TOLERANCE = 1e-3
"""How far from 1 a row may sum and still be seven probabilities."""
HAIR = 1e-12
"""A converted threshold lies so much of itself lower, so that no photo that was at it is rounded to below."""
PRACTICES, FREQUENCIES = ASSETS / "practices.csv", ASSETS / "frequencies.csv"


def _checked_frequencies(shares: NDArray[np.float64]) -> None:
    if shares.shape != (len(DIAGNOSES),) or not np.isfinite(shares).all() or not (shares > 0).all():
        raise ValueError(f"expected {len(DIAGNOSES)} positive frequencies, got {shares.tolist()}")
    if abs(shares.sum() - 1) > SUM_TOLERANCE:
        raise ValueError(f"expected frequencies that sum to 1, got {shares.tolist()}")


@dataclass(frozen=True)
class Practice:
    """Where photos are taken, told by how frequent each diagnosis is there.

    Attributes:
        slug: its name in addresses, tables and sheets; `practices.<slug>` in the locales.
        frequencies: share of each diagnosis in column order, seven positive numbers that sum to 1.

    Raises:
        ValueError: they are no such numbers.
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
        """All seven diagnoses are equally frequent."""
        return len(set(self.frequencies)) == 1


EQUAL = Practice("equal", (1 / len(DIAGNOSES),) * len(DIAGNOSES))
"""What algorithms and tables speak of; no practice is like it."""


@dataclass(frozen=True)
class Threshold:
    """A melanoma probability from which on something is done, and the practice that it speaks of."""

    value: float
    practice: Practice


def in_practice(probabilities: NDArray[np.floating], frequencies: Sequence[float]) -> NDArray[np.float64]:
    """Bayes' rule: what these answers are worth where the diagnoses have these frequencies.

    Args:
        probabilities: for equally frequent diagnoses, `(n, 7)`, in [0, 1], each row summing to 1.
        frequencies: of the diagnoses in column order, seven positive numbers that sum to 1.

    Returns:
        `(n, 7)`, each row summing to 1; with equal frequencies the rows as they came, to the last bit.

    Raises:
        ValueError: the rows or the frequencies are no such numbers.

    >>> in_practice(np.array([[0.4, 0.6, 0, 0, 0, 0, 0]]), (0.1, 0.4, 0.1, 0.1, 0.1, 0.1, 0.1)).round(3)[0, :2].tolist()
    [0.143, 0.857]
    """
    rows = np.asarray(probabilities).astype(np.float64)
    shares = np.asarray(frequencies, np.float64)
    _checked_frequencies(shares)
    if rows.ndim != 2 or rows.shape[1] != len(DIAGNOSES):
        raise ValueError(f"expected rows of {len(DIAGNOSES)} probabilities, got the shape {rows.shape}")
    if not (np.isfinite(rows).all() and (rows >= 0).all() and (np.abs(rows.sum(1) - 1) <= SUM_TOLERANCE).all()):
        raise ValueError(f"expected rows of {len(DIAGNOSES)} probabilities that each sum to 1, got others")
    if (shares == shares[0]).all():
        return rows
    weighted = rows * shares
    found: NDArray[np.float64] = weighted / weighted.sum(1, keepdims=True)
    return found


def threshold_in(threshold: float, from_practice: Practice, to_practice: Practice) -> float:
    """The melanoma probability in one practice at which exactly the same photos lie above as in another.

    Args:
        threshold: melanoma probability in `from_practice`, in [0, 1].
        from_practice: what it speaks of.
        to_practice: what the new one speaks of.

    Raises:
        ValueError: it is no probability, or the other six diagnoses have other proportions in the two, so that no
            threshold divides the photos in the same way.
    """
    if not 0 <= threshold <= 1:
        raise ValueError(f"expected a threshold in [0, 1], got {threshold}")
    if from_practice.frequencies == to_practice.frequencies:
        return threshold
    if not np.allclose(_among_the_others(from_practice), _among_the_others(to_practice), rtol=1e-9, atol=0):
        raise ValueError(f"no threshold in {to_practice.slug!r} divides photos as one in {from_practice.slug!r} does")
    above = threshold * _odds(to_practice.melanoma)
    below = (1 - threshold) * _odds(from_practice.melanoma)
    return above / (above + below) * (1 - HAIR)


def practices(exponent: float | None = None) -> dict[str, Practice]:
    """The practices that can be chosen, by slug, the rarest melanomas first; another exponent is for comparisons."""
    return _practices_at(EXPONENT if exponent is None else exponent)


@cache
def _practices_at(exponent: float) -> dict[str, Practice]:
    counts = np.array([float(row["lesions"]) for row in _rows(FREQUENCIES)]) ** exponent
    return {row["practice"]: _practice(row["practice"], float(row["melanoma"]), counts) for row in _rows(PRACTICES)}


def practice_named(slug: str) -> Practice:
    """One of them, or `EQUAL`.

    Raises:
        ValueError: there is no practice of that name.
    """
    found = {**practices(), EQUAL.slug: EQUAL}.get(slug)
    if found is None:
        raise ValueError(f"expected a practice of {', '.join(practices())}, got {slug!r}")
    return found


def default_practice(exponent: float | None = None) -> Practice:
    """The practice that is meant where nobody chose another; another exponent is for comparisons."""
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


def _among_the_others(practice: Practice) -> NDArray[np.float64]:
    """Proportions of the six diagnoses that are not melanoma, `(6,)`."""
    others = np.delete(np.array(practice.frequencies), Diagnosis.MEL.column)
    proportions: NDArray[np.float64] = others / others.sum()
    return proportions


def _odds(share: float) -> float:
    return share / (1 - share)
