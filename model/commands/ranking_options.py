"""The options of commands that rank the algorithms, and the rule that they give."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from model.settings import ASSETS

if TYPE_CHECKING:
    from model.evaluation.qi import Rule


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
