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
from model.evaluation.sets import HOME
from model.lesion.disturbances import DISTURBANCES
from model.studies import OF_ALGORITHMS, STUDIES, measured
from model.trust.characteristic import Characteristic, read, renewed, write
from model.trust.coverage import is_near
from model.trust.sets import COVERAGES
from model.trust.stress import UNDISTURBED


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=f"which (default: all of {', '.join(STUDIES)})")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--only", nargs="+", default=(), metavar="SLUG", help="measure these algorithms alone")
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
        print(trust_table(found))
    return 0


PERCENTS = tuple(round(coverage * 100) for coverage in COVERAGES)
MEASURES = ("covered", "covered_melanoma", "set_size")
OWN_TABLE = ("sets", "quality", "stress")
"""Checks that README shows in a table of their own."""


def trust_table(found: dict[str, list[Characteristic]] | None = None) -> str:
    """The figures as a Markdown table; without an argument those that are committed and have no table of their own."""
    tables = found or {check: list(read(check)) for check in STUDIES if check not in OWN_TABLE}
    lines = ["| check | measured | on | photos | figure (95 %) |", "|---|---|---|---|---|"]
    lines += [
        f"| {check} | {row.measure.replace('_', ' ')} | {row.of} | {row.n:,} | {_figure(row)} |"
        for check, rows in tables.items()
        for row in rows
    ]
    return "\n".join(lines)


def sets_table() -> str:
    """The committed figures of the prediction sets, one line for each algorithm and set; and where they missed."""
    of: dict[str, dict[str, Characteristic]] = {}
    for row in read("sets"):
        of.setdefault(row.of, {})[row.measure] = row
    heads = [f"{what}, {percent} %" for percent in PERCENTS for what in ("covered", "melanomas", "diagnoses in a set")]
    lines = [f"| algorithm | on | photos | {' | '.join(heads)} |", "|---|---|---|" + "---|" * len(heads)]
    for name, rows in of.items():
        slug, scored = name.split()
        cells = [_short(rows[f"{what}_{percent}"]) for percent in PERCENTS for what in MEASURES]
        lines.append(f"| `{slug}` | {scored} | {rows['covered_90'].n:,} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", missed_sentence(of)])


def stress_table() -> str:
    """The committed falls of the melanoma AUC, one line for each algorithm, one column for each disturbance."""
    of = {(row.of.split()[0], row.of.split()[1]): row for row in read("stress")}
    heads = [f"{name} {one.stated:g}" for name, one in DISTURBANCES.items()]
    lines = [f"| algorithm | photos | melanoma AUC | {' | '.join(heads)} |", "|---|---|---|" + "---|" * len(heads)]
    for slug in dict.fromkeys(slug for slug, _ in of):
        area = of[slug, UNDISTURBED]
        falls = [_signed(of.get((slug, name))) for name in DISTURBANCES]
        lines.append(f"| `{slug}` | {area.n:,} | {_figure(area)} | {' | '.join(falls)} |")
    left = [f"`{slug}`" for slug in catalogue.slugs() if (slug, UNDISTURBED) not in of]
    return "\n".join([*lines, *(["", f"Not measured: {', '.join(left)}."] if left else [])])


def _signed(row: Characteristic | None) -> str:
    """What is lost of an area, with a minus, and its interval."""
    if row is None or row.low is None or row.high is None:
        return "not measured"
    return f"{-row.value:+.3f} ({-row.high:+.3f} to {-row.low:+.3f})".replace("-", "\N{MINUS SIGN}")


def missed_sentence(of: dict[str, dict[str, Characteristic]]) -> str:
    """Which promises day 2 missed by more than two points."""
    figures = [
        (
            rows[f"{what}_{percent}"],
            f"`{name.split()[0]}` {words}{row_percent(rows[f'{what}_{percent}'])} for {percent}",
        )
        for name, rows in of.items()
        if name.endswith(f" {HOME}")
        for percent in PERCENTS
        for what, words in (("covered", ""), ("covered_melanoma", "melanomas "))
    ]
    missed = [words for row, words in figures if not is_near(row.value, int(row.measure[-2:]) / 100)]
    return (
        f"Within two points of the promise on {HOME}: {len(figures) - len(missed)} of {len(figures)} figures. "
        f"Not: {'; '.join(missed) or 'none'}."
    )


def row_percent(row: Characteristic) -> str:
    """The figure in percent, with a tenth."""
    return f"{row.value * 100:.1f}"


def _short(row: Characteristic) -> str:
    if row.measure.startswith("set_size"):
        return f"{row.value:.2f}"
    return _figure(row)


def _figure(row: Characteristic) -> str:
    if row.low is None or row.high is None:
        return f"{row.value:.3g}"
    return f"{row.value:.3f} ({row.low:.3f} to {row.high:.3f})"


def _tell(what: str, done: int, of: int) -> None:
    end = "\n" if done >= of else "\r"
    print(f"{what}: {done}/{of}", end=end, file=sys.stderr, flush=True)
