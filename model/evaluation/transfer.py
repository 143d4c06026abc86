"""An evaluation -> how far a score falls from one set to another: does it hold on photos from other clinics?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

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
    """What one algorithm loses between two sets.

    Attributes:
        slug: the algorithm.
        home: its score on the first set.
        away: its score on the second.
        by: how much worse the second is, with its 95 % interval; negative where it is better. NaN where either is
            undefined.
    """

    slug: str
    home: Score
    away: Score
    by: Difference

    @property
    def is_certain(self) -> bool:
        """It is worse on the second set, and more than by chance: the whole interval lies above 0."""
        return self.by.low > 0


def falls(
    evaluation: Evaluation, metric: str = "melanoma_auc", home: str = HOME, away: str = ELSEWHERE
) -> tuple[Fall, ...]:
    """What each algorithm that answers both sets loses, the best on the second first; empty where one set is not there.

    The sets hold different photos and are drawn independently of each other, so the interval is that of a difference
    of two independent samples: percentiles of the differences of their resamples.
    """
    if not {home, away} <= evaluation.scores.keys():
        return ()
    sign = 1 if METRICS[metric].higher_is_better else -1
    both = [slug for slug in evaluation.slugs if slug in evaluation.scores[away]]
    found = [_fall(evaluation, slug, metric, home, away, sign) for slug in both]
    return tuple(sorted(found, key=lambda fall: (math.isnan(fall.away.value), -sign * fall.away.value, fall.slug)))


def melanoma_fall(slug: str) -> Fall:
    """What one algorithm loses of its melanoma AUC from day 2 to elsewhere, from the committed tables alone.

    Raises:
        OSError: a table is not there.
        ValueError: a table is none, or does not speak of the images of its set.
    """
    metric, found = METRICS["melanoma_auc"], []
    for name in (HOME, ELSEWHERE):
        truth = read_table(BENCHMARK / "truth" / f"{name}.csv")
        answers = answers_of(truth, read_table(BENCHMARK / name / f"{slug}.csv"), practice=default_practice())
        tally = Tally(answers, draw(answers.truth, seed_of(truth.images)))
        drawn = metric.resampled(tally).astype(np.float64)
        found.append((interval(metric.value(answers), drawn), drawn))
    (home, of_home), (away, of_away) = found
    return Fall(slug, home, away, bootstrap_difference(home.value, away.value, of_home, of_away))


def _fall(evaluation: Evaluation, slug: str, metric: str, home: str, away: str, sign: int) -> Fall:
    one, other = evaluation.scores[home][slug], evaluation.scores[away][slug]
    better, worse = sign * one.values[metric], sign * other.values[metric]
    drawn = [sign * np.asarray(of.resampled[metric]) for of in (one, other)]
    return Fall(slug, one.overall[metric], other.overall[metric], bootstrap_difference(better, worse, *drawn))
