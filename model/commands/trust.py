"""`python -m model trust [CHECK...] --data FOLDER [--record] [--json]`: what each check is worth, measured again."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from model.trust.characteristic import Characteristic, read, write
from model.trust.studies import STUDIES, measured


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=f"which (default: all of {', '.join(STUDIES)})")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--record", action="store_true", help="keep the tables in assets/trust, for pages and README")
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
    found = {check: measured(check, options.data, _tell) for check in options.checks or STUDIES}
    if options.record:
        for check, rows in found.items():
            write(check, rows)
    if options.json:
        print(json.dumps({check: [asdict(row) for row in rows] for check, rows in found.items()}, indent=2))
    else:
        print(trust_table(found))
    return 0


def trust_table(found: dict[str, list[Characteristic]] | None = None) -> str:
    """The figures as a Markdown table; without an argument those that are committed."""
    tables = found or {check: list(read(check)) for check in STUDIES}
    lines = ["| check | measured | on | photos | figure (95 %) |", "|---|---|---|---|---|"]
    lines += [
        f"| {check} | {row.measure.replace('_', ' ')} | {row.of} | {row.n:,} | {_figure(row)} |"
        for check, rows in tables.items()
        for row in rows
    ]
    return "\n".join(lines)


def _figure(row: Characteristic) -> str:
    if row.low is None or row.high is None:
        return f"{row.value:.3g}"
    return f"{row.value:.3f} ({row.low:.3f} to {row.high:.3f})"


def _tell(what: str, done: int, of: int) -> None:
    end = "\n" if done >= of else "\r"
    print(f"{what}: {done}/{of}", end=end, file=sys.stderr, flush=True)
