"""Answers of one algorithm -> every score with its 95 % interval.

Shares of images get Wilson's interval where each image is a lesion of its own; everything else, and shares of images
that share a lesion, get a bootstrap interval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sklearn import config_context

from model.evaluation.answers import Answers, answers_of
from model.evaluation.intervals import Score, Value, wilson
from model.evaluation.metrics import METRICS, OF_CLASS, Metric, class_metrics
from model.evaluation.resampling import RESAMPLES, draw, interval, seed_of
from model.evaluation.tables import ImageTable
from model.evaluation.tally import Counts, Resampled, Tally
from model.lesion.practice import EQUAL, Practice

Of = TypeVar("Of")


@dataclass(frozen=True, eq=False)
class TableScores:
    """All that is known of one algorithm on one set; what takes long is computed when it is first asked for.

    Attributes:
        overall: scores by the names of `METRICS`.
        of_class: scores by the names of `OF_CLASS`, for each class.
        resampled: each overall score in each resample, `(resamples,)`, for comparisons between algorithms.
        values: each overall score without its interval; all of them are there at once.
    """

    overall: Mapping[str, Score]
    of_class: Mapping[str, Mapping[str, Score]]
    resampled: Mapping[str, NDArray[np.float64]]
    values: Mapping[str, float]


def scores(
    truth: ImageTable,
    predictions: ImageTable,
    resamples: int = RESAMPLES,
    names: Sequence[str] = tuple(METRICS),
    threshold: float | None = None,
    practice: Practice = EQUAL,
) -> dict[str, Score]:
    """Scores of one prediction table by the names of `METRICS`.

    Args:
        truth: a 1 in the column of each image's diagnosis.
        predictions: probabilities of the same images, in any order.
        resamples: of the bootstrap.
        names: which scores.
        threshold: operating point, for those that need one.
        practice: what the stated probabilities and the threshold speak of.

    Raises:
        TableError: the tables do not speak of the same images, or the truth does not name one diagnosis each.
    """
    answers = answers_of(truth, predictions, threshold, practice)
    tally = Tally(answers, draw(answers.truth, seed_of(truth.images), resamples))
    return {name: score(METRICS[name], tally) for name in names}


def table_scores(answers: Answers, counts: Counts, single: bool = True) -> TableScores:
    """Every score of one algorithm.

    Those that want the curve of every class are most of the work and seldom looked at: they wait until one of them is
    asked for.

    Args:
        answers: truth and probabilities.
        counts: the draws of the bootstrap, `(n, resamples)`; the same for all algorithms of a set.
        single: each image is a lesion of its own.
    """
    # tables are checked when they are read; scikit-learn would check the answers again for every score
    with config_context(assume_finite=True, skip_parameter_validation=True):
        values = {name: metric.value(answers) for name, metric in METRICS.items()}
    now = _part(answers, counts, single, values, wanted=False)
    later = cache(lambda: _part(answers, counts, single, values, wanted=True))
    return TableScores(
        overall=InParts(METRICS, now.overall, lambda: later().overall),
        of_class={
            name: InParts(OF_CLASS, of, lambda name=name: later().of_class[name])  # type: ignore[misc]
            for name, of in now.of_class.items()
        },
        resampled=InParts(METRICS, now.resampled, lambda: later().resampled),
        values={name: value.value for name, value in values.items()},
    )


class InParts(Mapping[str, Of]):
    """A mapping of which a part is there and the rest is computed when one of it is asked for.

    >>> squares = InParts(("two", "three"), {"two": 4}, lambda: {"three": 9})
    >>> squares["two"], list(squares), squares["three"]
    (4, ['two', 'three'], 9)
    """

    def __init__(self, names: Iterable[str], now: Mapping[str, Of], later: Callable[[], Mapping[str, Of]]) -> None:
        self._names, self._now, self._later = tuple(names), now, later

    def __getitem__(self, name: str) -> Of:
        return self._now[name] if name in self._now else self._later()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True, eq=False)
class _Part:
    """The scores that want the curve of every class, or the others."""

    overall: dict[str, Score]
    of_class: dict[str, dict[str, Score]]
    resampled: dict[str, NDArray[np.float64]]


def _part(answers: Answers, counts: Counts, single: bool, values: Mapping[str, Value], wanted: bool) -> _Part:
    tally = Tally(answers, counts)
    metrics = {name: metric for name, metric in METRICS.items() if metric.wants_every_curve is wanted}
    resampled = {name: metric.resampled(tally).astype(np.float64) for name, metric in metrics.items()}
    overall = {name: _score(metric, values[name], tally, resampled[name], single) for name, metric in metrics.items()}
    of_class = {
        name: {of: score(m, tally, single) for of, m in class_metrics(c).items() if m.wants_every_curve is wanted}
        for c, name in enumerate(answers.classes)
    }
    return _Part(overall, of_class, resampled)


def score(metric: Metric, tally: Tally, single: bool = True) -> Score:
    """One score with its interval."""
    return _score(metric, metric.value(tally.answers), tally, metric.resampled(tally), single)


def flat(of_class: Mapping[str, Mapping[str, Score]]) -> dict[str, Score]:
    """Scores of classes under names like `sensitivity_MEL`."""
    return {f"{name}_{of}": found for of, scored in of_class.items() for name, found in scored.items()}


def _score(metric: Metric, value: Value, tally: Tally, resampled: Resampled, single: bool) -> Score:
    if value.reason is None and metric.proportion is not None and single:
        return wilson(*metric.proportion(tally.answers))
    return interval(value, resampled)
