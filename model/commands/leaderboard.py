"""`python -m model leaderboard [--metric M] [--weights A B] [--json]`: all algorithms ranked by their QI.

Sets that do not count in QI stand beside the days, in the table and in each row of the JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.commands.practices import practice_json
from model.commands.score import as_json
from model.settings import ASSETS, settings
from model.text import texts

if TYPE_CHECKING:
    from model.evaluation.evaluation import Evaluation
    from model.evaluation.intervals import Score
    from model.evaluation.qi import Ranking, Rule


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--metric", default="balanced_accuracy", help="score to rank by (default: balanced_accuracy)")
    parser.add_argument(
        "--weights", type=float, nargs=2, default=(0.5, 0.5), metavar=("DAY1", "DAY2"), help="weights of the two days"
    )
    parser.add_argument("--folder", type=Path, default=ASSETS / "benchmark", help="folder of truth and tables")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Print the ranking, and who is left out and why; 1 where the truth of a day cannot be read."""
    from model.evaluation.qi import Rule, rank
    from model.leaderboard import read_leaderboard

    try:
        rule = Rule(options.metric, *options.weights)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    evaluation = read_leaderboard(options.folder, settings().weights).evaluation
    ranking = rank(evaluation, rule)
    if options.json:
        print(json.dumps(document(evaluation, ranking), indent=2, ensure_ascii=False))
    else:
        print(*lines(evaluation, ranking), sep="\n")
    return 0


def document(evaluation: Evaluation, ranking: Ranking) -> dict[str, Any]:
    """The ranking as JSON: an algorithm without a QI is excluded with its reason, as one without tables is."""
    from model.lesion.practice import default_practice

    return {
        "rule": rule_json(ranking.rule),
        "practice": practice_json(default_practice()),
        "ranking": [
            {
                "slug": row.slug,
                "rank": row.rank,
                "qi": row.qi.value,
                **{
                    name: {metric: as_json(score) for metric, score in of[row.slug].overall.items()}
                    for name, of in evaluation.scores.items()
                    if row.slug in of
                },
            }
            for row in ranking.standings
            if row.rank is not None
        ],
        "excluded": [{"slug": slug, "reason": reason} for slug, reason in excluded(evaluation, ranking)],
    }


def rule_json(rule: Rule) -> dict[str, Any]:
    """The rule with its direction and weights that sum to 1."""
    day1, day2 = rule.shares
    return {
        "metric": rule.metric,
        "higher_is_better": rule.of.higher_is_better,
        "weight_day1": day1,
        "weight_day2": day2,
    }


def excluded(evaluation: Evaluation, ranking: Ranking) -> list[tuple[str, str]]:
    """Everyone without a rank, and why, in one sentence."""
    t = texts("en")
    refused = [(left.slug, t(f"errors.{left.reason.code}", **left.reason.data)) for left in evaluation.excluded]
    undefined = [(row.slug, t(f"undefined.{row.qi.reason}")) for row in ranking.standings if row.rank is None]
    return sorted(refused + undefined)


def lines(evaluation: Evaluation, ranking: Ranking) -> list[str]:
    """The ranking as a table for people, with what resampling says about it."""
    from model.charts.written import diagnoses_words
    from model.evaluation.qi import winner_by_rule
    from model.evaluation.sets import BESIDE_QI, DAYS
    from model.lesion.practice import default_practice
    from model.lesion.practice_words import scores_speak_of

    t, metric = texts("en"), ranking.rule.metric
    day1, day2 = ranking.rule.shares
    printed = [f"{t(f'metrics.{metric}')}: day 1 counts {day1:.0%}, day 2 counts {day2:.0%}"]
    printed += [scores_speak_of(t, default_practice()), ""]
    width = max([len(slug) for slug in evaluation.slugs], default=0)
    beside = [name for name in BESIDE_QI if name in evaluation.scores]
    names = "  ".join(f"{name:22}" for name in ("QI", *(t(f"charts.{name}") for name in (*DAYS, *beside))))
    header = f"rank  {'algorithm':{max(width, 9)}}  {names}  ranks      first in"
    printed += [header] if ranking.standings else []
    for row in ranking.standings:
        if row.rank is not None:
            shown = (row.qi, row.day1, row.day2, *(evaluation.score(name, row.slug, metric) for name in beside))
            scores = "  ".join(f"{_short(score):22}" for score in shown)
            ranks = f"{row.rank_low:.0f} to {row.rank_high:.0f}"
            printed.append(f"{row.rank:>4}  {row.slug:{max(width, 9)}}  {scores}  {ranks:9}  {t.percent(row.first, 0)}")
    printed += [f"excluded  {slug}: {reason}" for slug, reason in excluded(evaluation, ranking)]
    notes = [diagnoses_words(t, t(f"charts.{name}"), of.diagnoses) for name, of in evaluation.benchmark.sets.items()]
    printed += ["", *filter(None, notes)] if any(notes) else []
    by_rule = winner_by_rule(evaluation)
    if by_rule.depends:
        printed += ["", f"Over all metrics and weights, first is: {', '.join(by_rule.ever)}"]
    return printed


def _short(score: Score) -> str:
    if math.isnan(score.value):
        return "–"
    if math.isnan(score.low):
        return f"{score.value:.3f}"
    return f"{score.value:.3f} ({score.low:.3f} to {score.high:.3f})"
