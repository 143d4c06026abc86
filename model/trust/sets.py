"""An answer -> the diagnoses that it cannot leave out: conformal prediction sets with a stated coverage.

    answers of the inner fold, each diagnosis by itself -> its level -> whatever reaches its own level is in the set

Each diagnosis has its own level (class-conditional split conformal prediction: Vovk 2012, arXiv:1209.2673; Ding et al.
2023, arXiv:2306.09335), so the promise is one for every diagnosis, melanoma included, and holds however frequent they
are. It holds for photos like those of the inner fold; `coverage` counts what came of it on photos never seen.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from model.algorithms.contract import Prediction
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.practice import default_practice, in_practice

COVERAGES = (0.9, 0.95)
"""Of 100 photos of a diagnosis, so many have it in their set."""
DIGITS = 9
"""Levels are rounded down to so many decimals, so that no photo that was at one is left out."""
Levels = Mapping[str, Mapping[str, float]]
"""By coverage in percent and by diagnosis, as a sheet of weights keeps them."""


def level(probabilities: NDArray[np.floating], coverage: float) -> float:
    """The highest level that a further photo of the same diagnosis reaches with this probability or more.

    Args:
        probabilities: of the true diagnosis, for photos that were not learned from, `(n,)`.
        coverage: the promise, in (0, 1).

    Returns:
        The k-th smallest, k = floor((1 - coverage)(n + 1)); 0, which everything reaches, where so few photos cannot
        promise as much.

    >>> level(np.linspace(0.01, 0.99, 99), 0.9), level(np.array([0.9] * 8), 0.9)
    (0.1, 0.0)
    """
    place = int(np.floor((1 - coverage) * (len(probabilities) + 1) + 1e-9))
    if place < 1:
        return 0.0
    found = float(np.partition(probabilities, place - 1)[place - 1])
    return float(np.floor(round(found * 10**DIGITS, 3)) / 10**DIGITS)


def levels_of(rows: NDArray[np.floating], targets: NDArray[np.int64]) -> dict[str, dict[str, float]]:
    """The levels of every coverage and diagnosis; a diagnosis without a photo is always in.

    Args:
        rows: probabilities for equally frequent diagnoses, `(n, 7)`, of photos that were not learned from.
        targets: columns, `(n,)`.
    """
    stated = _stated(rows)
    return {
        _percent(coverage): {str(d): level(stated[targets == d.column, d.column], coverage) for d in DIAGNOSES}
        for coverage in COVERAGES
    }


def in_the_sets(rows: NDArray[np.floating], levels: Levels, coverage: float) -> NDArray[np.bool_]:
    """Which diagnoses are in the set of each photo, `(n, 7)`; `rows` as for `levels_of`.

    Raises:
        KeyError: the sheet promises no such coverage.
    """
    reached = levels[_percent(coverage)]
    found: NDArray[np.bool_] = _stated(rows) >= np.array([reached[str(d)] for d in DIAGNOSES])
    return found


def prediction_set(prediction: Prediction, levels: Levels, coverage: float) -> tuple[Diagnosis, ...]:
    """The set of one photo, the most probable in a clinic first; empty where nothing is typical enough.

    Args:
        prediction: of an algorithm, for equally frequent diagnoses.
        levels: of its sheet.
        coverage: one of `COVERAGES`.

    Raises:
        KeyError: the sheet promises no such coverage.
    """
    inside = in_the_sets(prediction.probabilities[None], levels, coverage)[0]
    return tuple(d for d in prediction.in_practice(default_practice()).ranked() if inside[d.column])


def _stated(rows: NDArray[np.floating]) -> NDArray[np.float64]:
    """For the default practice, whichever is shown: so a set stays the same, and is smaller than for equal ones."""
    return in_practice(rows, default_practice().frequencies)


def _percent(coverage: float) -> str:
    return str(round(coverage * 100))
