"""Lets prediction tables follow a new temperature without asking the algorithm again.

<phase>/<slug>.csv at one temperature -> logits, up to a constant -> the same table at another temperature
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from model.algorithms.weights import WeightsSheet
from model.evaluation.sets import SETS
from model.evaluation.tables import read_table, write_table

LEAST = 1e-7
"""Smaller probabilities are raised to this, below the sixth decimal of a table, before the logarithm is taken."""


def at_temperature(rows: NDArray[np.floating], before: float, after: float) -> NDArray[np.float32]:
    """Probabilities, `(n, 7)`, as they would be had their logits been divided by `after` instead of `before`.

    >>> at_temperature(np.array([[0.8, 0.2]]), before=1.0, after=0.5).astype(float).round(3).tolist()
    [[0.941, 0.059]]
    """
    logits = np.log(np.maximum(rows.astype(np.float64), LEAST)) * before
    return np.asarray(softmax(logits / after, axis=1), np.float32)


def follow(before: WeightsSheet, after: WeightsSheet, folder: Path) -> None:
    """Bring the tables of an algorithm in `folder` from the temperature of one sheet to that of the next.

    A table of other weights, or one that is missing, stays as it is. Tables are rounded to six decimals, so the result
    differs from a new run by less than 1e-3 where the temperature changes by less than half.
    """
    for phase in SETS:
        table, provenance = folder / phase / f"{after.slug}.csv", folder / phase / f"{after.slug}.json"
        if _weights_of(provenance) == after.sha256:
            known = read_table(table)
            rows = at_temperature(known.values, before.temperature, after.temperature)
            write_table(table, list(known.images), rows)


def _weights_of(provenance: Path) -> str | None:
    if not provenance.is_file():
        return None
    return str(json.loads(provenance.read_text(encoding="utf-8"))["weights_sha256"])
