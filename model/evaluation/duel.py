"""Two algorithms head to head on the same photos: paired differences of their scores, and who is right where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.evaluation.answers import Mask
from model.evaluation.benchmark import SetTables
from model.evaluation.evaluation import Evaluation
from model.evaluation.paired import Difference, bootstrap_difference

COMPARED = ("balanced_accuracy", "melanoma_auc", "sensitivity", "specificity")
"""The compared scores; a higher one is better."""


@dataclass(frozen=True, eq=False)
class Duel:
    """Two algorithms on one set. `differences` are first minus second, by score.

    `right` says whether each calls the right one of seven equally frequent diagnoses, `(2, n)`.
    """

    tables: SetTables
    pair: tuple[str, str]
    differences: Mapping[str, Difference]
    right: NDArray[np.bool_]

    def photos(self, first: bool, second: bool) -> Mask:
        """The photos that each calls right (True) or wrong (False), `(n,)`."""
        chosen: Mask = (self.right[0] == first) & (self.right[1] == second)
        return chosen

    def counts(self, first: bool, second: bool) -> tuple[int, int]:
        """Numbers of these photos, and of the melanomas among them."""
        chosen = self.photos(first, second)
        melanomas = self.tables.positive
        return int(chosen.sum()), int((chosen & melanomas).sum())


def duel_of(evaluation: Evaluation, name: str, pair: tuple[str, str]) -> Duel:
    """Compare two algorithms on a set that both have answers to."""
    tables = evaluation.benchmark.sets[name]
    answers = [tables.answers(slug) for slug in pair]
    right = np.array([of.called == of.truth for of in answers])
    return Duel(tables, pair, {metric: _difference(evaluation, name, pair, metric) for metric in COMPARED}, right)


def _difference(evaluation: Evaluation, name: str, pair: tuple[str, str], metric: str) -> Difference:
    return bootstrap_difference(*evaluation.values(name, metric, pair), *evaluation.resampled(name, metric, pair))
