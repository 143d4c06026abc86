"""Bootstrap: the images of each resample, and the percentile interval of a score (Efron and Tibshirani 1993).

Lesions are drawn with replacement within each diagnosis, so that every resample has the same mix. A drawn lesion
brings all its images. All algorithms and scores share the same draws, so that differences are paired.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from model.evaluation.answers import Columns
from model.evaluation.intervals import Score, Undefined, Value
from model.evaluation.tally import Counts, Resampled

RESAMPLES = 2000
SEED = 2017
ENDS = (0.025, 0.975)
DEFINED = 0.95
"""Least share of resamples with a value for a score to have an interval."""


def seed_of(images: Sequence[str]) -> tuple[int, int]:
    """Seed for a set of images: equal sets get equal resamples, different sets independent ones."""
    return SEED, zlib.crc32("\n".join(images).encode())


def draw(
    truth: Columns, seed: int | Sequence[int] = SEED, resamples: int = RESAMPLES, groups: Sequence[str] | None = None
) -> Counts:
    """Number of times each image is drawn in each resample, `(n, resamples)`.

    Every diagnosis of `truth`, columns of `(n,)`, keeps its number of lesions. `groups` names the lesion of each image,
    by default its own; a lesion has the diagnosis of its first image. The last draws are kept.
    """
    key = tuple(seed) if isinstance(seed, Sequence) else int(seed)
    names = None if groups is None else tuple(groups)
    return _drawn(np.asarray(truth, np.int64).tobytes(), key, resamples, names).astype(np.float32)


@lru_cache(maxsize=32)  # a card draws from some 25 sets and groups: 2,000 resamples of 1,000 images take 2 MB
def _drawn(
    columns: bytes, seed: int | tuple[int, ...], resamples: int, groups: tuple[str, ...] | None
) -> NDArray[np.uint8]:
    """See `draw`; no image is drawn more than 255 times, as a resample hardly draws one ten times."""
    truth, rng = np.frombuffer(columns, np.int64), np.random.default_rng(seed)
    lesion, first = _lesions(len(truth), groups)
    diagnosis = truth[first]
    counts = np.zeros((len(first), resamples), np.uint8)
    for column in np.unique(diagnosis):
        members = np.flatnonzero(diagnosis == column)
        counts[members] = rng.multinomial(len(members), np.full(len(members), 1 / len(members)), resamples).T
    return counts if len(first) == len(truth) else counts[lesion]


def _lesions(images: int, groups: Sequence[str] | None) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Number of each image's lesion, `(n,)`, and position of each lesion's first image."""
    if groups is None:
        return np.arange(images), np.arange(images)
    _, first, lesion = np.unique(np.asarray(groups), return_index=True, return_inverse=True)
    order = np.argsort(first)  # in the order of the images: one image a lesion draws as without groups
    position = np.empty(len(order), np.intp)
    position[order] = np.arange(len(order))
    return position[lesion], first[order]


def interval(value: Value, resampled: Resampled) -> Score:
    """A value with the percentile interval of its resamples."""
    defined = resampled[~np.isnan(resampled)]
    if value.reason is not None:
        return Score(value.value, np.nan, np.nan, value.reason)
    if not len(resampled) or len(defined) < DEFINED * len(resampled):
        return Score(value.value, np.nan, np.nan, Undefined.FEW_RESAMPLES)
    low, high = np.quantile(defined, ENDS)
    return Score(value.value, float(low), float(high))
