"""`python -m model score --truth T.csv --predictions P.csv [--practice P] [--threshold X] [--json]`: every score.

A table holds probabilities for equally frequent diagnoses. Scores of the first diagnosis use these. Scores of
probabilities, and the threshold, use the probabilities in the practice.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from model.commands.options import add_practice, practice_json
from model.text import texts

if TYPE_CHECKING:
    from model.evaluation.intervals import Score
    from model.lesion.practice import Practice


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--truth", type=Path, required=True, help="ISIC table with a 1 in the column of the diagnosis")
    parser.add_argument("--predictions", type=Path, required=True, help="ISIC table of probabilities")
    parser.add_argument(
        "--threshold",
        type=float,
        help="probability from which melanoma is called; adds the scores of this call and its net benefit",
    )
    add_practice(parser, "practice of the threshold and of the scores of probabilities")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Print each score with its 95 % interval; 2 where the threshold is invalid."""
    from model.lesion.practice import practice_named
    from model.lesion.practice_words import scores_speak_of

    if options.threshold is not None and not 0 <= options.threshold <= 1:
        print(f"expected a threshold in [0, 1], got {options.threshold}", file=sys.stderr)
        return 2
    scores, practice = scored(options.truth, options.predictions, options.threshold, practice_named(options.practice))
    if options.json:
        document = {name: as_json(score) for name, score in scores.items()}
        print(json.dumps({"practice": practice_json(practice), **document}, indent=2))
    else:
        width = max(map(len, scores))
        for name, score in scores.items():
            print(f"{name:{width}} {written(score)}")
        remarks = (scores_speak_of(texts("en"), practice), occurring_words(options.truth.stem, scores))
        print("", *filter(None, remarks), sep="\n")
    return 0


def scored(
    truth_path: Path, predictions_path: Path, threshold: float | None, practice: Practice
) -> tuple[dict[str, Score], Practice]:
    """Scores of the whole table, then those of each diagnosis against the rest, such as `sensitivity_MEL`.

    They refer to the returned practice: the given one, or `EQUAL` where the rows are not distributions.

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
    table = table_scores(answers, draw(answers.truth, seed_of(truth.images)))
    wanted = [name for name in table.overall if threshold is not None or not METRICS[name].needs_threshold]
    overall = {name: table.overall[name] for name in wanted}
    return {**overall, **flat(table.of_class)}, answers.stated_for


def occurring_words(title: str, scores: dict[str, Score]) -> str:
    """A sentence that lists the diagnoses of the means where the truth lacks some; else empty."""
    from model.charts.written import diagnoses_words
    from model.evaluation.intervals import Undefined
    from model.evaluation.tables import CLASSES

    occurring = [name for name in CLASSES if scores[f"sensitivity_{name}"].reason != Undefined.NO_POSITIVE]
    return diagnoses_words(texts("en"), title, occurring)


def written(score: Score) -> str:
    """A score in text: value and interval to three decimals, or the reason why there is none."""
    t = texts("en")
    if math.isnan(score.value):
        return f"–      ({t(f'undefined.{score.reason}')})"
    if math.isnan(score.low):
        return f"{score.value:.3f}  ({t(f'undefined.{score.reason}')})"
    return f"{score.value:.3f}  (95% interval {score.low:.3f} to {score.high:.3f})"


def as_json(score: Score) -> dict[str, float | str | None]:
    """A score as JSON: NaN becomes null, with the reason."""
    numbers = {"value": score.value, "low": score.low, "high": score.high}
    reason = {} if score.reason is None else {"reason": str(score.reason)}
    return {**{name: None if math.isnan(number) else number for name, number in numbers.items()}, **reason}
