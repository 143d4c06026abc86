"""Every score by name, with its direction and how it is computed for one table and for many resamples.

`METRICS` holds the scores of a whole table, `class_metrics` those of one class against the rest. Names follow
scikit-learn if it has the score. 'melanoma' stands for the target of the answers, whichever class that is.

The called class is decided with equal frequencies. Every score of a probability refers to the practice of the answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from model.evaluation import classification as whole
from model.evaluation import decisions
from model.evaluation import detection as ranked
from model.evaluation.answers import Answers
from model.evaluation.intervals import Undefined, Value, undefined
from model.evaluation.tally import Resampled, Tally


@dataclass(frozen=True)
class Metric:
    """One score; `name` is its name in tables, JSON and addresses.

    `value` computes it from the answers of one algorithm, `resampled` from the sums of many resamples, `(resamples,)`.
    `proportion` computes hits and total of a share of images, for a Wilson interval. A score that `needs_threshold` is
    undefined without an operating point, which each algorithm has of its own. Resamples of one that `wants_every_curve`
    need the curve of every class, which takes most of the time.
    """

    name: str
    higher_is_better: bool
    value: Callable[[Answers], Value]
    resampled: Callable[[Tally], Resampled]
    proportion: Callable[[Answers], tuple[int, int]] | None = None
    needs_threshold: bool = False
    wants_every_curve: bool = False

    @property
    def text(self) -> str:
        """Key of its name in the locales."""
        return f"metrics.{self.name}"


def _against_rest(
    name: str,
    value: Callable[[Answers, int | None], Value],
    resampled: Callable[[Tally, int | None], Resampled],
    column: int | None = None,
    higher_is_better: bool = True,
) -> Metric:
    """A score of a class against the rest; by default of the target, whose curve is always computed."""
    return Metric(
        name,
        higher_is_better,
        lambda answers: value(answers, answers.column if column is None else column),
        lambda tally: resampled(tally, tally.answers.column if column is None else column),
        wants_every_curve=column is not None,
    )


def _at_point(name: str) -> Metric:

    def value(answers: Answers) -> Value:
        if answers.threshold is None:
            return undefined(Undefined.NO_THRESHOLD)
        return decisions.ratio(name, answers.at_point, answers.column, answers.threshold)

    def resampled(tally: Tally) -> Resampled:
        column = None if tally.answers.threshold is None else tally.answers.column
        return decisions.resampled_ratio(name, tally.at_point, column, tally.answers.threshold)

    def proportion(answers: Answers) -> tuple[int, int]:
        return decisions.proportion(name, answers.at_point, answers.column or 0, answers.threshold)

    counts = proportion if decisions.RATIOS[name].is_proportion else None
    return Metric(name, True, value, resampled, counts, needs_threshold=True)


def _specificity_at(percent: int) -> Metric:
    value = partial(ranked.specificity_at, sensitivity=percent / 100)
    resampled = partial(ranked.resampled_specificity_at, sensitivity=percent / 100)
    return _against_rest(f"melanoma_specificity_at_{percent}_sensitivity", value, resampled)


def _sensitivity_at(percent: int) -> Metric:
    value = partial(ranked.sensitivity_at, specificity=percent / 100)
    resampled = partial(ranked.resampled_sensitivity_at, specificity=percent / 100)
    return _against_rest(f"melanoma_sensitivity_at_{percent}_specificity", value, resampled)


_ALL: tuple[Metric, ...] = (
    Metric("balanced_accuracy", True, whole.balanced_accuracy, whole.resampled_balanced_accuracy),
    _against_rest("melanoma_auc", ranked.auc, ranked.resampled_auc),
    Metric("accuracy", True, whole.accuracy, whole.resampled_accuracy, whole.right_calls),
    Metric("f1_macro", True, whole.f1_macro, whole.resampled_f1_macro),
    Metric("cohen_kappa_score", True, whole.cohen_kappa, whole.resampled_cohen_kappa),
    Metric("roc_auc_ovr", True, whole.roc_auc_ovr, whole.resampled_roc_auc_ovr, wants_every_curve=True),
    Metric(
        "average_precision",
        True,
        whole.average_precision_macro,
        whole.resampled_average_precision_macro,
        wants_every_curve=True,
    ),
    _against_rest("melanoma_average_precision", ranked.average_precision, ranked.resampled_average_precision),
    _against_rest("melanoma_partial_auc", ranked.partial_auc, ranked.resampled_partial_auc),
    _against_rest(
        "melanoma_partial_auc_normalised", ranked.partial_auc_normalised, ranked.resampled_partial_auc_normalised
    ),
    *(_specificity_at(percent) for percent in (95, 90, 82)),
    *(_sensitivity_at(percent) for percent in (95, 90, 82)),
    Metric("brier_score_loss", False, whole.brier_score_loss, whole.resampled_brier_score_loss),
    Metric("log_loss", False, whole.log_loss, whole.resampled_log_loss),
    Metric(
        "expected_calibration_error",
        False,
        whole.expected_calibration_error,
        whole.resampled_expected_calibration_error,
    ),
    _against_rest(
        "melanoma_calibration_error",
        whole.calibration_error_of,
        whole.resampled_calibration_error_of,
        higher_is_better=False,
    ),
    _against_rest(
        "melanoma_brier_score_loss", whole.brier_score_of, whole.resampled_brier_score_of, higher_is_better=False
    ),
    *(_at_point(name) for name in decisions.RATIOS),
    Metric(
        "net_benefit",
        True,
        lambda answers: decisions.net_benefit(answers.at_point, answers.column, answers.threshold),
        lambda tally: decisions.resampled_net_benefit(tally.at_point, tally.answers.column, tally.answers.threshold),
        needs_threshold=True,
    ),
)

METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
"""Scores of a whole table, by name, in the order in which they are shown."""

RANKED_BY: tuple[str, ...] = tuple(name for name, metric in METRICS.items() if not metric.needs_threshold)
"""Scores that a ranking may use: all that need no operating point, since each algorithm chooses its own."""

OF_CLASS: tuple[str, ...] = (*decisions.RATIOS, "auc", "average_precision")
"""Scores of one class against the rest; decisions are by the most probable class."""


def class_metrics(column: int) -> dict[str, Metric]:
    """The scores of one class against the rest, by name."""
    return {
        **{name: _ratio_of_class(name, column) for name in decisions.RATIOS},
        "auc": _against_rest("auc", ranked.auc, ranked.resampled_auc, column),
        "average_precision": _against_rest(
            "average_precision", ranked.average_precision, ranked.resampled_average_precision, column
        ),
    }


def _ratio_of_class(name: str, column: int) -> Metric:
    def proportion(answers: Answers) -> tuple[int, int]:
        return decisions.proportion(name, answers, column, None)

    return Metric(
        name,
        True,
        lambda answers: decisions.ratio(name, answers, column, None),
        lambda tally: decisions.resampled_ratio(name, tally, column, None),
        proportion if decisions.RATIOS[name].is_proportion else None,
    )
