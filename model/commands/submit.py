"""`python -m model submit FILE --phase day1 --code CODE`: hand in an entry, run it, and print what became of it."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from model.evaluation.sets import SETS
from model.text import DEFAULT_LANGUAGE, LANGUAGES

if TYPE_CHECKING:
    from model.challenge.definition import Definition
    from model.challenge.store.store import Store
    from model.challenge.store.tables import Submission
    from model.challenge.worker import Worker
    from model.text import Texts

LOOK = 0.5
"""Seconds between two looks at an entry that another worker runs."""


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", type=Path, help="prediction table (CSV), ONNX model, or weights (safetensors)")
    parser.add_argument("--beside", type=Path, metavar="TOML", help="preparation of a model, or family of weights")
    parser.add_argument("--challenge", default="melanoma", metavar="SLUG", help="challenge that the team takes part in")
    parser.add_argument("--phase", default="day1", choices=SETS, help="phase that the entry is for")
    parser.add_argument("--code", required=True, help="the team's code")
    parser.add_argument("--title", default="", help="title of the entry")
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help="language (default: en)")


def run(options: argparse.Namespace) -> int:
    """Hand in the file and wait for its end; 0 if it is scored, 1 if it is refused, failed or withdrawn."""
    from model.challenge.definition import read_definition
    from model.challenge.store.store import open_store

    try:
        data = options.file.read_bytes()
        recipe = options.beside.read_text(encoding="utf-8") if options.beside else ""
    except (OSError, UnicodeDecodeError) as error:
        print(f"{error}", file=sys.stderr)
        return 1
    definition = read_definition(options.challenge)
    with closing(open_store()) as store:
        return _handed_in(store, definition, options, data, recipe)


def _handed_in(store: Store, definition: Definition, options: argparse.Namespace, data: bytes, recipe: str) -> int:
    from model.challenge.board import read_board
    from model.challenge.intake import HandedIn, hand_in
    from model.challenge.worker import Worker
    from model.store_errors import TeamUnknown

    board = read_board(definition)
    signed = store.codes.sign_in(options.code, "command")
    if signed.team is None or store.teams.get(signed.team).challenge != definition.slug:
        raise TeamUnknown(name=signed.name or str(signed.role))
    handed = HandedIn(options.title, options.file.name, data, recipe)
    entry, _ = hand_in(definition, board.evaluation.benchmark, store, signed.team, options.phase, handed)
    ended = _ended(store, Worker(store, board=lambda _: board), entry)
    return _told(store, definition.speaks(options.language), definition, ended)


def _ended(store: Store, worker: Worker, entry: Submission) -> Submission:
    """Run entries until this one has ended; another worker may run it."""
    from model.challenge.store.states import State

    while (found := store.entries.get(entry.id)).state in (State.WAITING, State.RUNNING):
        if worker.run_next() is None:
            Event().wait(LOOK)
    return found


def _told(store: Store, t: Texts, definition: Definition, entry: Submission) -> int:
    from model.challenge.roles import Role
    from model.challenge.store.states import State
    from model.challenge.times import phases_now, shown
    from model.challenge.words import log_words
    from model.charts.written import score_words
    from model.evaluation.intervals import Score

    for line in store.log.of(entry.id):
        print(f"{line.time:%H:%M:%S} {log_words(t, line)}")
    if entry.state != State.SCORED:
        return 1
    phase = next(phase for phase in phases_now(definition, store) if phase.set == entry.phase)
    if not shown(phase, Role.TEAM, store.database.now()):
        print(t("challenge.score_hidden"))
        return 0
    kept = next(one for one in store.scores.of(entry.id) if one.measure == definition.metric)
    score = score_words(t, definition.metric, Score(kept.value, kept.low, kept.high))
    print(t("challenge.score", metric=t(f"metrics.{definition.metric}"), score=score))
    return 0
