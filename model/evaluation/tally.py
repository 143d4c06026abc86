"""Weighted sums over the images, for many resamples at once.

A resample is a column of counts: the number of times each image was drawn. Every score is a function of a few sums over
the images, so 2,000 resamples cost little more than one. A sum over cells (confusion matrix, bins, thresholds) is one
sparse product with the counts, and a curve sorts the images once for all resamples.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from model.evaluation.answers import Answers, Columns, Mask, called

Sums = NDArray[np.floating[Any]]
"""Floats of the precision of the counts; sums of whole numbers are exact in float32 up to 16 million."""
Counts = Sums
"""Number of times each image is drawn in each resample, `(n, resamples)`."""
Resampled = Sums
"""A number for each resample, `(resamples,)`; NaN if undefined."""
BINS = 15
"""Bins of equal width for the expected calibration error (Guo et al. 2017, arXiv:1706.04599)."""
SMALLEST = float(np.finfo(np.float64).eps)
"""Least probability in the log loss, as in scikit-learn."""


@dataclass(frozen=True, eq=False)
class Decisions:
    """Weights of the four outcomes of a yes-or-no decision, each `(resamples,)`."""

    true_positives: Resampled
    false_positives: Resampled
    false_negatives: Resampled
    true_negatives: Resampled


class Tally:
    """The sums that scores are computed from; each is computed on first access."""

    def __init__(self, answers: Answers, counts: Counts) -> None:
        self.answers = answers
        self.counts = counts
        self._curves: dict[int, WeightedCurve] = {}

    @cached_property
    def at_point(self) -> Tally:
        """The tally for the practice of the operating point."""
        answers = self.answers.at_point
        return self if answers is self.answers else Tally(answers, self.counts)

    @cached_property
    def total(self) -> Resampled:
        """Number of images drawn, `(resamples,)`."""
        total: Resampled = self.counts.sum(0)
        return total

    @cached_property
    def confusion(self) -> Sums:
        """Truth by called class, `(classes, classes + 1, resamples)`; the last column counts the undecided."""
        classes = len(self.answers.classes)
        cells = self.answers.truth * (classes + 1) + self.answers.called
        return self._summed(cells, classes * (classes + 1)).reshape(classes, classes + 1, -1)

    @cached_property
    def squared_error(self) -> Resampled:
        """Sum over images and classes of the squared distance from the truth."""
        return squared_errors(self.answers).astype(self.counts.dtype) @ self.counts

    @cached_property
    def surprise(self) -> Resampled:
        """Sum over images of minus the logarithm of the true class's probability."""
        return surprises(self.answers).astype(self.counts.dtype) @ self.counts

    @cached_property
    def calibration_gaps(self) -> Sums:
        """Sum of hits minus confidence in each bin of confidence, `(BINS, resamples)`."""
        bins, gaps = confidence_bins(self.answers)
        return self._summed(bins, BINS, gaps)

    def gaps_of(self, column: int) -> Sums:
        """Sum of truth minus stated probability of a class in each bin of that probability, `(BINS, resamples)`."""
        bins, gaps = bins_of(self.answers, column)
        return self._summed(bins, BINS, gaps)

    def squared_error_of(self, column: int) -> Resampled:
        """Sum over images of the squared distance of a class's stated probability from the truth."""
        return (bins_of(self.answers, column)[1] ** 2).astype(self.counts.dtype) @ self.counts

    def one_against_rest(self, column: int) -> Decisions:
        """Outcomes of calling a class by the most probable class."""
        hits = self.confusion[column, column]
        called, positives = self.confusion[:, column].sum(0), self.confusion[column].sum(0)
        return Decisions(hits, called - hits, positives - hits, self.total - called - positives + hits)

    def at_threshold(self, column: int, threshold: float) -> Decisions:
        """Outcomes of calling a class at or above a threshold."""
        is_called = self.answers.stated[:, column] >= threshold
        cells = 2 * (self.answers.truth != column) + ~is_called
        hits, misses, false_alarms, rejections = self._summed(cells, 4)
        return Decisions(hits, false_alarms, misses, rejections)

    def curve(self, column: int) -> WeightedCurve:
        """Hits and false alarms of one class against the rest at each of its thresholds, computed once."""
        if column not in self._curves:
            self._curves[column] = self._curve(self.answers.truth == column, self.answers.stated[:, column])
        return self._curves[column]

    def _curve(self, positive: Mask, probability: NDArray[np.float64]) -> WeightedCurve:
        """The curve from a single sparse product over the cells of all thresholds."""
        thresholds = np.unique(probability[positive])[::-1]  # from the highest, (m,)
        # cell 3 k: others between thresholds k and k - 1; 3 k + 1: others tied with k; 3 k + 2: positives
        step = np.searchsorted(-thresholds, -probability)  # first threshold that the image reaches, m if none
        reached = step < len(thresholds)
        tied = np.zeros(len(positive), bool)
        tied[reached] = thresholds[step[reached]] == probability[reached]
        cells = 3 * step + tied + positive
        sums = self._summed(cells, 3 * len(thresholds) + 1)[:-1].reshape(len(thresholds), 3, self.counts.shape[1])
        return WeightedCurve(
            thresholds, sums[:, 2], sums[:, 0], sums[:, 1], self.counts[positive].sum(0), self.counts[~positive].sum(0)
        )

    def _summed(self, cells: Columns, size: int, values: NDArray[np.float64] | None = None) -> Sums:
        """Weighted sum over the images of each cell, `(size, resamples)`."""
        images = len(cells)
        weights = np.ones(images, self.counts.dtype) if values is None else values.astype(self.counts.dtype)
        sums: Sums = csr_array((weights, (cells, np.arange(images))), shape=(size, images)) @ self.counts
        return sums


