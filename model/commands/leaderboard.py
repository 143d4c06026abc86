"""`python -m model leaderboard [--metric M] [--weights A B] [--json]`: all algorithms ranked by their QI.

The table and each row of the JSON also show the sets that do not count in QI.
"""

from __future__ import annotations

import argparse
import json
import math
from typing import TYPE_CHECKING, Any

from model.charts.written import DASH, diagnoses_words
from model.commands.options import add_ranking, practice_json, ranking_rule
from model.commands.score import as_json
from model.evaluation.sets import BESIDE_QI, DAYS
from model.lesion.practice import default_practice
from model.lesion.practice_words import scores_speak_of
from model.settings import settings
from model.text import texts

if TYPE_CHECKING:
    from model.evaluation.evaluation import Evaluation
    from model.evaluation.intervals import Score
    from model.evaluation.qi import Ranking, Rule, Standing


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    add_ranking(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Print the ranking and the excluded algorithms; 1 where a truth cannot be read, 2 where the rule is invalid."""
    from model.evaluation.qi import rank
    from model.leaderboard import read_leaderboard

    rule = ranking_rule(options)
    if rule is None:
        return 2
    evaluation = read_leaderboard(options.folder, settings().weights).evaluation
    ranking = rank(evaluation, rule)
    if options.json:
        print(json.dumps(document(evaluation, ranking), indent=2, ensure_ascii=False))
    else:
        print(*lines(evaluation, ranking), sep="\n")
    return 0


def document(evaluation: Evaluation, ranking: Ranking) -> dict[str, Any]:
    """The ranking as JSON; algorithms without tables or without a QI are excluded, with the reason.

    Those that combine others are not ranked: their scores stand beside the ranking.
    """
    return {
        "rule": rule_json(ranking.rule),
        "practice": practice_json(default_practice()),
        "ranking": [_row_json(evaluation, row) for row in ranking.standings if row.rank is not None],
        "not_ranked": [_row_json(evaluation, row) for row in ranking.references if not math.isnan(row.qi.value)],
        "excluded": [{"slug": slug, "reason": reason} for slug, reason in excluded(evaluation, ranking)],
    }


def _row_json(evaluation: Evaluation, row: Standing) -> dict[str, Any]:
    scores = {
        name: {metric: as_json(score) for metric, score in by_slug[row.slug].overall.items()}
        for name, by_slug in evaluation.scores.items()
        if row.slug in by_slug
    }
    return {"slug": row.slug, "rank": row.rank, "qi": row.qi.value, **scores}


def rule_json(rule: Rule) -> dict[str, Any]:
    """The rule as JSON, with its direction and with weights that sum to 1."""
    weights = dict(zip(("weight_day1", "weight_day2"), rule.shares, strict=True))
    return {"metric": rule.metric, "higher_is_better": rule.of.higher_is_better, **weights}


def excluded(evaluation: Evaluation, ranking: Ranking) -> list[tuple[str, str]]:
    """Algorithms without a rank, each with the reason in one sentence."""
    t = texts("en")
    refused = [(left.slug, t(f"errors.{left.reason.code}", **left.reason.data)) for left in evaluation.excluded]
    undefined = [(row.slug, t(f"undefined.{row.qi.reason}")) for row in ranking.standings if row.rank is None]
    return sorted(refused + undefined)


def lines(evaluation: Evaluation, ranking: Ranking) -> list[str]:
    """The ranking as a table in text, with its uncertainty by resampling."""
    from model.charts.chart import View
    from model.charts.chart_data import ChartData
    from model.charts.verdict import dependence_words, leader_words

    t = texts("en")
    day1, day2 = ranking.rule.shares
    printed = [f"{t(f'metrics.{ranking.rule.metric}')}: day 1 counts {day1:.0%}, day 2 counts {day2:.0%}"]
    printed += [scores_speak_of(t, default_practice()), "", *_table(evaluation, ranking)]
    printed += [f"excluded  {slug}: {reason}" for slug, reason in excluded(evaluation, ranking)]
    sets = evaluation.benchmark.sets.items()
    notes = [diagnoses_words(t, t(f"charts.{name}"), tables.diagnoses) for name, tables in sets]
    printed += ["", *filter(None, notes)] if any(notes) else []
    data = ChartData(evaluation, ranking.rule)
    printed += ["", leader_words(View(t), data)]
    return [*printed, *filter(None, [dependence_words(View(t), data)])]


def _table(evaluation: Evaluation, ranking: Ranking) -> list[str]:
    """The header and a line for each algorithm, those without a rank last; empty where there are no algorithms."""
    if not ranking.standings:
        return []
    t = texts("en")
    width = max(9, *map(len, evaluation.slugs))
    beside = [name for name in BESIDE_QI if name in evaluation.scores]
    names = "  ".join(f"{name:22}" for name in ("QI", *(t(f"charts.{name}") for name in (*DAYS, *beside))))
    table = [f"rank  {'algorithm':{width}}  {names}  ranks      first in"]
    for row in (*ranking.standings, *ranking.references):
        others = (evaluation.score(name, row.slug, ranking.rule.metric) for name in beside)
        scores = "  ".join(f"{_short(score):22}" for score in (row.qi, row.day1, row.day2, *others))
        if row.rank is not None:
            ranks = f"{row.rank_low:.0f} to {row.rank_high:.0f}"
            table.append(f"{row.rank:>4}  {row.slug:{width}}  {scores}  {ranks:9}  {t.percent(row.first)}")
        elif row in ranking.references:
            table.append(f"   {DASH}  {row.slug:{width}}  {scores}  {t('leaderboard.not_ranked')}")
    return table


def _short(score: Score) -> str:
    if math.isnan(score.value):
        return "–"
    if math.isnan(score.low):
        return f"{score.value:.3f}"
    return f"{score.value:.3f} ({score.low:.3f} to {score.high:.3f})"
