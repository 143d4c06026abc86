"""Figures of one algorithm that pages show without resampling.

Probabilities refer to the default practice, recognised diagnoses to equal frequencies. The figures use the same sums as
the leaderboard, so that a figure is the same on every page.
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
    """Counts of one diagnosis; a photo is a hit if its diagnosis alone is the most probable one."""

    diagnosis: Diagnosis
    photos: int
    hits: int

    @property
    def sensitivity(self) -> Score:
        """Share of the photos that is recognised, with its 95 % Wilson interval; NaN without a photo."""
        return wilson(self.hits, self.photos)


@dataclass(frozen=True)
class TrackRecord:
    """Figures of one prediction table, with the counts of each diagnosis in column order.

    The melanoma AUC is NaN without melanomas or without other lesions. The expected calibration error of the largest
    probability is in [0, 1]; NaN if the rows are no distributions.
    """

    melanoma_auc: float
    calibration_error: float
    recognised: tuple[Recognised, ...]


def track_record(name: str, slug: str) -> TrackRecord:
    """Figures of one algorithm from the committed tables of one scoring set.

    Raises:
        OSError: a table is missing.
        ValueError: a table is invalid, or the two hold different images.
    """
    return measured(read_table(BENCHMARK / "truth" / f"{name}.csv"), read_table(BENCHMARK / name / f"{slug}.csv"))


def measured(truth: ImageTable, predictions: ImageTable) -> TrackRecord:
    """Figures of two tables.

    Raises:
        ValueError: the two tables hold different images.
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


def best_and_worst(recognised: Sequence[Recognised]) -> tuple[Recognised, Recognised] | None:
    """The diagnoses with the highest and the lowest share; None without a photo of any diagnosis."""
    known = [counts for counts in recognised if counts.photos]
    if not known:
        return None
    shares = [counts.hits / counts.photos for counts in known]
    return known[shares.index(max(shares))], known[shares.index(min(shares))]
