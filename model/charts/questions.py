"""All charts of the leaderboard by name and by question, and those that a leaderboard has data for."""

from __future__ import annotations

from collections.abc import Callable

from model.charts import (
    agreement,
    calibration,
    cost,
    decision,
    diagnoses,
    duel,
    elsewhere,
    fairness,
    maps,
    melanoma,
    operating_points,
    rank_stability,
    ranking,
    significance,
)
from model.charts.chart import Chart, View
from model.charts.chart_data import ChartData
from model.evaluation.sets import ELSEWHERE

Draw = Callable[[ChartData, View], Chart]

CHARTS: dict[str, Draw] = {
    "forest": ranking.forest,
    "roc": melanoma.roc_curves,
    "ranks": rank_stability.rank_distribution,
    "significance": significance.significance,
    "bump": rank_stability.rank_by_metric,
    "corner": melanoma.roc_corner,
    "diagnoses": diagnoses.per_diagnosis,
    "confusion": diagnoses.confusion_matrix,
    "precision": decision.precision_curves,
    "decision": decision.decision_curves,
    "reliability": calibration.reliability_of_calls,
    "reliability_melanoma": calibration.reliability_of_melanoma,
    "subgroups": fairness.subgroups,
    "time": cost.score_by_time,
    "size": cost.score_by_size,
    "kappa": agreement.kappas,
    "rescue": agreement.right_when_others_fail,
    "fall": elsewhere.fall_elsewhere,
    "point": operating_points.point_elsewhere,
    "map_passes": maps.maps_that_pass,
    "heat_on_lesion": maps.heat_on_the_lesion,
    "differences": duel.differences,
    "right_where": duel.right_where,
}
"""All charts by name; each needs at least one algorithm with a score."""

ANSWER = ("forest",)
"""The chart beside the answer."""

QUESTIONS: dict[str, tuple[str, ...]] = {
    "misses": ("roc", "corner"),
    "seven": ("diagnoses", "confusion"),
    "belief": ("reliability", "reliability_melanoma", "precision", "decision"),
    "fair": ("subgroups",),
    "cost": ("time", "size"),
    "firm": ("ranks", "significance", "bump"),
    "disagree": ("kappa", "rescue"),
    "elsewhere": ("fall", "point"),
    "maps": ("map_passes", "heat_on_lesion"),
    "duel": ("differences", "right_where"),
}
"""Charts by the question that they answer, a key of `leaderboard.questions` in the locales."""

NEEDS: dict[str, Callable[[ChartData], object]] = {
    "corner": lambda data: data.readers,
    "subgroups": lambda data: data.facts,
    "time": lambda data: [cost for cost in data.costs.values() if cost.seconds],
    "size": lambda data: [cost for cost in data.costs.values() if cost.bytes],
    "fall": lambda data: data.evaluation.benchmark.answered(ELSEWHERE),
    "point": lambda data: data.evaluation.benchmark.answered(ELSEWHERE),
    "map_passes": lambda data: data.checks,
    "heat_on_lesion": lambda data: data.checks,
}
"""What a chart needs beside the tables of both days; charts that are not named need nothing else."""


def questions_of(data: ChartData) -> dict[str, tuple[str, ...]]:
    """The questions that these data can answer, each with its charts."""
    drawn = {
        question: tuple(name for name in names if name not in NEEDS or NEEDS[name](data))
        for question, names in QUESTIONS.items()
    }
    return {question: names for question, names in drawn.items() if names}