@dataclass(frozen=True, eq=False)
class WeightedCurve:
    """Weights of hits and false alarms of one class against the rest at each of `m` falling thresholds.

    Thresholds are distinct probabilities of the positive images, `(m,)`. Three weights are `(m, resamples)`: `hits` of
    the positives at each threshold, `above` of the others between it and the previous one, `tied` of those exactly at
    it. `positives` and `negatives` weigh all positives and all others, `(resamples,)`.
    """

    thresholds: NDArray[np.float64]
    hits: Sums
    above: Sums
    tied: Sums
    positives: Resampled
    negatives: Resampled

    @cached_property
    def areas(self) -> tuple[Resampled, Resampled]:
        """Area under the ROC curve and average precision, in one pass that keeps only rows of resamples in memory."""
        caught, false_alarms = np.zeros_like(self.positives), np.zeros_like(self.positives)
        area, precision = np.zeros_like(self.positives), np.zeros_like(self.positives)
        for hits, above, tied in zip(self.hits, self.above, self.tied, strict=True):
            false_alarms += above
            area += hits * (self.negatives - false_alarms - 0.5 * tied)
            false_alarms += tied
            caught += hits
            reached = caught + false_alarms
            precision += hits * caught / (reached + (reached == 0))  # no hits if nothing is reached
        with np.errstate(invalid="ignore"):
            return area / (self.positives * self.negatives), precision / self.positives

    @cached_property
    def sensitivity(self) -> Sums:
        """Share of the positives at or above each threshold, `(m, resamples)`."""
        with np.errstate(invalid="ignore"):
            return accumulated(self.hits) / self.positives

    @cached_property
    def specificity(self) -> Sums:
        """Share of the others below each threshold, `(m, resamples)`."""
        with np.errstate(invalid="ignore"):
            return (self.negatives - accumulated(self.above + self.tied)) / self.negatives

    @property
    def tied_share(self) -> Sums:
        """Share of the others exactly at each threshold, `(m, resamples)`."""
        with np.errstate(invalid="ignore"):
            return self.tied / self.negatives


@lru_cache(maxsize=32)  # the scores of one table are computed one after the other
def once(answers: Answers) -> Tally:
    """The tally of a single resample in which every image counts once."""
    return Tally(answers, np.ones((len(answers.truth), 1)))


def accumulated(steps: Sums) -> Sums:
    """Cumulative sum over the first axis, row by row, which is much faster than `cumsum` for long rows."""
    sums = steps.copy()
    for previous, row in pairwise(sums):
        np.add(row, previous, out=row)
    return sums


def squared_errors(answers: Answers) -> NDArray[np.float64]:
    """Sum over the classes of the squared distance from the truth, `(n,)`, in [0, 2] for distributions."""
    ones = np.eye(len(answers.classes))[answers.truth]
    errors: NDArray[np.float64] = ((answers.stated - ones) ** 2).sum(1)
    return errors


def surprises(answers: Answers) -> NDArray[np.float64]:
    """Minus the natural logarithm of the true class's probability, `(n,)`."""
    probability = answers.stated[np.arange(len(answers.truth)), answers.truth]
    return -np.log(np.clip(probability, SMALLEST, 1 - SMALLEST))


def confidence_bins(answers: Answers) -> tuple[Columns, NDArray[np.float64]]:
    """Bin of each image's largest stated probability, and hit minus that probability; both `(n,)`.

    A bin includes its upper end, as in the paper. A hit is an image whose most probable class is the true one.
    """
    confidence = answers.stated.max(1, initial=0)
    return _bins(confidence), (called(answers.stated) == answers.truth) - confidence


def bins_of(answers: Answers, column: int) -> tuple[Columns, NDArray[np.float64]]:
    """Bin of each image's stated probability of a class, and truth (1 or 0) minus that probability; both `(n,)`."""
    probability = answers.stated[:, column]
    return _bins(probability), (answers.truth == column) - probability


def _bins(probability: NDArray[np.float64]) -> Columns:
    return np.clip(np.ceil(probability * BINS).astype(np.int64) - 1, 0, BINS - 1)
