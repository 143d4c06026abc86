"""Fall of a score from one set to another: whether it holds on photos from other clinics."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.evaluation.answers import answers_of
from model.evaluation.evaluation import Evaluation
from model.evaluation.intervals import Score
from model.evaluation.metrics import METRICS
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.paired import Difference, bootstrap_difference
from model.evaluation.resampling import draw, interval, seed_of
from model.evaluation.sets import ELSEWHERE, HOME
from model.evaluation.tables import read_table
from model.evaluation.tally import Tally
from model.lesion.practice import default_practice


@dataclass(frozen=True)
class Fall:
    """Fall of the score of one algorithm between two sets.

    `by` is the loss on the second set; negative for a gain, NaN if either score is undefined.
    """

    slug: str
    home: Score
    away: Score
    by: Difference

    @property
    def is_certain(self) -> bool:
        """Whether the whole interval of the loss lies above 0."""
        return self.by.low > 0


def falls(
    evaluation: Evaluation, metric: str = "melanoma_auc", home: str = HOME, away: str = ELSEWHERE
) -> tuple[Fall, ...]:
    """Falls of the algorithms with tables of both sets, the best on the second first; empty without one of the sets.

    The sets hold different photos and are resampled independently, so the interval is that of a difference of two
    independent samples: percentiles of the differences of their resamples.
    """
    if not {home, away} <= evaluation.scores.keys():
        return ()
    sign = 1 if METRICS[metric].higher_is_better else -1
    both = [slug for slug in evaluation.slugs if slug in evaluation.scores[home] and slug in evaluation.scores[away]]
    unordered = [_fall(evaluation, slug, metric, home, away, sign) for slug in both]
    return tuple(sorted(unordered, key=lambda fall: (math.isnan(fall.away.value), -sign * fall.away.value, fall.slug)))


def melanoma_fall(slug: str) -> Fall:
    """Fall of the melanoma AUC of one algorithm from day 2 to elsewhere, from the committed tables.

    Raises:
        OSError: a table is missing.
        ValueError: a table is invalid, or does not hold the images of its set.
    """
    (home, home_drawn), (away, away_drawn) = (_melanoma_auc(name, slug) for name in (HOME, ELSEWHERE))
    return Fall(slug, home, away, bootstrap_difference(home.value, away.value, home_drawn, away_drawn))


def _melanoma_auc(name: str, slug: str) -> tuple[Score, NDArray[np.float64]]:
    """Melanoma AUC on one set, and the same in each resample, `(resamples,)`."""
    metric, truth = METRICS["melanoma_auc"], read_table(BENCHMARK / "truth" / f"{name}.csv")
    answers = answers_of(truth, read_table(BENCHMARK / name / f"{slug}.csv"), practice=default_practice())
    drawn = metric.resampled(Tally(answers, draw(answers.truth, seed_of(truth.images)))).astype(np.float64)
    return interval(metric.value(answers), drawn), drawn


def _fall(evaluation: Evaluation, slug: str, metric: str, home: str, away: str, sign: int) -> Fall:
    scored = evaluation.scores[home][slug], evaluation.scores[away][slug]
    first, second = (sign * scores.values[metric] for scores in scored)
    drawn = [sign * np.asarray(scores.resampled[metric]) for scores in scored]
    at_home, abroad = (scores.overall[metric] for scores in scored)
    return Fall(slug, at_home, abroad, bootstrap_difference(first, second, *drawn))
