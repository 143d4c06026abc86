"""The answers of all algorithms -> the images to talk about: where they disagree most, and where all fail."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.evaluation.answers import called
from model.evaluation.benchmark import SetTables
from model.evaluation.tables import CLASSES
from model.lesion.archive import archive_page

Several = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ScoredImage:
    """One image of a scoring set with every answer.

    Attributes:
        image: its identifier in the public ISIC Archive.
        diagnosis: what it was, a name of the classes.
        disagreement: between the algorithms, 0 (all the same) to 1.
        right: how many algorithms call it right.
        probabilities: of each algorithm, stated for the practice of the tables, `(classes,)`, by slug.
        calls: of each algorithm, a name of the classes or None where it is undecided, by slug; decided as if all
            diagnoses were equally frequent.
    """

    image: str
    diagnosis: str
    disagreement: float
    right: int
    probabilities: dict[str, NDArray[np.float64]]
    calls: dict[str, str | None]

    @property
    def address(self) -> str:
        """Where the image can be seen."""
        return archive_page(self.image)


def disagreement(probabilities: Several) -> NDArray[np.float64]:
    """Generalised Jensen-Shannon divergence of the algorithms' distributions, `(n,)`, in [0, 1].

    Lin 1991, doi:10.1109/18.61115, with equal weights, as a share of its largest value, log min(algorithms, classes):
    1 where all algorithms are sure of different diagnoses. Rows are brought to the sum 1 first.

    Args:
        probabilities: `(algorithms, n, classes)`.
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
    """The images with the largest disagreement, the largest first; of equals, in the order of the truth."""
    order = np.argsort(-disagreement(tables.probabilities), kind="stable")[:number]
    return _cases(tables, order)


def all_fail(tables: SetTables) -> tuple[ScoredImage, ...]:
    """The images that no algorithm calls right, the surest common error first."""
    if not tables.slugs:
        return ()
    right = _right(tables).sum(0)
    failed = np.flatnonzero(right == 0)
    given = tables.probabilities[:, failed, tables.truth[failed]].mean(0)  # to the true diagnosis
    return _cases(tables, failed[np.argsort(given, kind="stable")])


def _cases(tables: SetTables, positions: NDArray[np.intp]) -> tuple[ScoredImage, ...]:
    disputed, right = disagreement(tables.probabilities), _right(tables).sum(0)
    calls = np.array([called(rows) for rows in tables.probabilities])
    stated = {slug: tables.answers(slug).stated for slug in tables.slugs}
    return tuple(
        ScoredImage(
            tables.images[at],
            CLASSES[tables.truth[at]],
            float(disputed[at]),
            int(right[at]),
            {slug: rows[at] for slug, rows in stated.items()},
            {slug: (*CLASSES, None)[calls[index, at]] for index, slug in enumerate(tables.slugs)},
        )
        for at in positions
    )


def _right(tables: SetTables) -> NDArray[np.bool_]:
    """Which algorithm calls which image right, `(algorithms, n)`."""
    rows = [called(rows) == tables.truth for rows in tables.probabilities]
    return np.array(rows, bool).reshape(len(rows), len(tables.truth))


def _entropy(rows: Several) -> NDArray[np.float64]:
    surprise = np.log(np.where(rows > 0, rows, 1))
    entropy: NDArray[np.float64] = -(rows * surprise).sum(-1)
    return entropy
