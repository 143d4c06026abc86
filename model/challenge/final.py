"""The final ranking: the measured score and the points of the jury, joined by the weights of the definition.

    QI in each resample, points of each juror -> joined score of each team in each resample -> ranks with intervals

Both parts are put on a scale from 0 to 1: the QI as it is, or 1 minus it for a loss, and the mean points over the 10
that a juror can give. Chance enters by the photos, resampled as on the leaderboard, and by the jurors, of whom as many
are drawn again with replacement.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.challenge.definition import Definition
from model.evaluation.evaluation import Evaluation
from model.evaluation.qi import qi_of, resampled_qi_of
from model.evaluation.ranking import certainty
from model.evaluation.resampling import ENDS

Values = NDArray[np.float64]
Points = Mapping[str, Mapping[str, float]]
"""Points of one juror by criterion, for each juror."""
MOST = 10
"""The most points for a criterion."""


@dataclass(frozen=True)
class FinalPlace:
    """One team in the final ranking; what is unknown is NaN, and the rank then None.

    `joined` is on a scale from 0 to 1, with its 95 % interval. `first` is the probability of being first.
    """

    slug: str
    rank: int | None
    qi: float
    points: float
    jurors: int
    joined: float
    low: float
    high: float
    first: float


def jury_points(definition: Definition, points: Points) -> Values:
    """Mean points of each juror who judged every criterion, weighted as defined: `(jurors,)` between 0 and 10."""
    weights = {criterion.slug: criterion.weight for criterion in definition.criteria}
    whole = [given for _, given in sorted(points.items()) if weights.keys() <= given.keys()]
    total = sum(weights.values())
    return np.array([sum(given[name] * share for name, share in weights.items()) / total for given in whole])


def final_ranking(
    definition: Definition, evaluation: Evaluation, points: Mapping[str, Points]
) -> tuple[FinalPlace, ...]:
    """Rank the teams of `points`, which are slugs of the evaluation, the best first; unknown ones are last.

    A team without a QI, or without a juror who judged every criterion, has no rank where that part counts.
    """
    slugs = sorted(points)
    if not slugs:
        return ()
    rule, share = definition.rule, definition.jury_weight
    of_jury = [jury_points(definition, points[slug]) for slug in slugs]
    qi, drawn = qi_of(evaluation, rule, slugs), resampled_qi_of(evaluation, rule, slugs)
    better = _better(qi, rule.of.higher_is_better), _better(drawn, rule.of.higher_is_better)
    means = np.array([given.mean() if len(given) else np.nan for given in of_jury])
    redrawn = np.array([_redrawn(slug, given, drawn.shape[1]) for slug, given in zip(slugs, of_jury, strict=True)])
    joined, resampled = _join(share, better[0], means), _join(share, better[1], redrawn)
    sure = certainty(joined, resampled, True)
    places = [
        _place(slug, at, sure.ranks, sure.first, qi, means, of_jury, joined, resampled) for at, slug in enumerate(slugs)
    ]
    return tuple(sorted(places, key=lambda place: (place.rank is None, place.rank or 0, place.slug)))


def _better(values: Values, higher: bool) -> Values:
    return values if higher else 1 - values


def _join(share: float, measured: Values, points: Values) -> Values:
    """The weighted mean of both parts; a part of weight 0 is left out, even if it is unknown."""
    joined: Values = np.zeros_like(measured)
    for weight, part in ((1 - share, measured), (share, points / MOST)):
        joined = joined + weight * part if weight > 0 else joined
    return joined


def _redrawn(slug: str, points: Values, resamples: int) -> Values:
    """Mean points over as many jurors drawn again, in each resample."""
    if not len(points):
        return np.full(resamples, np.nan)
    random = np.random.default_rng(zlib.crc32(slug.encode()))
    means: Values = points[random.integers(len(points), size=(resamples, len(points)))].mean(1)
    return means


def _place(
    slug: str,
    at: int,
    ranks: Values,
    first: Values,
    qi: Values,
    means: Values,
    of_jury: Sequence[Values],
    joined: Values,
    resampled: Values,
) -> FinalPlace:
    known = not np.isnan(joined[at])
    low, high = np.quantile(resampled[at], ENDS) if known and not np.isnan(resampled[at]).any() else (np.nan, np.nan)
    return FinalPlace(
        slug,
        int(ranks[at]) if known else None,
        float(qi[at]),
        float(means[at]),
        len(of_jury[at]),
        float(joined[at]),
        float(low),
        float(high),
        float(first[at]),
    )
