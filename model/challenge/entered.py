"""The entries that stand on the leaderboard of a challenge: the last scored one of each team in each phase."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from model.challenge.board import read_table_of
from model.challenge.definition import Definition
from model.challenge.roles import Role
from model.challenge.store.store import Store
from model.challenge.store.tables import Submission
from model.challenge.times import phases_now, shown
from model.challenge.worker import slug_of
from model.evaluation.benchmark import Benchmark
from model.evaluation.tables import ImageTable


@dataclass(frozen=True)
class Entered:
    """The tables of each entry by set, and the names of their teams; by the entries' slugs."""

    tables: Mapping[str, Mapping[str, ImageTable]]
    names: Mapping[str, str]


def counting(definition: Definition, store: Store, role: Role = Role.VISITOR) -> list[Submission]:
    """The submissions that count, of the phases whose scores the role sees, by team and phase."""
    now = store.database.now()
    last: dict[tuple[int, str], Submission] = {}
    for phase in phases_now(definition, store):
        if shown(phase, role, now):
            for submission in store.entries.of_phase(definition.slug, phase.set):
                last[submission.team_id, phase.set] = submission
    return [last[key] for key in sorted(last)]


def entered(definition: Definition, store: Store, submissions: Iterable[Submission], benchmark: Benchmark) -> Entered:
    """Read the tables of submissions.

    Raises:
        StoredFileMissing, StoredFileAltered: a table is not what was scored.
    """
    tables: dict[str, dict[str, ImageTable]] = {}
    for submission in submissions:
        data = store.files.get(submission.answers or submission.sha256)
        table = read_table_of(data, submission.title, benchmark, submission.phase)
        tables.setdefault(slug_of(submission.team_id), {})[submission.phase] = table
    names = {slug_of(team.id): team.name for team in store.teams.of(definition.slug)}
    return Entered(tables, {slug: names[slug] for slug in tables})
