"""The event's rule: QI is the weighted mean of the score of day 1 and the score of day 2.

The event of 2017 published neither its weights nor its metric. Equal weights and balanced accuracy, the metric of the
ISIC challenge, are our choice. The page can change both and shows whether the winner depends on them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.evaluation.evaluation import Evaluation
from model.evaluation.intervals import Score, Undefined, no_score
from model.evaluation.metrics import METRICS, RANKED_BY, Metric
from model.evaluation.ranking import RankCertainty, Values, certainty
from model.evaluation.resampling import ENDS
from model.evaluation.sets import DAYS

WEIGHT_STEPS = 20
"""Number of steps from 0 to 1 in which the share of day 1 is varied."""


@dataclass(frozen=True)
class Rule:
    """Metric of `RANKED_BY` and weights of a ranking; only the ratio of the two weights matters.

    Raises:
        ValueError: the metric is unknown, a weight is negative, or both are 0.
    """

    metric: str = "balanced_accuracy"
    weight_day1: float = 0.5
    weight_day2: float = 0.5

    def __post_init__(self) -> None:
        weights = (self.weight_day1, self.weight_day2)
        if self.metric not in METRICS:
            raise ValueError(f"expected a metric of {', '.join(METRICS)}, got {self.metric!r}")
        if not all(np.isfinite(weights)) or min(weights) < 0 or sum(weights) <= 0:
            raise ValueError(f"expected two weights of at least 0 and not both 0, got {weights}")

    @property
    def shares(self) -> tuple[float, float]:
        """Weights that sum to 1."""
        total = self.weight_day1 + self.weight_day2
        return self.weight_day1 / total, self.weight_day2 / total

    @property
    def of(self) -> Metric:
        """The metric of the rule."""
        return METRICS[self.metric]


@dataclass(frozen=True)
class Standing:
    """One row of the ranking.

    Ranks begin at 1, and equal QIs share the better one; it is None for an undefined QI. The QI has a bootstrap
    interval; `rank_low` is the best, `rank_high` the worst rank of the 95 % interval, and `first` the probability of
    being first.
    """

    slug: str
    rank: int | None
    qi: Score
    day1: Score
    day2: Score
    rank_low: float
    rank_high: float
    first: float


@dataclass(frozen=True, eq=False)
class Ranking:
    """All algorithms ranked by one rule: the best first, the undefined last, equals in the order of their names.

    `slugs` has the algorithms in the order of `certainty`, their ranks under resampling.
    """

    rule: Rule
    standings: tuple[Standing, ...]
    slugs: tuple[str, ...]
    certainty: RankCertainty

    @property
    def winners(self) -> tuple[str, ...]:
        """Algorithms of rank 1: none, one, or several with equal QI."""
        return tuple(standing.slug for standing in self.standings if standing.rank == 1)

    @property
    def is_certain(self) -> bool:
        """Whether a single algorithm is first, in at least 95 % of the resamples too."""
        leaders = [standing for standing in self.standings if standing.rank == 1]
        return len(leaders) == 1 and leaders[0].first >= 0.95


@dataclass(frozen=True)
class Winner:
    """The algorithms of rank 1 under one rule."""

    rule: Rule
    slugs: tuple[str, ...]


@dataclass(frozen=True)
class WinnerByRule:
    """The winners under many rules, metrics in the given order, the share of day 1 rising."""

    winners: tuple[Winner, ...]

    @property
    def depends(self) -> bool:
        """Whether winners differ between rules; rules without any defined QI are left out."""
        return len({winner.slugs for winner in self.winners if winner.slugs}) > 1

    @property
    def ever(self) -> tuple[str, ...]:
        """Algorithms that are first under some rule, alone or shared, the most frequent first."""
        counted = Counter(slug for winner in self.winners for slug in winner.slugs)
        return tuple(sorted(counted, key=lambda slug: (-counted[slug], slug)))

    def by_metric(self) -> dict[str, tuple[str, ...]]:
        """For each metric, the algorithms that are first with some weights."""
        slugs: dict[str, tuple[str, ...]] = {}
        for winner in self.winners:
            known = slugs.get(winner.rule.metric, ())
            slugs[winner.rule.metric] = tuple(dict.fromkeys((*known, *winner.slugs)))
        return slugs


def rank(evaluation: Evaluation, rule: Rule | None = None) -> Ranking:
    """Rank all algorithms by their QI."""
    rule = rule or Rule()
    qi, resampled = qi_of(evaluation, rule), resampled_qi_of(evaluation, rule)
    sure = certainty(qi, resampled, rule.of.higher_is_better)
    standings = [_standing(evaluation, rule, index, qi, resampled, sure) for index in range(len(qi))]
    standings.sort(key=lambda row: (row.rank is None, row.rank or 0, row.slug))
    return Ranking(rule, tuple(standings), evaluation.slugs, sure)


def winner_by_rule(
    evaluation: Evaluation, metrics: Sequence[str] = RANKED_BY, steps: int = WEIGHT_STEPS
) -> WinnerByRule:
    """The winners for every metric and every share of day 1 from 0 to 1."""
    rules = [Rule(metric, step / steps, 1 - step / steps) for metric in metrics for step in range(steps + 1)]
    return WinnerByRule(tuple(Winner(rule, _first(evaluation, rule)) for rule in rules))


def _first(evaluation: Evaluation, rule: Rule) -> tuple[str, ...]:
    qi = qi_of(evaluation, rule) * (1 if rule.of.higher_is_better else -1)
    if np.isnan(qi).all():
        return ()
    return tuple(slug for slug, value in zip(evaluation.slugs, qi, strict=True) if value == np.nanmax(qi))


def qi_of(evaluation: Evaluation, rule: Rule) -> Values:
    """QI of all algorithms, `(algorithms,)`; NaN without a score of a day that counts."""
    return _weighted(rule, *(evaluation.values(day, rule.metric) for day in DAYS))


def resampled_qi_of(evaluation: Evaluation, rule: Rule) -> Values:
    """QI of all algorithms in each resample, `(algorithms, resamples)`; the days are resampled independently."""
    return _weighted(rule, *(evaluation.resampled(day, rule.metric) for day in DAYS))


def _weighted(rule: Rule, day1: Values, day2: Values) -> Values:
    """Weighted mean; a day of weight 0 is left out, even if its score is undefined."""
    mean = np.zeros_like(day1)
    for share, values in zip(rule.shares, (day1, day2), strict=True):
        if share > 0:
            mean = mean + share * values
    return mean


def _standing(
    evaluation: Evaluation, rule: Rule, index: int, qi: Values, resampled: Values, sure: RankCertainty
) -> Standing:
    slug = evaluation.slugs[index]
    day1, day2 = (evaluation.scores[day][slug].overall[rule.metric] for day in DAYS)
    is_ranked = not np.isnan(sure.ranks[index])
    return Standing(
        slug,
        int(sure.ranks[index]) if is_ranked else None,
        _score(qi[index], resampled[index], day1.reason or day2.reason),
        day1,
        day2,
        float(sure.low[index]),
        float(sure.high[index]),
        float(sure.first[index]),
    )


def _score(value: float, resampled: Values, reason: Undefined | None) -> Score:
    if np.isnan(value):
        return no_score(reason or Undefined.NO_IMAGES)
    if not len(resampled) or np.isnan(resampled).any():
        return Score(float(value), np.nan, np.nan, Undefined.FEW_RESAMPLES)
    low, high = np.quantile(resampled, ENDS)
    return Score(float(value), float(low), float(high))
