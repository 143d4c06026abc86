"""`python -m model challenge code ROLE | backup FILE | restore FILE | export FILE`: the store of a challenge."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from model.challenge.roles import Role

if TYPE_CHECKING:
    from model.challenge.store.store import Store

ROLES = [str(role) for role in Role if role != Role.VISITOR]


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("what", choices=["code", "backup", "restore", "export"], help="what to do")
    parser.add_argument("subject", metavar="ROLE|FILE", help=f"for a code: {', '.join(ROLES)}; otherwise a zip archive")
    parser.add_argument("--challenge", default="melanoma", metavar="SLUG", help="challenge of the team")
    parser.add_argument("--team", metavar="NAME", help="team that a code is for")
    parser.add_argument("--name", default="", help="person that a code is for, as the audit log and the jury name them")


def run(options: argparse.Namespace) -> int:
    """Do it in the store of the settings; 1 where a file cannot be written, 2 where the line makes no sense."""
    if options.what == "code" and (options.subject not in ROLES or (options.subject == "team") != bool(options.team)):
        print(f"expected one of {', '.join(ROLES)}, and --team NAME for a team alone", file=sys.stderr)
        return 2
    from model.challenge.store.store import open_store

    with closing(open_store()) as store:
        if options.what == "code":
            return _print_code(store, options)
        return _with_file(store, options.what, Path(options.subject))


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
