"""Prediction table -> how many photos of each diagnosis are recognised. Counting alone: imports nothing heavy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.evaluation.intervals import Score, wilson
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.tables import Table, read_table
from model.lesion.diagnosis import DIAGNOSES, Diagnosis


@dataclass(frozen=True)
class Recognised:
    """Counts of one diagnosis; a photo is recognised where its diagnosis is the most probable one.

    Attributes:
        diagnosis: the true diagnosis.
        photos: photos of it.
        hits: how many of them are recognised.
    """

    diagnosis: Diagnosis
    photos: int
    hits: int

    @property
    def sensitivity(self) -> Score:
        """Share that is recognised, with its 95 % Wilson interval; NaN without a photo."""
        return wilson(self.hits, self.photos)


def recognised_on(day: str, slug: str) -> tuple[Recognised, ...]:
    """Counts of one algorithm in the committed tables of one scoring set, in column order.

    Raises:
        OSError: a table is not there.
        ValueError: a table is none, or the two speak of different images.
    """
    return recognised(read_table(BENCHMARK / "truth" / f"{day}.csv"), read_table(BENCHMARK / day / f"{slug}.csv"))


def recognised(truth: Table, predictions: Table) -> tuple[Recognised, ...]:
    """Counts of two tables, in column order.

    Raises:
        ValueError: the two tables speak of different images.
    """
    true = truth.values.argmax(1)
    right = predictions.in_order_of(truth.images).values.argmax(1) == true
    return tuple(
        Recognised(diagnosis, int((true == column).sum()), int(right[true == column].sum()))
        for column, diagnosis in enumerate(DIAGNOSES)
    )


def best_and_worst(found: Sequence[Recognised]) -> tuple[Recognised, Recognised] | None:
    """The diagnoses of the highest and the lowest share, among those that have a photo; None where none has."""
    known = [one for one in found if one.photos]
    if not known:
        return None
    return max(known, key=lambda one: one.hits / one.photos), min(known, key=lambda one: one.hits / one.photos)
