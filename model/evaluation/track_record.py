"""Prediction table -> the few figures that pages show of every algorithm at once. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.evaluation.operating_point import BENCHMARK
from model.evaluation.tables import Table, read_table
from model.lesion.diagnosis import Diagnosis

BINS = 15


@dataclass(frozen=True)
class TrackRecord:
    """Figures of one prediction table, without intervals.

    Attributes:
        melanoma_auc: probability that a melanoma gets a higher melanoma probability than another lesion, ties half;
            NaN without either.
        calibration_error: expected calibration error of the most probable diagnosis, in [0, 1].
    """

    melanoma_auc: float
    calibration_error: float


def track_record(day: str, slug: str) -> TrackRecord:
    """Figures of one algorithm from the committed tables of one scoring set.

    Raises:
        OSError: a table is not there.
        ValueError: a table is none, or the two speak of different images.
    """
    return measured(read_table(BENCHMARK / "truth" / f"{day}.csv"), read_table(BENCHMARK / day / f"{slug}.csv"))


def measured(truth: Table, predictions: Table) -> TrackRecord:
    """Figures of two tables.

    Raises:
        ValueError: the two tables speak of different images.
    """
    values = predictions.in_order_of(truth.images).values
    true = truth.values.argmax(1)
    melanoma = Diagnosis.MEL.column
    return TrackRecord(
        area_under_curve(true == melanoma, values[:, melanoma]),
        expected_calibration_error(values.argmax(1) == true, values.max(1)),
    )


def area_under_curve(positive: NDArray[np.bool_], values: NDArray[np.float64]) -> float:
    """Area under the ROC curve by ranks (Mann and Whitney 1947, doi:10.1214/aoms/1177730491); NaN of one class alone.

    >>> area_under_curve(np.array([True, False, False]), np.array([0.5, 0.5, 0.1]))
    0.75
    """
    positives, others = int(positive.sum()), int((~positive).sum())
    if not positives or not others:
        return float("nan")
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]  # ties share the mean of their ranks
    return float((ranks[positive].sum() - positives * (positives + 1) / 2) / (positives * others))


def expected_calibration_error(right: NDArray[np.bool_], confidence: NDArray[np.float64]) -> float:
    """Mean distance between what is claimed and what is reached (Guo et al. 2017, arXiv:1706.04599).

    Args:
        right: whether the most probable diagnosis was the true one, `(n,)`.
        confidence: its probability, `(n,)`; grouped into 15 equally wide bins.

    >>> expected_calibration_error(np.array([True, False]), np.array([0.9, 0.9]))
    0.4
    """
    if not len(right):
        return float("nan")
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, right.astype(float) - confidence, BINS)
    return float(np.abs(gaps).sum() / len(right))
