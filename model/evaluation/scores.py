"""Every score of one algorithm with its 95 % interval.

Shares of images have Wilson's interval if each image shows a different lesion. All other scores have a bootstrap
interval.
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

Item = TypeVar("Item")


@dataclass(frozen=True, eq=False)
class TableScores:
    """The scores of one algorithm on one set; the slow ones are computed on first access.

    `overall` has scores by the names of `METRICS`, `of_class` by class and the names of `OF_CLASS`. `resampled` has
    each overall score in each resample, `(resamples,)`. `values`, without intervals, are computed at once.
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
    """Scores of one prediction table by `names` of `METRICS`.

    The stated probabilities and the threshold, for scores that need one, refer to the practice.

    Raises:
        TableError: the tables hold different images, or an image of the truth has no single diagnosis.
    """
    answers = answers_of(truth, predictions, threshold, practice)
    tally = Tally(answers, draw(answers.truth, seed_of(truth.images), resamples))
    return {name: score(METRICS[name], tally) for name in names}


def table_scores(answers: Answers, counts: Counts, single: bool = True) -> TableScores:
    """Every score of one algorithm; those that need the curve of every class, slow and rarely shown, on first access.

    All algorithms of a set share the resamples, `(n, resamples)`. `single`: each image shows a different lesion.
    """
    # tables were checked when read; scikit-learn would check the answers again for each score
    with config_context(assume_finite=True, skip_parameter_validation=True):
        values = {name: metric.value(answers) for name, metric in METRICS.items()}
    now = _part(answers, counts, single, values, wanted=False)
    later = cache(lambda: _part(answers, counts, single, values, wanted=True))
    return TableScores(
        overall=InParts(METRICS, now.overall, lambda: later().overall),
        of_class={
            name: InParts(OF_CLASS, scored, lambda name=name: later().of_class[name])  # type: ignore[misc]
            for name, scored in now.of_class.items()
        },
        resampled=InParts(METRICS, now.resampled, lambda: later().resampled),
        values={name: value.value for name, value in values.items()},
    )


class InParts(Mapping[str, Item]):
    """A mapping with a part that is computed on first access.

    >>> squares = InParts(("two", "three"), {"two": 4}, lambda: {"three": 9})
    >>> squares["two"], list(squares), squares["three"]
    (4, ['two', 'three'], 9)
    """

    def __init__(self, names: Iterable[str], now: Mapping[str, Item], later: Callable[[], Mapping[str, Item]]) -> None:
        self._names, self._now, self._later = tuple(names), now, later

    def __getitem__(self, name: str) -> Item:
        return self._now[name] if name in self._now else self._later()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True, eq=False)
class _Part:
    """The scores that need the curve of every class, or all others."""

    overall: dict[str, Score]
    of_class: dict[str, dict[str, Score]]
    resampled: dict[str, NDArray[np.float64]]


def _part(answers: Answers, counts: Counts, single: bool, values: Mapping[str, Value], wanted: bool) -> _Part:
    tally = Tally(answers, counts)
    metrics = {name: metric for name, metric in METRICS.items() if metric.wants_every_curve is wanted}
    resampled = {name: metric.resampled(tally).astype(np.float64) for name, metric in metrics.items()}
    overall = {name: _score(metric, values[name], tally, resampled[name], single) for name, metric in metrics.items()}
    of_class = {
        name: {
            metric.name: score(metric, tally, single)
            for metric in class_metrics(column).values()
            if metric.wants_every_curve is wanted
        }
        for column, name in enumerate(answers.classes)
    }
    return _Part(overall, of_class, resampled)


def score(metric: Metric, tally: Tally, single: bool = True) -> Score:
    """One score with its interval."""
    return _score(metric, metric.value(tally.answers), tally, metric.resampled(tally), single)


def flat(of_class: Mapping[str, Mapping[str, Score]]) -> dict[str, Score]:
    """Scores of classes by names such as `sensitivity_MEL`."""
    return {f"{name}_{label}": score for label, scored in of_class.items() for name, score in scored.items()}


def _score(metric: Metric, value: Value, tally: Tally, resampled: Resampled, single: bool) -> Score:
    if value.reason is None and metric.proportion is not None and single:
        return wilson(*metric.proportion(tally.answers))
    return interval(value, resampled)
