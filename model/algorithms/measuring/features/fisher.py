"""Descriptors of patches and a dictionary -> one vector: how the patches of a photo differ from the learned words.

The dictionary is a mixture of Gaussians; every patch belongs to each word by a share. For every word the vector holds
where the photo's patches lie beside the word's middle, and how widely they are spread beside its own width.

Fisher vectors: Perronnin, Sánchez and Mensink 2010, doi:10.1007/978-3-642-15561-1_11.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Dictionary:
    """What was learned about one kind of descriptor.

    Attributes:
        centre: mean descriptor, `(d,)`.
        axes: directions that are kept, `(d, k)`.
        shares: how frequent each word is, `(words,)`, summing to 1.
        means: middle of each word along the axes, `(words, k)`.
        widths: standard deviation of each word along the axes, `(words, k)`.
    """

    centre: NDArray[np.float32]
    axes: NDArray[np.float32]
    shares: NDArray[np.float32]
    means: NDArray[np.float32]
    widths: NDArray[np.float32]


def fisher_vectors(
    descriptors: NDArray[np.float32], pools: NDArray[np.float32], dictionary: Dictionary
) -> NDArray[np.float32]:
    """One Fisher vector for each pool of patches, each of length 1, `(pools x 2 x words x k,)`.

    Args:
        descriptors: of the patches, `(n, d)`.
        pools: how far each patch belongs to each pool, `(pools, n)`, in [0, 1].
        dictionary: the words.
    """
    kept = np.matmul(descriptors - dictionary.centre, dictionary.axes, dtype=np.float32)  # (n, k)
    belongs = _belonging(kept, dictionary)  # (n, words)
    return np.concatenate([_one_vector(kept, belongs * pool[:, None], float(pool.sum()), dictionary) for pool in pools])


def _belonging(kept: NDArray[np.float32], dictionary: Dictionary) -> NDArray[np.float32]:
    """Share of each patch that belongs to each word, `(n, words)`, rows summing to 1."""
    precision = 1 / np.square(dictionary.widths)
    constant = np.log(dictionary.shares) - np.log(dictionary.widths).sum(1)
    constant = constant - 0.5 * (np.square(dictionary.means) * precision).sum(1)
    fit = constant - 0.5 * np.square(kept) @ precision.T + kept @ (dictionary.means * precision).T
    powers = np.exp(fit - fit.max(1, keepdims=True))
    belongs: NDArray[np.float32] = powers / powers.sum(1, keepdims=True)
    return belongs


def _one_vector(
    kept: NDArray[np.float32], belongs: NDArray[np.float32], total: float, dictionary: Dictionary
) -> NDArray[np.float32]:
    count = belongs.sum(0)[:, None]  # (words, 1)
    first = belongs.T @ kept
    second = belongs.T @ np.square(kept)
    means, widths = dictionary.means, dictionary.widths
    scale = np.sqrt(dictionary.shares)[:, None] * max(total, 1.0)
    beside = (first - count * means) / (widths * scale)
    spread = (second - 2 * means * first + count * (np.square(means) - np.square(widths))) / (np.square(widths) * scale)
    vector = np.concatenate([beside.ravel(), spread.ravel() / np.float32(np.sqrt(2))])
    rooted = np.sign(vector) * np.sqrt(np.abs(vector))
    return np.asarray(rooted / max(float(np.linalg.norm(rooted)), 1e-6), np.float32)
