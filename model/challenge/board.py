"""Definition, and the tables that teams have entered -> the leaderboard of a challenge with all of them on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.challenge.definition import Definition
from model.challenge_errors import EntryOfOtherSet
from model.evaluation.benchmark import Benchmark
from model.evaluation.entry import read_entry
from model.evaluation.evaluation import Evaluation
from model.evaluation.intervals import Score
from model.evaluation.metrics import RANKED_BY
from model.evaluation.qi import Rule, Standing, rank
from model.evaluation.sets import DAYS
from model.evaluation.tables import ImageTable
from model.leaderboard import Leaderboard, read_leaderboard
from model.settings import settings

Entered = Mapping[str, Mapping[str, ImageTable]]
"""The tables of each entry by set."""


def read_board(definition: Definition) -> Leaderboard:
    """The leaderboard of the committed tables alone.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    return read_leaderboard(definition.folder, settings().weights, terms=definition.terms)


def joined(board: Leaderboard, entered: Entered) -> Leaderboard:
    """The same with every entry.

    Raises:
        TableError: a table holds other images than its set.
    """
    for slug, tables in sorted(entered.items()):
        board = board.joined_by(slug, tables)
    return board


def read_table_of(data: bytes, name: str, benchmark: Benchmark, phase: str) -> ImageTable:
    """Read a table that is entered in the phase of one set.

    Raises:
        TableError: the table is invalid.
        EntryOfOtherSet: its photos are those of another phase.
    """
    found = read_entry(data, name, benchmark)
    if phase not in found:
        raise EntryOfOtherSet(file=name, set=next(iter(found)), expected=phase)
    return found[phase]


@dataclass(frozen=True)
class Measured:
    """What an entry reached on one set: every score that can rank, and its place among all others there."""

    scores: Mapping[str, Score]
    standing: Standing
    number: int


def measured(definition: Definition, evaluation: Evaluation, slug: str, of: str) -> Measured:
    """The scores of one algorithm on one set, and its rank there by the metric of the definition.

    A set that does not count has no rank.
    """
    scores = {metric: evaluation.score(of, slug, metric) for metric in RANKED_BY}
    rows = rank(evaluation, phase_rule(definition, of)).standings
    place = next(row for row in rows if row.slug == slug)
    return Measured(scores, place, sum(row.rank is not None for row in rows))


def phase_rule(definition: Definition, of: str) -> Rule:
    """The rule that ranks by the score of one day alone; by the rule of the definition for any other set."""
    if of not in DAYS:
        return definition.rule
    return Rule(definition.metric, *(float(day == of) for day in DAYS))
