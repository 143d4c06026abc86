"""Points of the curves that charts draw, with their 95 % bands.

Bands are pointwise. At each place of the horizontal axis they are the percentile interval of the resampled curves, or
Wilson's interval for a point that is a share of images. A curve is a set of arrays; nothing is drawn here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, precision_recall_curve, roc_curve

from model.evaluation.answers import Answers, called
from model.evaluation.decisions import resampled_net_benefit
from model.evaluation.detection import lacking
from model.evaluation.intervals import Undefined, wilson
from model.evaluation.resampling import ENDS
from model.evaluation.tally import Counts, Sums, Tally, accumulated, once

Points = NDArray[np.float64]
GRID = np.linspace(0, 1, 201)
BAND_RESAMPLES = 500
"""Enough for a band that is precise to one or two pixels."""


@dataclass(frozen=True, eq=False)
class ThresholdCurve:
    """A curve over all thresholds, `(k,)` each, with the edges of its band over `band_x`, `(g,)` each.

    The arrays of the band are empty without resamples. All are empty for an undefined curve, which has a reason.
    """

    x: Points
    y: Points
    band_x: Points
    low: Points
    high: Points
    reason: Undefined | None = None


@dataclass(frozen=True, eq=False)
class Reliability:
    """Stated probabilities and observed shares in bins of equal width, without the empty bins; all arrays are `(b,)`.

    `stated` is the mean probability in a bin, which includes its upper end. `observed` is the share of its images with
    the stated class; `low` and `high` are the ends of its Wilson interval.
    """

    low_edge: Points
    high_edge: Points
    images: NDArray[np.int64]
    stated: Points
    observed: Points
    low: Points
    high: Points


@dataclass(frozen=True, eq=False)
class DecisionCurve:
    """Net benefit of deciding by the algorithm at each threshold (Vickers, Elkin 2006, doi:10.1177/0272989X06295361).

    All arrays are `(k,)`. `net_benefit`, per image, is that of acting on images that reach the threshold, inside (0,
    1); `low` and `high` are the edges of its band, NaN without resamples. `everyone` is that of acting on every image;
    acting on none gives 0. An undefined curve has a reason and empty arrays.
    """

    thresholds: Points
    net_benefit: Points
    low: Points
    high: Points
    everyone: Points
    reason: Undefined | None = None


def roc(answers: Answers, counts: Counts | None = None) -> ThresholdCurve:
    """ROC curve of the target against the rest: sensitivity over false alarms (1 - specificity).

    `counts` are resamples from `SetTables.draws`, `(n, resamples)`; without them the curve has no band.
    """
    column = answers.column
    reason = lacking(answers, column)
    if column is None or reason is not None:
        return _no_curve(reason)
    x, y, _ = roc_curve(answers.truth == column, answers.stated[:, column])
    if counts is None:
        return ThresholdCurve(x, y, *_no_band())
    curve = Tally(answers, counts).curve(column)
    false_alarms, sensitivity = 1 - curve.specificity, curve.sensitivity  # (m, resamples)
    # a step begins before the ties of its threshold; between these two points the curve is a straight line
    begins = np.clip(false_alarms - curve.tied_share, 0, 1)
    before = np.vstack([np.zeros_like(sensitivity[:1]), sensitivity[:-1]])
    drawn = [
        _upper_line(GRID, _woven(begins[:, r], false_alarms[:, r]), _woven(before[:, r], sensitivity[:, r]))
        for r in range(sensitivity.shape[1])
    ]
    return ThresholdCurve(x, y, GRID, *np.quantile(drawn, ENDS, axis=0))


def precision_recall(answers: Answers, counts: Counts | None = None) -> ThresholdCurve:
    """Precision (positive predictive value) over sensitivity; arguments as in `roc`.

    The points are those of scikit-learn without its last one, (0, 1), which no threshold reaches.
    """
    column = answers.column
    reason = lacking(answers, column)
    if column is None or reason is not None:
        return _no_curve(reason)
    precision, sensitivity, _ = precision_recall_curve(answers.truth == column, answers.stated[:, column])
    x, y = sensitivity[:-1][::-1], precision[:-1][::-1]
    if counts is None:
        return ThresholdCurve(x, y, *_no_band())
    curve = Tally(answers, counts).curve(column)
    caught = accumulated(curve.hits)
    with np.errstate(invalid="ignore"):
        precise = caught / (caught + accumulated(curve.above + curve.tied))
    grid = GRID[1:]
    drawn = np.array([_step(grid, curve.sensitivity[:, r], precise[:, r]) for r in range(caught.shape[1])])
    return ThresholdCurve(x, y, grid, *np.quantile(drawn, ENDS, axis=0))


def reliability(answers: Answers, bins: int = 10, column: int | None = None) -> Reliability:
    """Reliability diagram over bins of equal width in [0, 1].

    The class is by default the most probable one of each image (confidence).
    """
    if column is None:
        stated, was_so = answers.stated.max(1, initial=0), called(answers.stated) == answers.truth
    else:
        stated, was_so = answers.stated[:, column], answers.truth == column
    bin_of = np.clip(np.ceil(stated * bins).astype(np.int64) - 1, 0, bins - 1)
    images = np.bincount(bin_of, minlength=bins)
    filled = np.flatnonzero(images)
    hits = np.bincount(bin_of, was_so, bins)[filled]
    shares = [wilson(round(float(hit)), int(total)) for hit, total in zip(hits, images[filled], strict=True)]
    return Reliability(
        filled / bins,
        (filled + 1) / bins,
        images[filled],
        np.bincount(bin_of, stated, bins)[filled] / images[filled],
        np.array([share.value for share in shares]),
        np.array([share.low for share in shares]),
        np.array([share.high for share in shares]),
    )


def decision_curve(answers: Answers, counts: Counts | None = None, thresholds: Points | None = None) -> DecisionCurve:
    """Net benefit over the threshold; arguments as in `roc`, thresholds inside (0, 1), by default 1 % to 60 %."""
    column = answers.column
    at = np.linspace(0.01, 0.6, 60) if thresholds is None else thresholds
    reason = Undefined.NO_SUCH_CLASS if column is None else None if len(answers.truth) else Undefined.NO_IMAGES
    if column is None or reason is not None:
        empty = np.empty(0)
        return DecisionCurve(empty, empty, empty, empty, empty, reason)
    share = float((answers.truth == column).mean())
    odds = at / (1 - at)
    low, high = np.full((2, len(at)), np.nan)
    if counts is not None:
        low, high = np.quantile(_net_benefits(Tally(answers, counts), column, at), ENDS, axis=1)
    return DecisionCurve(at, _net_benefits(once(answers), column, at)[:, 0], low, high, share - (1 - share) * odds)


def confusion(answers: Answers) -> NDArray[np.int64]:
    """Truth by call, `(classes, classes + 1)` images; the last column counts the undecided."""
    labels = list(range(len(answers.classes) + 1))
    if not len(answers.truth):
        return np.zeros((len(labels) - 1, len(labels)), np.int64)
    matrix: NDArray[np.int64] = confusion_matrix(answers.truth, answers.called, labels=labels)[:-1]
    return matrix


def _net_benefits(tally: Tally, column: int, at: Points) -> NDArray[np.float64]:
    """Net benefit at each threshold in each resample, `(k, resamples)`."""
    return np.array([resampled_net_benefit(tally, column, threshold) for threshold in at])


def _woven(first: Sums, second: Sums) -> Sums:
    """Values of two arrays in turn: first of the first, first of the second, second of the first, and so on."""
    return np.column_stack([first, second]).ravel()


def _upper_line(at: Points, x: Sums, y: Sums) -> Points:
    """Height of a rising line at each place; at a vertical segment, its top."""
    xs, ys = np.r_[0.0, x, 1.0], np.r_[0.0, y, 1.0]
    right = np.searchsorted(xs, at, side="right")  # first corner beyond
    left = np.clip(right - 1, 0, len(xs) - 1)
    right = np.clip(right, 0, len(xs) - 1)
    width = xs[right] - xs[left]
    share = np.where(width > 0, (at - xs[left]) / np.where(width > 0, width, 1), 0)
    heights: Points = ys[left] + share * (ys[right] - ys[left])
    return heights


def _step(at: Points, sensitivity: Sums, precision: Sums) -> Sums:
    """Precision at the first threshold that reaches each sensitivity."""
    position = np.searchsorted(sensitivity, at - 1e-12)
    return precision[np.minimum(position, len(precision) - 1)]


def _no_band() -> tuple[Points, Points, Points]:
    return np.empty(0), np.empty(0), np.empty(0)


def _no_curve(reason: Undefined | None) -> ThresholdCurve:
    return ThresholdCurve(np.empty(0), np.empty(0), *_no_band(), reason or Undefined.NO_SUCH_CLASS)
