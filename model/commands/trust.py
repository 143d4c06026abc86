"""`python -m model trust [CHECK...] --data FOLDER [--only SLUG...] [--record] [--json]`: what each check is worth.

With `--only` the checks are measured of these algorithms, and their rows take the place of the old ones in the table.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from model.algorithms import catalogue
from model.documents.trust import measured_table
from model.studies import OF_ALGORITHMS, STUDIES, measured
from model.trust.characteristic import renewed, write


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=f"which (default: all of {', '.join(STUDIES)})")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--only", nargs="+", default=(), metavar="SLUG", help="measure these algorithms alone")
    parser.add_argument(
        "--record", action="store_true", help="keep the tables in assets/trust, for the pages and docs/trust.md"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Measure, print, and keep where that was asked for."""
    unknown = [check for check in options.checks if check not in STUDIES]
    if unknown:
        print(f"expected checks out of {', '.join(STUDIES)}, got {', '.join(unknown)}", file=sys.stderr)
        return 2
    if not (options.data / "manifest.csv").is_file():
        print(f"{options.data}: no manifest.csv there", file=sys.stderr)
        return 2
    for slug in options.only:
        catalogue.working(slug)  # said before anything is measured
    checks = options.checks or (OF_ALGORITHMS if options.only else STUDIES)
    found = {}
    for check in checks:
        found[check] = measured(check, options.data, _tell, options.only)
        if options.record:  # each as soon as it is there: some take an hour
            write(check, renewed(check, found[check]) if options.only else found[check])
    if options.json:
        print(json.dumps({check: [asdict(row) for row in rows] for check, rows in found.items()}, indent=2))
    else:
        print(measured_table(found))
    return 0


def _tell(what: str, done: int, of: int) -> None:
    end = "\n" if done >= of else "\r"
    print(f"{what}: {done}/{of}", end=end, file=sys.stderr, flush=True)
