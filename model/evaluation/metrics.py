"""The registry: every score by name, with its direction, its text, and how it is computed once and for many resamples.

`METRICS` holds the scores of a whole table; `class_metrics` those of one class against the rest. Names are those of
scikit-learn where it has one. 'melanoma' stands for the target of the answers, whichever class that is.

Which class is called is decided with equal frequencies; every score of a probability as such speaks of the practice of
the answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from model.evaluation import classification, decisions, detection
from model.evaluation.answers import Answers
from model.evaluation.intervals import Undefined, Value, undefined
from model.evaluation.tally import Resampled, Tally


@dataclass(frozen=True)
class Metric:
    """One score.

    Attributes:
        name: its name in tables, JSON and addresses; `metrics.<name>` in the locales is its text.
        higher_is_better: its direction.
        value: from the answers of one algorithm.
        resampled: from the sums of many resamples, `(resamples,)`.
        sklearn: what scikit-learn calls it; None where it has it not.
        proportion: hits and total where it is a share of images, so that a Wilson interval fits.
        needs_threshold: undefined without an operating point; each algorithm has its own.
        wants_every_curve: its resamples need the curve of every class; most of the time goes there.
    """

    name: str
    higher_is_better: bool
    value: Callable[[Answers], Value]
    resampled: Callable[[Tally], Resampled]
    sklearn: str | None = None
    proportion: Callable[[Answers], tuple[int, int]] | None = None
    needs_threshold: bool = False
    wants_every_curve: bool = False

    @property
    def text(self) -> str:
        """Key of its name in the locales."""
        return f"metrics.{self.name}"

    def better(self, one: float, other: float) -> bool:
        """Whether one value is better than another."""
        return one > other if self.higher_is_better else one < other


def _of_target(
    name: str,
    value: Callable[[Answers, int | None], Value],
    resampled: Callable[[Tally, int | None], Resampled],
    sklearn: str | None = None,
    higher_is_better: bool = True,
) -> Metric:
    return Metric(
        name,
        higher_is_better,
        lambda answers: value(answers, answers.column),
        lambda tally: resampled(tally, tally.answers.column),
        sklearn,
    )


def _at_point(name: str) -> Metric:
    """A ratio of the decision about the target at the operating point."""

    def value(answers: Answers) -> Value:
        if answers.threshold is None:
            return undefined(Undefined.NO_THRESHOLD)
        return decisions.ratio(name, answers.at_point, answers.column, answers.threshold)

    def resampled(tally: Tally) -> Resampled:
        column = None if tally.answers.threshold is None else tally.answers.column
        return decisions.resampled_ratio(name, tally.at_point, column, tally.answers.threshold)

    def proportion(answers: Answers) -> tuple[int, int]:
        return decisions.proportion(name, answers.at_point, answers.column or 0, answers.threshold)

    kind = decisions.RATIOS[name]
    return Metric(
        name, True, value, resampled, kind.sklearn, proportion if kind.is_proportion else None, needs_threshold=True
    )


def _specificity_at(percent: int) -> Metric:
    wanted = percent / 100
    return _of_target(
        f"melanoma_specificity_at_{percent}_sensitivity",
        lambda answers, column: detection.specificity_at(answers, column, wanted),
        lambda tally, column: detection.resampled_specificity_at(tally, column, wanted),
    )


def _sensitivity_at(percent: int) -> Metric:
    wanted = percent / 100
    return _of_target(
        f"melanoma_sensitivity_at_{percent}_specificity",
        lambda answers, column: detection.sensitivity_at(answers, column, wanted),
        lambda tally, column: detection.resampled_sensitivity_at(tally, column, wanted),
    )


def _registered() -> dict[str, Metric]:
    whole, ranked = classification, detection
    found = [
        Metric(
            "balanced_accuracy", True, whole.balanced_accuracy, whole.resampled_balanced_accuracy, "balanced_accuracy"
        ),
        _of_target("melanoma_auc", ranked.auc, ranked.resampled_auc, "roc_auc"),
        Metric("accuracy", True, whole.accuracy, whole.resampled_accuracy, "accuracy", whole.right_calls),
        Metric("f1_macro", True, whole.f1_macro, whole.resampled_f1_macro, "f1_macro"),
        Metric("cohen_kappa_score", True, whole.cohen_kappa, whole.resampled_cohen_kappa, "cohen_kappa_score"),
        Metric(
            "roc_auc_ovr",
            True,
            whole.roc_auc_ovr,
            whole.resampled_roc_auc_ovr,
            "roc_auc_ovr",
            wants_every_curve=True,
        ),
        Metric(
            "average_precision",
            True,
            whole.average_precision_macro,
            whole.resampled_average_precision_macro,
            "average_precision",
            wants_every_curve=True,
        ),
        _of_target(
            "melanoma_average_precision",
            ranked.average_precision,
            ranked.resampled_average_precision,
            "average_precision",
        ),
        _of_target("melanoma_partial_auc", ranked.partial_auc, ranked.resampled_partial_auc),
        _of_target(
            "melanoma_partial_auc_normalised",
            ranked.partial_auc_normalised,
            ranked.resampled_partial_auc_normalised,
            "roc_auc_score",
        ),
        *(_specificity_at(percent) for percent in (95, 90, 82)),
        *(_sensitivity_at(percent) for percent in (95, 90, 82)),
        Metric("brier_score_loss", False, whole.brier_score_loss, whole.resampled_brier_score_loss, "brier_score_loss"),
        Metric("log_loss", False, whole.log_loss, whole.resampled_log_loss, "log_loss"),
        Metric(
            "expected_calibration_error",
            False,
            whole.expected_calibration_error,
            whole.resampled_expected_calibration_error,
        ),
        _of_target(
            "melanoma_calibration_error",
            whole.calibration_error_of,
            whole.resampled_calibration_error_of,
            higher_is_better=False,
        ),
        _of_target(
            "melanoma_brier_score_loss",
            whole.brier_score_of,
            whole.resampled_brier_score_of,
            "brier_score_loss",
            higher_is_better=False,
        ),
        *(_at_point(name) for name in decisions.RATIOS),
        Metric(
            "net_benefit",
            True,
            lambda answers: decisions.net_benefit(answers.at_point, answers.column, answers.threshold),
            lambda tally: decisions.resampled_net_benefit(
                tally.at_point, tally.answers.column, tally.answers.threshold
            ),
            needs_threshold=True,
        ),
    ]
    return {metric.name: metric for metric in found}


METRICS: dict[str, Metric] = _registered()
"""Scores of a whole table, by name, in the order in which they are shown."""

RANKED_BY: tuple[str, ...] = tuple(name for name, metric in METRICS.items() if not metric.needs_threshold)
"""What a ranking may go by: all that does not depend on an operating point, which is each algorithm's own choice."""

OF_CLASS: tuple[str, ...] = (*decisions.RATIOS, "auc", "average_precision")
"""Scores of one class against the rest, decisions by the most probable class."""


def class_metrics(column: int) -> dict[str, Metric]:
    """The scores of one class against the rest, by name."""
    found = {name: _of_class(name, column) for name in decisions.RATIOS}
    found["auc"] = Metric(
        "auc",
        True,
        lambda answers: detection.auc(answers, column),
        lambda tally: detection.resampled_auc(tally, column),
        "roc_auc",
        wants_every_curve=True,
    )
    found["average_precision"] = Metric(
        "average_precision",
        True,
        lambda answers: detection.average_precision(answers, column),
        lambda tally: detection.resampled_average_precision(tally, column),
        "average_precision",
        wants_every_curve=True,
    )
    return found


def _of_class(name: str, column: int) -> Metric:
    kind = decisions.RATIOS[name]
    return Metric(
        name,
        True,
        lambda answers: decisions.ratio(name, answers, column, None),
        lambda tally: decisions.resampled_ratio(name, tally, column, None),
        kind.sklearn,
        (lambda answers: decisions.proportion(name, answers, column, None)) if kind.is_proportion else None,
    )
