"""Fisher vectors of patch descriptors.

The dictionary is a mixture of Gaussians, whose components are called words. For every word the vector contains the
mean and the spread of the assigned patches, relative to the mean and the width of the word.

Fisher vectors: Perronnin, Sánchez and Mensink 2010, doi:10.1007/978-3-642-15561-1_11.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax


@dataclass(frozen=True, eq=False)
class Dictionary:
    """Learned mixture of Gaussians for one kind of descriptor; means and widths of the words are along the axes."""

    centre: NDArray[np.float32]  # mean descriptor, (d,)
    axes: NDArray[np.float32]  # principal axes, (d, k)
    shares: NDArray[np.float32]  # (words,), summing to 1
    means: NDArray[np.float32]  # (words, k)
    widths: NDArray[np.float32]  # standard deviations, (words, k)


def fisher_vectors(
    descriptors: NDArray[np.float32], pools: NDArray[np.float32], dictionary: Dictionary
) -> NDArray[np.float32]:
    """Fisher vectors of unit length, one for each pool of patches, `(pools x 2 x words x k,)`.

    Descriptors of the patches are `(n, d)`; pools give the share of each patch in each pool, `(pools, n)`, in [0, 1].
    """
    projected = np.matmul(descriptors - dictionary.centre, dictionary.axes, dtype=np.float32)  # (n, k)
    responsible = _responsibilities(projected, dictionary)  # (n, words)
    weights = [(responsible * pool[:, None], float(pool.sum())) for pool in pools]
    return np.concatenate([_fisher_vector(projected, pooled, total, dictionary) for pooled, total in weights])


def _responsibilities(projected: NDArray[np.float32], dictionary: Dictionary) -> NDArray[np.float32]:
    """Responsibility of each word for each patch, `(n, words)`, rows summing to 1."""
    precision = 1 / np.square(dictionary.widths)
    constant = np.log(dictionary.shares) - np.log(dictionary.widths).sum(1)
    constant = constant - 0.5 * (np.square(dictionary.means) * precision).sum(1)
    fit = constant - 0.5 * np.square(projected) @ precision.T + projected @ (dictionary.means * precision).T
    return np.asarray(softmax(fit, axis=1))


def _fisher_vector(
    projected: NDArray[np.float32], responsible: NDArray[np.float32], total: float, dictionary: Dictionary
) -> NDArray[np.float32]:
    count = responsible.sum(0)[:, None]  # (words, 1)
    first = responsible.T @ projected
    second = responsible.T @ np.square(projected)
    means, widths = dictionary.means, dictionary.widths
    scale = np.sqrt(dictionary.shares)[:, None] * max(total, 1.0)
    beside = (first - count * means) / (widths * scale)
    spread = (second - 2 * means * first + count * (np.square(means) - np.square(widths))) / (np.square(widths) * scale)
    vector = np.concatenate([beside.ravel(), spread.ravel() / np.float32(np.sqrt(2))])
    rooted = np.sign(vector) * np.sqrt(np.abs(vector))
    return np.asarray(rooted / max(float(np.linalg.norm(rooted)), 1e-6), np.float32)
