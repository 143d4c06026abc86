"""Bootstrap: which images each resample draws, and the interval of what comes out.

Lesions are drawn again with replacement within each diagnosis, so that every resample asks about the same mix, and all
images of a drawn lesion come along (Efron and Tibshirani 1993, percentile interval). The same draws serve every
algorithm and every score, so that differences are paired.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from model.evaluation.answers import Columns
from model.evaluation.intervals import Score, Undefined, Value
from model.evaluation.tally import Counts, Resampled

RESAMPLES = 2000
SEED = 2017
ENDS = (0.025, 0.975)
DEFINED = 0.95
"""A score needs a value in at least this share of the resamples to have an interval."""


def seed_of(images: Sequence[str]) -> tuple[int, int]:
    """Seed for a set of images: the same set is always resampled alike, and two sets independently."""
    return SEED, zlib.crc32("\n".join(images).encode())


def draw(
    truth: Columns, seed: int | Sequence[int] = SEED, resamples: int = RESAMPLES, groups: Sequence[str] | None = None
) -> Counts:
    """How often each image is drawn in each resample, `(n, resamples)`.

    Args:
        truth: column of each image's diagnosis, `(n,)`; every diagnosis keeps its number of lesions.
        seed: of the draws.
        resamples: how many.
        groups: lesion of each image, `(n,)`; without it each image is a lesion of its own. A lesion has the diagnosis
            of its first image.
    """
    rng = np.random.default_rng(seed)
    lesion, first = _lesions(len(truth), groups)
    diagnosis = truth[first]
    counts = np.zeros((len(first), resamples), np.float32)
    for column in np.unique(diagnosis):
        of = np.flatnonzero(diagnosis == column)
        counts[of] = rng.multinomial(len(of), np.full(len(of), 1 / len(of)), resamples).T
    return counts if len(first) == len(truth) else counts[lesion]


def _lesions(images: int, groups: Sequence[str] | None) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Number of each image's lesion, `(n,)`, and position of each lesion's first image."""
    if groups is None:
        return np.arange(images), np.arange(images)
    _, first, lesion = np.unique(np.asarray(groups), return_index=True, return_inverse=True)
    order = np.argsort(first)  # lesions in the order of the images, so that single images give the same draws
    position = np.empty(len(order), np.intp)
    position[order] = np.arange(len(order))
    return position[lesion], first[order]


def interval(value: Value, resampled: Resampled) -> Score:
    """The value with the percentile interval of its resamples."""
    defined = resampled[~np.isnan(resampled)]
    if value.reason is not None:
        return Score(value.value, np.nan, np.nan, value.reason)
    if not len(resampled) or len(defined) < DEFINED * len(resampled):
        return Score(value.value, np.nan, np.nan, Undefined.FEW_RESAMPLES)
    low, high = np.quantile(defined, ENDS)
    return Score(value.value, float(low), float(high))
