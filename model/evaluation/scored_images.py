"""Images of a scoring set on which the algorithms disagree most, or which all of them call wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.evaluation.answers import called
from model.evaluation.benchmark import SetTables
from model.evaluation.duel import Duel
from model.lesion.image_folder import archive_page

Several = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ScoredImage:
    """One image of a scoring set with the answers of all algorithms; its name is that of the public ISIC Archive.

    `disagreement` is between 0 (all the same) and 1, `right` the number of algorithms that call it right. Both mappings
    are by slug: `probabilities` for the practice of the tables, `(classes,)`, and `calls` for equally frequent
    diagnoses, None if undecided.
    """

    image: str
    diagnosis: str
    disagreement: float
    right: int
    probabilities: dict[str, NDArray[np.float64]]
    calls: dict[str, str | None]

    @property
    def address(self) -> str:
        """Address of the image in the ISIC Archive."""
        return archive_page(self.image)

    def answered_by(self, slugs: Sequence[str]) -> ScoredImage:
        """The same image with the answers of these algorithms alone."""
        probabilities = {slug: self.probabilities[slug] for slug in slugs}
        return replace(self, probabilities=probabilities, calls={slug: self.calls[slug] for slug in slugs})


def disagreement(probabilities: Several) -> NDArray[np.float64]:
    """Generalised Jensen-Shannon divergence of the algorithms' distributions, `(n,)`, in [0, 1].

    Lin 1991, doi:10.1109/18.61115, with equal weights, divided by its largest value, log min(algorithms, classes). It
    is 1 if all algorithms are sure of different diagnoses. The rows of `(algorithms, n, classes)` are scaled to the sum
    1.
    """
    algorithms, _, classes = probabilities.shape
    if algorithms < 2:
        return np.zeros(probabilities.shape[1])
    sums = probabilities.sum(2, keepdims=True)
    rows = np.where(sums > 0, probabilities / np.where(sums > 0, sums, 1), 1 / classes)
    divergence = _entropy(rows.mean(0)) - _entropy(rows).mean(0)
    shares: NDArray[np.float64] = np.clip(divergence / np.log(min(algorithms, classes)), 0, 1)
    return shares


def most_disputed(tables: SetTables, number: int = 12) -> tuple[ScoredImage, ...]:
    """The images with the largest disagreement, the largest first, equals in the order of the truth."""
    order = np.argsort(-disagreement(tables.probabilities), kind="stable")[:number]
    return _scored(tables, order)


def all_fail(tables: SetTables) -> tuple[ScoredImage, ...]:
    """The images that no algorithm calls right, those with the least mean probability of the truth first."""
    if not tables.slugs:
        return ()
    right = _right(tables).sum(0)
    failed = np.flatnonzero(right == 0)
    probability = tables.probabilities[:, failed, tables.truth[failed]].mean(0)  # of the true diagnosis
    return _scored(tables, failed[np.argsort(probability, kind="stable")])


def only_one_right(duel: Duel, first: bool) -> tuple[ScoredImage, ...]:
    """The images that only the first of two algorithms calls right, or only the second; with these two answers.

    Those for which they give the true diagnosis the most different probabilities come first.
    """
    tables = duel.tables
    chosen = np.flatnonzero(duel.photos(first, not first))
    rows = [tables.probabilities[tables.slugs.index(slug)] for slug in duel.pair]
    one, other = (row[chosen, tables.truth[chosen]] for row in rows)
    order = np.argsort(-np.abs(one - other), kind="stable")
    return tuple(photo.answered_by(duel.pair) for photo in _scored(tables, chosen[order]))


def _scored(tables: SetTables, positions: NDArray[np.intp]) -> tuple[ScoredImage, ...]:
    disputed, right = disagreement(tables.probabilities), _right(tables).sum(0)
    calls = np.array([called(rows) for rows in tables.probabilities])
    stated = {slug: tables.answers(slug).stated for slug in tables.slugs}
    return tuple(
        ScoredImage(
            tables.images[position],
            tables.terms.classes[tables.truth[position]],
            float(disputed[position]),
            int(right[position]),
            {slug: rows[position] for slug, rows in stated.items()},
            {slug: (*tables.terms.classes, None)[calls[index, position]] for index, slug in enumerate(tables.slugs)},
        )
        for position in positions
    )


def _right(tables: SetTables) -> NDArray[np.bool_]:
    """Whether each algorithm calls each image right, `(algorithms, n)`."""
    rows = [called(rows) == tables.truth for rows in tables.probabilities]
    return np.array(rows, bool).reshape(len(rows), len(tables.truth))


def _entropy(rows: Several) -> NDArray[np.float64]:
    surprise = np.log(np.where(rows > 0, rows, 1))
    entropy: NDArray[np.float64] = -(rows * surprise).sum(-1)
    return entropy
