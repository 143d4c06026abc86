"""Scores of all algorithms on all sets, the goals, and the published results on the same photos."""

from __future__ import annotations

from functools import cache

from model.algorithms import catalogue
from model.algorithms.weights import read_sheet
from model.charts.published import read_published
from model.documents.markdown import figure, table
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.scores import scores
from model.evaluation.set_scores import SetScores, set_scores
from model.evaluation.sets import DAYS
from model.evaluation.tables import read_table
from model.lesion.archives import MILK
from model.lesion.practice import default_practice, practice_named
from model.lesion.practice_words import stated
from model.settings import settings
from model.text import texts

NAMES = {
    "balanced_accuracy": "balanced accuracy",
    "melanoma_auc": "melanoma AUC",
    "sensitivity": "sensitivity",
    "specificity": "specificity",
}
SUMMARY_ROWS = 5
SUMMARY_COLUMNS = (
    ("day2", "balanced_accuracy"),
    ("day2", "melanoma_auc"),
    ("elsewhere", "melanoma_auc"),
    ("elsewhere", "sensitivity"),
)
"""Set and score of each column of README's summary."""
GOALS = (
    ("day2", "balanced_accuracy", 0.80, 0.83),
    ("day2", "melanoma_auc", 0.935, 0.945),
    ("elsewhere", "melanoma_auc", 0.84, 0.86),
)
"""Set, score, and the goals of the best single algorithm and of the committee."""
SENSITIVITY_GOAL, INNER_GOAL, CALIBRATION_GOAL, MEGABYTES_GOAL = 0.90, 0.70, 0.03, 90
CALIBRATED = ("day2", "elsewhere")
"""The sets whose calibration error has a goal."""


def ranked() -> list[str]:
    """The algorithms of the ranking, in alphabetical order: those that combine others are not among them."""
    return [slug for slug in catalogue.slugs() if slug not in catalogue.combining([slug])]


def committee() -> str:
    """The algorithm that combines the others."""
    return next(iter(catalogue.combining(catalogue.slugs())))


@cache
def scores_of(slug: str) -> dict[str, SetScores]:
    """Scores of one algorithm on every set, computed once in a process because resampling takes seconds."""
    return set_scores(slug, read_sheet(settings().weights, slug).operating_point.in_its_practice)


def summary_table() -> str:
    """The five algorithms with the highest QI (balanced accuracy, mean of both days), and the committee below them."""
    t, leaders = texts("en"), sorted(ranked(), key=qi, reverse=True)[:SUMMARY_ROWS]
    names = {slug: t(f"algorithms.{slug}.name") for slug in leaders}
    names[committee()] = t("charts.reference", name=t(f"algorithms.{committee()}.name"))
    heads = ["algorithm", *(f"{NAMES[score]}, {name}" for name, score in SUMMARY_COLUMNS)]
    rows = [
        [
            name,
            *(figure(scores_of(slug)[name].scores[score]) for name, score in SUMMARY_COLUMNS),
        ]
        for slug, name in names.items()
    ]
    return table(heads, rows)


def qi(slug: str) -> float:
    """Mean balanced accuracy of both days."""
    return sum(scores_of(slug)[day].scores["balanced_accuracy"].value for day in DAYS) / len(DAYS)


def scores_table() -> str:
    """Scores of every algorithm on every set, with 95 % intervals."""
    heads = ["algorithm", "set", "photos", *NAMES.values()]
    rows = [
        [f"`{slug}`", name, f"{on_set.images:,}", *(figure(on_set.scores[score]) for score in NAMES)]
        for slug in catalogue.slugs()
        for name, on_set in scores_of(slug).items()
    ]
    return table(heads, rows)


def operating_points() -> str:
    """The threshold of each algorithm, and the practice in which it is a probability."""
    points = {slug: read_sheet(settings().weights, slug).operating_point for slug in catalogue.slugs()}
    return " ".join(
        f"{stated(texts('en'), practice_named(practice)).rstrip('.')}: "
        + ", ".join(
            f"{point.threshold:.3f} for `{slug}`" for slug, point in points.items() if point.practice == practice
        )
        + "."
        for practice in sorted({point.practice for point in points.values()})
    )


def goals_table() -> str:
    """The goals with the figures reached, misses included."""
    rows = [
        _goal(slug, name, score, goal)
        for name, score, single, combined in GOALS
        for slug, goal in ((_best_single(name, score), single), (committee(), combined))
    ]
    rows += [_sensitivity(), _inner(), *map(_calibration, CALIBRATED), _size()]
    return table(["figure", "goal", "result (95 %)", ""], rows)


def _best_single(name: str, score: str) -> str:
    return max(ranked(), key=lambda slug: scores_of(slug)[name].scores[score].value)


def _goal(slug: str, name: str, score: str, goal: float) -> list[str]:
    who = slug if slug == committee() else f"best single (`{slug}`)"
    result = scores_of(slug)[name].scores[score]
    return [f"{who}, {name}: {NAMES[score]}", f"at least {goal:g}", figure(result), _reached(result.value >= goal)]


def _sensitivity() -> list[str]:
    what, *rest = _goal(committee(), "elsewhere", "sensitivity", SENSITIVITY_GOAL)
    specificity = scores_of(committee())["elsewhere"].scores["specificity"]
    return [f"{what}, at a specificity of {figure(specificity)}", *rest]


def _inner() -> list[str]:
    result = read_sheet(settings().weights, committee()).inner[MILK]
    words = f"{committee()}, inner fold of MILK10k ({result['photos']} photos): balanced accuracy"
    accuracy = result["balanced_accuracy"]
    return [words, f"at least {INNER_GOAL:g}", f"{accuracy:.3f}", _reached(accuracy >= INNER_GOAL)]


def _calibration(of: str) -> list[str]:
    truth = read_table(BENCHMARK / "truth" / f"{of}.csv")
    answers = read_table(BENCHMARK / of / f"{committee()}.csv")
    name = "melanoma_calibration_error"
    error = scores(truth, answers, names=(name,), practice=default_practice())[name]
    words = f"{committee()}, {of}: calibration error of the melanoma probability"
    return [words, f"at most {CALIBRATION_GOAL}", figure(error), _reached(error.value <= CALIBRATION_GOAL)]


def _size() -> list[str]:
    size = sum(read_sheet(settings().weights, slug).size for slug in catalogue.slugs()) / 1e6
    return ["size of all weights", f"at most {MEGABYTES_GOAL} MB", f"{size:.1f} MB", _reached(size <= MEGABYTES_GOAL)]


def _reached(is_reached: bool) -> str:
    return "reached" if is_reached else "missed"


def published_table() -> str:
    """The best published results on the photos of our sets, beside the committee."""
    rows = [
        [
            result.set,
            NAMES[result.metric],
            f"{result.value:.{result.digits}f} ([{result.source}]({result.address}))",
            figure(scores_of(committee())[result.set].scores[result.metric]),
        ]
        for result in read_published()
    ]
    return table(["set", "score", "best published result", "committee (95 %)"], rows)
