"""`python -m model score --truth T.csv --predictions P.csv [--practice P] [--threshold X] [--json]`: every score.

A table speaks of equally frequent diagnoses. So does what is called; what is said of how probable a diagnosis is speaks
of the practice.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from model.commands.practices import add_practice, practice_json
from model.text import texts

if TYPE_CHECKING:
    from model.evaluation.intervals import Score
    from model.lesion.practice import Practice


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--truth", type=Path, required=True, help="ISIC table with a 1 in the column of the diagnosis")
    parser.add_argument("--predictions", type=Path, required=True, help="ISIC table of probabilities")
    parser.add_argument(
        "--threshold", type=float, help="also the scores of calling melanoma from this probability on, net benefit too"
    )
    add_practice(parser, "what scores of probabilities, and the threshold, speak of")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Print each score with its 95 % interval; a table that is refused says why."""
    from model.lesion.practice import practice_named
    from model.lesion.practice_words import scores_speak_of

    if options.threshold is not None and not 0 <= options.threshold <= 1:
        print(f"expected a threshold in [0, 1], got {options.threshold}", file=sys.stderr)
        return 2
    found, practice = scored(options.truth, options.predictions, options.threshold, practice_named(options.practice))
    if options.json:
        document = {name: as_json(score) for name, score in found.items()}
        print(json.dumps({"practice": practice_json(practice), **document}, indent=2))
    else:
        width = max(map(len, found))
        for name, score in found.items():
            print(f"{name:{width}} {written(score)}")
        remarks = (scores_speak_of(texts("en"), practice), occurring_words(options.truth.stem, found))
        print("", *filter(None, remarks), sep="\n")
    return 0


def scored(
    truth_path: Path, predictions_path: Path, threshold: float | None, practice: Practice
) -> tuple[dict[str, Score], Practice]:
    """Scores of the whole table, then those of each diagnosis against the rest as `sensitivity_MEL`; and of what.

    The practice that comes back is the one asked for, or `EQUAL` where the rows are no distributions.

    Raises:
        TableError: a table is refused.
    """
    from model.evaluation.answers import answers_of
    from model.evaluation.metrics import METRICS
    from model.evaluation.resampling import draw, seed_of
    from model.evaluation.scores import flat, table_scores
    from model.evaluation.tables import read_table

    truth = read_table(truth_path, name=str(truth_path))
    answers = answers_of(truth, read_table(predictions_path, name=str(predictions_path)), threshold, practice)
    found = table_scores(answers, draw(answers.truth, seed_of(truth.images)))
    overall = {
        name: score
        for name, score in found.overall.items()
        if threshold is not None or not METRICS[name].needs_threshold
    }
    return {**overall, **flat(found.of_class)}, answers.stated_for


def occurring_words(name: str, found: dict[str, Score]) -> str:
    """Over which diagnoses the means go, where the truth has not all of them; else empty."""
    from model.charts.written import diagnoses_words
    from model.evaluation.intervals import Undefined
    from model.evaluation.tables import CLASSES

    occurring = [of for of in CLASSES if found[f"sensitivity_{of}"].reason != Undefined.NO_POSITIVE]
    return diagnoses_words(texts("en"), name, occurring)


def written(score: Score) -> str:
    """One score as a line has it: value and interval to three decimals, or why there is none."""
    t = texts("en")
    if math.isnan(score.value):
        return f"–      ({t(f'undefined.{score.reason}')})"
    if math.isnan(score.low):
        return f"{score.value:.3f}  ({t(f'undefined.{score.reason}')})"
    return f"{score.value:.3f}  (95 % interval {score.low:.3f} to {score.high:.3f})"


def as_json(score: Score) -> dict[str, float | str | None]:
    """JSON knows no NaN: an undefined number is null, and says why."""
    numbers: dict[str, float | str | None] = {
        name: None if math.isnan(number) else number
        for name, number in (("value", score.value), ("low", score.low), ("high", score.high))
    }
    return numbers if score.reason is None else {**numbers, "reason": str(score.reason)}
