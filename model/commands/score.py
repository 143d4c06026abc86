"""`python -m model score --truth T.csv --predictions P.csv [--json]`."""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import asdict
from pathlib import Path


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--truth", type=Path, required=True, help="ISIC table with a 1 in the column of the diagnosis")
    parser.add_argument("--predictions", type=Path, required=True, help="ISIC table of probabilities")
    parser.add_argument(
        "--threshold", type=float, help="also sensitivity and specificity of melanoma at this probability"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Print each score with its 95 % interval; a table that is refused says why."""
    from model.evaluation.operating_point import counted
    from model.evaluation.scores import scores
    from model.evaluation.tables import read_table

    try:
        truth, predictions = read_table(options.truth), read_table(options.predictions)
        found = scores(truth, predictions)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.threshold is not None:
        point = counted(truth, predictions, options.threshold)
        found |= {"sensitivity": point.sensitivity, "specificity": point.specificity}
    if options.json:
        print(json.dumps({name: _without_nan(asdict(score)) for name, score in found.items()}, indent=2))
    else:
        for name, score in found.items():
            print(f"{name:18} {score.value:.3f}  (95 % interval {score.low:.3f} to {score.high:.3f})")
    return 0


def _without_nan(score: dict[str, float]) -> dict[str, float | None]:
    """JSON knows no NaN: an undefined number is null."""
    return {name: None if math.isnan(value) else value for name, value in score.items()}
