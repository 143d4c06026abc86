"""`python -m model trust [CHECK...] --data FOLDER [--only SLUG...] [--record] [--json]`: measures the checks.

With `--only`, the checks are measured for these algorithms, and their new rows replace the old ones in the table.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from model.algorithms import catalogue
from model.commands.progress import tell
from model.documents.trust import measured_table
from model.studies import OF_ALGORITHMS, STUDIES, measured
from model.trust.characteristic import Characteristic, renewed, write


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "checks", nargs="*", metavar="CHECK", help=f"checks to measure (default: all of {', '.join(STUDIES)})"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--only", nargs="+", default=(), metavar="SLUG", help="measure only these algorithms")
    parser.add_argument(
        "--record", action="store_true", help="record the tables in assets/trust for the pages and docs/trust.md"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Measure, print and, if wanted, record; 2 where a check or the image folder does not exist."""
    refusal = _refusal(options)
    if refusal:
        print(refusal, file=sys.stderr)
        return 2
    for slug in options.only:
        catalogue.working(slug)  # fails before anything is measured
    checks = options.checks or (OF_ALGORITHMS if options.only else STUDIES)
    tables = {check: _measured(check, options) for check in checks}
    if options.json:
        print(json.dumps({check: [asdict(row) for row in rows] for check, rows in tables.items()}, indent=2))
    else:
        print(measured_table(tables))
    return 0


def _refusal(options: argparse.Namespace) -> str:
    unknown = [check for check in options.checks if check not in STUDIES]
    if unknown:
        return f"expected checks out of {', '.join(STUDIES)}, got {', '.join(unknown)}"
    return "" if (options.data / "manifest.csv").is_file() else f"expected {options.data / 'manifest.csv'}"


def _measured(check: str, options: argparse.Namespace) -> list[Characteristic]:
    """The rows of one check. They are recorded at once, since some checks take an hour."""
    rows = measured(check, options.data, tell, options.only)
    if options.record:
        write(check, renewed(check, rows) if options.only else rows)
    return rows
