"""Compute prediction sets: the diagnoses that an answer cannot exclude, with a promised coverage.

    answers on the inner fold, by true diagnosis -> one level per diagnosis -> diagnoses that reach their level

The most probable diagnosis is always in the set, also below its level: a larger set covers at least as often.

Each diagnosis has its own level (class-conditional split conformal prediction: Vovk 2012, arXiv:1209.2673; Ding et al.
2023, arXiv:2306.09335). So the promise holds for every single diagnosis, melanoma included, at any frequencies. It
holds for photos like those of the inner fold; `coverage` measures it on the scoring sets.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from model.algorithms.contract import Prediction
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.practice import Practice, default_practice, in_practice

COVERAGES = (0.9, 0.95)
"""Promised shares of the photos of each diagnosis whose set contains it."""
DIGITS = 9
"""Decimals to which levels are rounded down, so that a photo exactly at a level stays in."""
Levels = Mapping[str, Mapping[str, float]]
"""Levels by coverage in percent and by diagnosis, as in a weights' sheet."""


def level(probabilities: NDArray[np.floating], coverage: float) -> float:
    """The highest level that a further photo of the same diagnosis reaches with at least this probability.

    This is the k-th smallest of the probabilities `(n,)` of the true diagnosis on held-out photos, with
    k = floor((1 - coverage)(n + 1)). It is 0, which every photo reaches, if there are too few photos for the promise.

    >>> level(np.linspace(0.01, 0.99, 99), 0.9), level(np.array([0.9] * 8), 0.9)
    (0.1, 0.0)
    """
    place = int(np.floor((1 - coverage) * (len(probabilities) + 1) + 1e-9))
    if place < 1:
        return 0.0
    smallest = float(np.partition(probabilities, place - 1)[place - 1])
    return float(np.floor(round(smallest * 10**DIGITS, 3)) / 10**DIGITS)


def levels_of(rows: NDArray[np.floating], targets: NDArray[np.int64]) -> dict[str, dict[str, float]]:
    """The levels for every coverage and diagnosis; 0 for a diagnosis without photos.

    Both arguments are of held-out photos: probabilities for equally frequent diagnoses, `(n, 7)`, and columns of the
    true diagnoses, `(n,)`.
    """
    stated = _stated(rows)
    return {
        _percent(coverage): {str(d): level(stated[targets == d.column, d.column], coverage) for d in DIAGNOSES}
        for coverage in COVERAGES
    }


def in_the_sets(
    rows: NDArray[np.floating], levels: Levels, coverage: float, practice: Practice | None = None
) -> NDArray[np.bool_]:
    """Membership of each diagnosis in the set of each photo, `(n, 7)`; `rows` as for `levels_of`.

    The most probable diagnosis is a member, in the default practice and in the one that is shown.

    Raises:
        KeyError: the levels do not have this coverage.
    """
    needed, stated = levels[_percent(coverage)], _stated(rows)
    inside: NDArray[np.bool_] = stated >= np.array([needed[str(d)] for d in DIAGNOSES])
    for shown in (stated, in_practice(rows, (practice or default_practice()).frequencies)):
        inside[np.arange(len(rows)), shown.argmax(1)] = True
    return inside


def prediction_set(
    prediction: Prediction, levels: Levels, coverage: float, practice: Practice | None = None
) -> tuple[Diagnosis, ...]:
    """The prediction set of one photo, sorted by probability in the practice that is shown.

    Raises:
        KeyError: the levels do not have this coverage.
    """
    inside = in_the_sets(prediction.probabilities[None], levels, coverage, practice)[0]
    ranked = prediction.in_practice(practice or default_practice()).ranked()
    return tuple(diagnosis for diagnosis in ranked if inside[diagnosis.column])


def _stated(rows: NDArray[np.floating]) -> NDArray[np.float64]:
    """Probabilities in the default practice, so sets do not depend on the practice that is shown.

    Sets are also smaller there than with equal frequencies.
    """
    return in_practice(rows, default_practice().frequencies)


def _percent(coverage: float) -> str:
    return str(round(coverage * 100))
