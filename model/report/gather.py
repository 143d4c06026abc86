"""The committed tables, sheets and runs -> what charts and reports are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from model.algorithms import catalogue
from model.algorithms.weights import WeightsSheet
from model.charts.material import Cost, Material
from model.charts.readers import read_readers
from model.evaluation.days import DAYS
from model.evaluation.facts import read_facts
from model.evaluation.leaderboard import evaluate
from model.evaluation.qi import Rule
from model.report.origin import Origin, read_origin


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
    slugs = participants(folder)
    origin = read_origin(folder, weights, slugs)
    thresholds = {slug: sheet.operating_point.threshold for slug, sheet in origin.sheets.items()}
    evaluation = evaluate(folder, thresholds, slugs)
    material = Material(evaluation, rule or Rule(), day, read_facts(folder), costs(origin), read_readers())
    return material, origin


def participants(folder: Path) -> list[str]:
    """Every submission, and whoever else has a table; sorted."""
    return sorted({*catalogue.slugs(), *(path.stem for day in DAYS for path in (folder / day).glob("*.csv"))})


def costs(origin: Origin) -> dict[str, Cost]:
    """Time of a photo in the run over day 2, and size on disk, by slug."""
    seconds = {run.slug: run.seconds for run in origin.runs if run.day == "day2"}
    slugs = {*seconds, *origin.sheets}
    return {slug: Cost(seconds.get(slug), _bytes(slug, origin.sheets)) for slug in sorted(slugs)}


def _bytes(slug: str, sheets: Mapping[str, WeightsSheet]) -> int | None:
    """Whoever asks others needs their weights as well."""
    sheet = sheets.get(slug)
    members = sheet.recipe.get("members", {}) if sheet else {}
    sizes = [of.size for of in (sheet, *map(sheets.get, members)) if of is not None]
    return sum(sizes) or None
