"""`python -m model tables`: write the generated parts of README and docs, and the figures of the story.

A generated part stands between `<!-- NAME -->` and `<!-- /NAME -->`. Tests hold all of them to the committed files.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from model.commands import COMMANDS
from model.documents.criteria import criteria_tables, melanoma_table
from model.documents.hostile import hostile_table
from model.documents.load import event_table, load_table
from model.documents.markdown import table
from model.documents.results import goals_table, operating_points, published_table, scores_table, summary_table
from model.documents.speed import app_table, map_cost_table
from model.documents.trust import (
    check_table,
    gate_table,
    maps_table,
    quality_table,
    sets_table,
    stress_table,
    unknown_table,
)
from model.evaluation.operating_point import BENCHMARK
from model.settings import ROOT, settings, variable_name, variables
from model.stage import figures


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if something is out of date")


def run(options: argparse.Namespace) -> int:
    """Bring the documents and the figures of the story up to date."""
    before = {name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS}
    after = {name: renewed(text, DOCUMENTS[name]) for name, text in before.items()}
    story = figures.compute(BENCHMARK, settings().weights)
    if options.check:
        return int(before != after or story != figures.read())
    for name, text in after.items():
        (ROOT / name).write_text(text, encoding="utf-8")
    figures.write(story)
    return 0


def renewed(text: str, parts: Mapping[str, Callable[[], str]]) -> str:
    """The text with its generated parts made again.

    Raises:
        ValueError: the text lacks the markers of a part.
    """
    for name, part in parts.items():
        before, start, rest = text.partition(f"<!-- {name} -->")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        if not (start and end):
            raise ValueError(f"expected the markers of {name!r}")
        text = f"{before}{start}\n{part()}\n{end}{after}"
    return text


def commands_table() -> str:
    """Every command with its summary."""
    rows = [[f"`{name}`", command.summary] for name, command in COMMANDS.items()]
    return table(["command", "result"], rows)


def settings_table() -> str:
    """Every environment variable with its meaning and its default."""
    rows = [[f"`{variable_name(name)}`", variable.meaning, variable.default] for name, variable in variables().items()]
    return table(["variable", "meaning", "default"], rows)


DOCUMENTS: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "README.md": {"summary": summary_table},
    "docs/results.md": {
        "scores": scores_table,
        "operating-points": operating_points,
        "goals": goals_table,
        "published": published_table,
    },
    "docs/trust.md": {
        "gate": gate_table,
        "skin": lambda: check_table("skin"),
        "limits": lambda: check_table("limits"),
        "malignant": lambda: check_table("malignant"),
        "unknown": unknown_table,
        "tone": lambda: check_table("tone"),
        "criteria": criteria_tables,
        "criteria-melanoma": melanoma_table,
        "outline": lambda: check_table("focus"),
        "maps": maps_table,
        "quality": quality_table,
        "sets": sets_table,
        "stress": stress_table,
    },
    "docs/inputs.md": {"hostile": hostile_table},
    "docs/load.md": {"load": load_table, "event": event_table},
    "docs/speed.md": {"map-cost": map_cost_table, "app": app_table},
    "docs/command-line.md": {"commands": commands_table},
    "docs/settings.md": {"settings": settings_table},
}
"""The generated parts of each document."""
