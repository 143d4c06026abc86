"""The committed tables, sheets and runs -> what charts and reports are drawn from."""

from __future__ import annotations

from pathlib import Path

from model.algorithms import catalogue
from model.algorithms.weights import bytes_needed
from model.charts.material import Cost, Material
from model.charts.published import read_published
from model.charts.readers import read_readers
from model.evaluation.facts import read_facts
from model.evaluation.leaderboard import evaluate, participants
from model.evaluation.qi import Rule
from model.report.origin import Origin, read_origin
from model.trust.characteristic import of_maps


def gather(folder: Path, weights: Path, rule: Rule | None = None, day: str = "day2") -> tuple[Material, Origin]:
    """Score everybody who takes part, and say where the figures come from.

    Args:
        folder: holds `truth/<day>.csv` and `<day>/<slug>.csv`.
        weights: holds the sheets of the weights, with the operating points.
        rule: how they are ranked.
        day: the set that charts of one set are about.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    slugs = participants(folder, catalogue.slugs())
    origin = read_origin(folder, weights, slugs)
    thresholds = {slug: sheet.operating_point.in_its_practice for slug, sheet in origin.sheets.items()}
    evaluation = evaluate(folder, thresholds, slugs)
    beside = (read_readers(), read_published(), of_maps())
    return Material(evaluation, rule or Rule(), day, read_facts(folder), costs(origin), *beside), origin


def costs(origin: Origin) -> dict[str, Cost]:
    """Time of a photo in the run over day 2, and size on disk, by slug."""
    seconds = {run.slug: run.seconds for run in origin.runs if run.day == "day2"}
    slugs = {*seconds, *origin.sheets}
    return {slug: Cost(seconds.get(slug), bytes_needed(slug, origin.sheets.get)) for slug in sorted(slugs)}
