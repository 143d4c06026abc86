"""The event's rule: QI is the weighted mean of the score of day 1 and the score of day 2.

The event of 2017 published neither its weights nor its metric. Equal weights and balanced accuracy, the metric of the
ISIC challenge, are our choice. The page can change both and shows whether the winner depends on them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

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

    `slugs` has the algorithms in the order of `certainty`, their ranks under resampling. `references` have scores but
    no rank, since they combine the others.
    """

    rule: Rule
    standings: tuple[Standing, ...]
    slugs: tuple[str, ...]
    certainty: RankCertainty
    references: tuple[Standing, ...] = ()

    @property
    def winners(self) -> tuple[str, ...]:
        """Algorithms of rank 1: none, one, or several with equal QI."""
        return tuple(standing.slug for standing in self.standings if standing.rank == 1)


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
    """Rank all algorithms by their QI, apart from those that combine others."""
    rule, slugs = rule or Rule(), evaluation.ranked
    sure = certainty(qi_of(evaluation, rule), resampled_qi_of(evaluation, rule), rule.of.higher_is_better)
    standings = [_ranked(_unranked(evaluation, rule, slug), place, sure) for place, slug in enumerate(slugs)]
    standings.sort(key=lambda row: (row.rank is None, row.rank or 0, row.slug))
    references = tuple(_unranked(evaluation, rule, slug) for slug in evaluation.references)
    return Ranking(rule, tuple(standings), slugs, sure, references)


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
    return tuple(slug for slug, value in zip(evaluation.ranked, qi, strict=True) if value == np.nanmax(qi))


def qi_of(evaluation: Evaluation, rule: Rule, slugs: Sequence[str] | None = None) -> Values:
    """QI of several algorithms, `(algorithms,)`, by default of the ranked; NaN without a score of a day that counts."""
    names = evaluation.ranked if slugs is None else slugs
    return _weighted(rule, *(evaluation.values(day, rule.metric, names) for day in DAYS))


def resampled_qi_of(evaluation: Evaluation, rule: Rule, slugs: Sequence[str] | None = None) -> Values:
    """QI of the same algorithms in each resample, `(algorithms, resamples)`; the days are resampled independently."""
    names = evaluation.ranked if slugs is None else slugs
    return _weighted(rule, *(evaluation.resampled(day, rule.metric, names) for day in DAYS))


def _weighted(rule: Rule, day1: Values, day2: Values) -> Values:
    """Weighted mean; a day of weight 0 is left out, even if its score is undefined."""
    mean = np.zeros_like(day1)
    for share, values in zip(rule.shares, (day1, day2), strict=True):
        if share > 0:
            mean = mean + share * values
    return mean


def _unranked(evaluation: Evaluation, rule: Rule, slug: str) -> Standing:
    day1, day2 = (evaluation.score(day, slug, rule.metric) for day in DAYS)
    qi, resampled = qi_of(evaluation, rule, [slug])[0], resampled_qi_of(evaluation, rule, [slug])[0]
    score = _score(qi, resampled, day1.reason or day2.reason)
    return Standing(slug, None, score, day1, day2, np.nan, np.nan, np.nan)


def _ranked(row: Standing, place: int, sure: RankCertainty) -> Standing:
    rank = None if np.isnan(sure.ranks[place]) else int(sure.ranks[place])
    low, high, first = (float(values[place]) for values in (sure.low, sure.high, sure.first))
    return replace(row, rank=rank, rank_low=low, rank_high=high, first=first)


def _score(value: float, resampled: Values, reason: Undefined | None) -> Score:
    if np.isnan(value):
        return no_score(reason or Undefined.NO_IMAGES)
    if not len(resampled) or np.isnan(resampled).any():
        return Score(float(value), np.nan, np.nan, Undefined.FEW_RESAMPLES)
    low, high = np.quantile(resampled, ENDS)
    return Score(float(value), float(low), float(high))
