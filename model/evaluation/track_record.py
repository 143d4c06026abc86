"""Prediction table -> the figures that pages show of one algorithm at once, without the resamples of a leaderboard.

Probabilities speak of the default practice, what is recognised of equally frequent diagnoses. The figures come from the
same sums as the leaderboard's, so that a figure is the same on every page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.evaluation.answers import answers_of
from model.evaluation.intervals import Score, wilson
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.tables import ImageTable, read_table
from model.evaluation.tally import once
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.practice import default_practice


@dataclass(frozen=True)
class Recognised:
    """Counts of one diagnosis; a photo is recognised where its diagnosis alone is the most probable one.

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


@dataclass(frozen=True)
class TrackRecord:
    """Figures of one prediction table.

    Attributes:
        melanoma_auc: probability that a melanoma gets a higher melanoma probability than another lesion, ties half;
            NaN without either.
        calibration_error: expected calibration error of the largest probability, in [0, 1]; NaN where the rows are
            no distributions.
        recognised: counts of each diagnosis, in column order.
    """

    melanoma_auc: float
    calibration_error: float
    recognised: tuple[Recognised, ...]


def track_record(name: str, slug: str) -> TrackRecord:
    """Figures of one algorithm from the committed tables of one scoring set.

    Raises:
        OSError: a table is not there.
        ValueError: a table is none, or the two speak of different images.
    """
    return measured(read_table(BENCHMARK / "truth" / f"{name}.csv"), read_table(BENCHMARK / name / f"{slug}.csv"))


def measured(truth: ImageTable, predictions: ImageTable) -> TrackRecord:
    """Figures of two tables.

    Raises:
        ValueError: the two tables speak of different images.
    """
    answers = answers_of(truth, predictions, practice=default_practice())
    tally = once(answers)
    return TrackRecord(
        float(tally.curve(Diagnosis.MEL.column).areas[0][0]),
        float(np.abs(tally.calibration_gaps).sum() / tally.total[0]) if answers.is_distribution else float("nan"),
        tuple(
            Recognised(diagnosis, int(tally.confusion[column].sum()), int(tally.confusion[column, column, 0]))
            for column, diagnosis in enumerate(DIAGNOSES)
        ),
    )


def best_and_worst(found: Sequence[Recognised]) -> tuple[Recognised, Recognised] | None:
    """The diagnoses of the highest and the lowest share, among those that have a photo; None where none has."""
    known = [one for one in found if one.photos]
    if not known:
        return None
    return max(known, key=lambda one: one.hits / one.photos), min(known, key=lambda one: one.hits / one.photos)
