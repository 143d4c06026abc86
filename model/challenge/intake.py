"""What a team hands in -> a submission that waits to be run, or a refusal that names what is wrong.

    bytes -> checked as far as is quick -> kept under their hash -> accepted within the limits

A refusal here uses no entry. What only a run can show is found by the worker and stands in the log.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from model.challenge.board import read_table_of
from model.challenge.definition import Definition
from model.challenge.sandbox.preparation import read_preparation
from model.challenge.store.entries import Upload
from model.challenge.store.limits import EntriesLeft, Limits
from model.challenge.store.store import Store
from model.challenge.store.tables import EntryKind, Submission
from model.challenge.times import require_open
from model.challenge_errors import EntryTooLarge
from model.evaluation.benchmark import Benchmark
from model.submission_errors import PreparationNotToml, WeightsFamily

MEGABYTE = 10**6
KINDS = {".csv": EntryKind.TABLE, ".onnx": EntryKind.ONNX, ".safetensors": EntryKind.SAFETENSORS}
"""The kind of an entry, by the ending of its file; any other file is read as a table."""


@dataclass(frozen=True)
class HandedIn:
    """A file that somebody hands in, and the text beside it.

    `recipe` is TOML: the preparation of an ONNX model, or the `family` that weights belong to.
    """

    title: str
    name: str
    data: bytes
    recipe: str = ""

    @property
    def kind(self) -> EntryKind:
        """The kind of the entry."""
        return next((kind for ending, kind in KINDS.items() if self.name.lower().endswith(ending)), EntryKind.TABLE)


def hand_in(
    definition: Definition, benchmark: Benchmark, store: Store, team: int, phase: str, handed: HandedIn
) -> tuple[Submission, EntriesLeft]:
    """Check what is quick to check, keep the file, and accept it; returned with it is what the team has left.

    Raises:
        PhaseNotOpen: the phase takes no entries now.
        EntryTooLarge, TableError, EntryOfOtherSet, PreparationError, WeightsFamily: no entry is used.
        EntriesUsed, EntriesOfDayUsed: the team has none left.
    """
    require_open(definition, store, phase)
    if len(handed.data) > definition.limits.megabytes * MEGABYTE:
        megabytes = -(-len(handed.data) // MEGABYTE)
        raise EntryTooLarge(file=handed.name, megabytes=megabytes, maximum=definition.limits.megabytes)
    if handed.kind == EntryKind.TABLE:
        read_table_of(handed.data, handed.name, benchmark, phase)
    elif handed.kind == EntryKind.ONNX:
        read_preparation(handed.recipe.encode(), definition.terms.classes)
    recipe = handed.recipe if handed.kind != EntryKind.SAFETENSORS else family_in(handed.recipe)
    title = handed.title.strip()[:200] or handed.name
    upload = Upload(title, handed.kind, store.files.put(handed.data), len(handed.data), recipe)
    return store.entries.accept(team, phase, upload, limits_of(definition))


def family_in(recipe: str) -> str:
    """The slug that a TOML text gives for `family`.

    Raises:
        PreparationNotToml: it is no TOML.
        WeightsFamily: it names no family whose weights are taken.
    """
    from model.challenge.sandbox.families import families  # imports torch

    try:
        named = str(tomllib.loads(recipe).get("family", ""))
    except tomllib.TOMLDecodeError as error:
        raise PreparationNotToml(line=1) from error
    if named not in families():
        raise WeightsFamily(slug=named or "–", known=", ".join(families()))
    return named


def limits_of(definition: Definition) -> Limits:
    """The limits of a team in each phase; a day is one of UTC."""
    return Limits(definition.limits.per_day, definition.limits.total)
