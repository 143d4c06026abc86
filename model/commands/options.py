"""Options that several commands share, the ranking rule that they give, and a practice as JSON."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from model.lesion.diagnosis import DIAGNOSES
from model.lesion.practice import DEFAULT_PRACTICE, EQUAL, Practice, practices
from model.settings import ASSETS

if TYPE_CHECKING:
    from model.evaluation.qi import Rule


def add_anyway(parser: argparse.ArgumentParser) -> None:
    """Add the option to insist on an answer."""
    parser.add_argument(
        "--anyway",
        action="store_true",
        help="answer also where no lesion is recognised or no dermatoscope was used; the answer is then marked",
    )


def add_practice(parser: argparse.ArgumentParser, help_text: str, or_equal: bool = True) -> None:
    """Add the option of a practice; with `or_equal`, also `equal`, which leaves probabilities unchanged."""
    known = {**practices(), EQUAL.slug: EQUAL} if or_equal else practices()
    shares = ", ".join(f"{slug} {practice.melanoma * 100:.0f}%%" for slug, practice in known.items())
    parser.add_argument(
        "--practice",
        choices=list(known),
        default=DEFAULT_PRACTICE,
        help=f"{help_text} (default: {DEFAULT_PRACTICE}; share of melanomas: {shares})",
    )


def practice_json(practice: Practice) -> dict[str, object]:
    """A practice as JSON: its name and its frequencies of the diagnoses."""
    return {"slug": practice.slug, "frequencies": dict(zip(map(str, DIAGNOSES), practice.frequencies, strict=True))}


def add_ranking(parser: argparse.ArgumentParser) -> None:
    """Add the options of the ranking rule and of the folder of tables."""
    parser.add_argument("--metric", default="balanced_accuracy", help="score to rank by (default: balanced_accuracy)")
    parser.add_argument(
        "--weights", type=float, nargs=2, default=(0.5, 0.5), metavar=("DAY1", "DAY2"), help="weights of the two days"
    )
    parser.add_argument("--folder", type=Path, default=ASSETS / "benchmark", help="folder of truth and tables")


def ranking_rule(options: argparse.Namespace) -> Rule | None:
    """The rule of the options; None, after a sentence on standard error, where it is invalid."""
    from model.evaluation.qi import Rule

    try:
        return Rule(options.metric, *options.weights)
    except ValueError as error:
        print(error, file=sys.stderr)
        return None
