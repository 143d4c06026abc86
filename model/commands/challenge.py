"""`python -m model challenge code ROLE | backup FILE | restore FILE | export FILE | work | draw SLUG`: a challenge."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing, suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from model.challenge.roles import Role

if TYPE_CHECKING:
    from model.challenge.store.store import Store

WITH_SUBJECT = ("code", "backup", "restore", "export", "draw")
ROLES = [str(role) for role in Role if role != Role.VISITOR]


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("what", choices=[*WITH_SUBJECT, "work"], help="what to do")
    subject = f"for a code: {', '.join(ROLES)}; to draw cases again: a challenge; for a file: a zip archive"
    parser.add_argument("subject", metavar="ROLE|SLUG|FILE", nargs="?", default="", help=subject)
    parser.add_argument("--challenge", default="melanoma", metavar="SLUG", help="challenge of the team")
    parser.add_argument("--team", metavar="NAME", help="team that a code is for")
    parser.add_argument("--name", default="", help="person that a code is for, as the audit log and the jury name them")


def run(options: argparse.Namespace) -> int:
    """Do it in the store of the settings; 1 where a file cannot be written, 2 where the line makes no sense."""
    if options.what == "code" and (options.subject not in ROLES or (options.subject == "team") != bool(options.team)):
        print(f"expected one of {', '.join(ROLES)}, and --team NAME for a team alone", file=sys.stderr)
        return 2
    if (options.what in WITH_SUBJECT) != bool(options.subject):
        print(f"expected a subject after each of {', '.join(WITH_SUBJECT)}, and none after work", file=sys.stderr)
        return 2
    if options.what == "draw":
        return _draw(options.subject)
    from model.challenge.store.store import open_store

    with closing(open_store()) as store:
        if options.what == "code":
            return _print_code(store, options)
        if options.what == "work":
            return _work(store)
        return _with_file(store, options.what, Path(options.subject))


def _draw(slug: str) -> int:
    """Write truth and tables of a challenge with made-up pictures again."""
    from model.benchmark.baselines import write_cases
    from model.challenge.definition import read_definition

    definition = read_definition(slug)
    if definition.pictures is None:
        print(f"{slug} has no made-up pictures", file=sys.stderr)
        return 2
    write_cases(definition, definition.pictures)
    print(definition.folder)
    return 0


def _work(store: Store) -> int:
    """Run submissions until interrupted, beside the worker that each server has."""
    from model.challenge.worker import Worker

    worker = Worker(store)
    print(f"{worker.name}: running submissions, end with Ctrl+C")
    with suppress(KeyboardInterrupt):
        worker.work(Event())
    return 0


def _print_code(store: Store, options: argparse.Namespace) -> int:
    team = store.teams.named(options.challenge, options.team).id if options.team else None
    print(store.codes.issue(Role(options.subject), "command", team, options.name))
    return 0


def _with_file(store: Store, what: str, path: Path) -> int:
    from model.challenge.store.backup import restore_backup, save_backup
    from model.challenge.store.export import save_export

    actions = {"backup": save_backup, "restore": restore_backup, "export": save_export}
    try:
        actions[what](store, path)
    except OSError as error:
        print(f"{path}: {error.strerror or error}", file=sys.stderr)
        return 1
    print(f"{what}: {path}")
    return 0
