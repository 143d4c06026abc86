"""`python -m model load-test --visitors N --photos M [--impatient] [--url URL] [--json]`: many simultaneous visitors.

Each visitor has own drawn photos, has them examined one after the other on the examine page, and compares figure, bars,
picture and heat map with the expected answers. With `--event MIN`, phones vote in a room, readers open every page and
visitors have photos examined, all at once for so many minutes. With `--memory N`, successive visitors have N photos
examined by one process, and the growth of its memory is measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from model.algorithms.catalogue import COMMITTEE
from model.documents.load import RECORD
from model.load_test.crowd import Tell, growth, load_test
from model.load_test.event import event
from model.load_test.server import Served, at, served

WARM_UP = 100


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--visitors", type=int, default=6, metavar="N", help="simultaneous visitors (default: 6)")
    parser.add_argument("--photos", type=int, default=5, metavar="M", help="photos of each visitor (default: 5)")
    parser.add_argument("--impatient", action="store_true", help="visitors click on before the answer is complete")
    parser.add_argument(
        "--algorithm", default=COMMITTEE, metavar="SLUG", help=f"asked in detail (default: {COMMITTEE})"
    )
    parser.add_argument("--url", help="an app that already runs on this computer (default: start one)")
    parser.add_argument(
        "--after",
        type=float,
        default=60,
        metavar="S",
        help="measure memory S seconds after the last visitor (default: 60)",
    )
    parser.add_argument(
        "--event", type=float, metavar="MIN", help="hold an event of so many minutes: votes, pages and photos at once"
    )
    parser.add_argument("--memory", type=int, metavar="N", help="measure the growth of memory over N photos instead")
    parser.add_argument(
        "--record", action="store_true", help=f"record the result in assets/{RECORD.name} for docs/load.md"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Run the test and print its result; 1 where anything was wrong, 2 where the line is malformed."""
    if options.visitors < 1 or options.photos < 1 or (options.memory is not None and options.memory < 1):
        print("expected at least one visitor and one photo", file=sys.stderr)
        return 2
    try:
        app = nullcontext(at(options.url)) if options.url else served()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    with app as running, _progress() as progress:
        result, complaints, name = _measured(options, running, progress)
    for complaint in complaints[:20]:
        print(complaint, file=sys.stderr)
    if options.record:
        record(name, result)
    print(json.dumps(result, indent=2) if options.json else "\n".join(f"{k:20} {v}" for k, v in result.items()))
    return int(bool(complaints))


def _measured(options: argparse.Namespace, app: Served, progress: Tell) -> tuple[dict[str, object], list[str], str]:
    if options.memory is not None:
        result = growth(app, options.memory, WARM_UP, progress, options.algorithm)
        return result, [] if result["errors"] == 0 else [f"{result['errors']} errors"], "memory"
    if options.event is not None:
        held, complaints = event(app, options.visitors, options.event, options.after, progress)
        return held, complaints, "event"
    outcome, visited = load_test(
        app, options.visitors, options.photos, options.impatient, options.after, progress, options.algorithm
    )
    complaints = [f"wrong: {wrong}" for wrong in visited.wrong] + [f"error: {error}" for error in visited.errors]
    if not outcome.is_good and not complaints:
        complaints = ["not every photo was answered"]
    return asdict(outcome), complaints, "impatient" if options.impatient else "patient"


def record(name: str, result: dict[str, object], path: Path = RECORD) -> None:
    """Record a result; those of other kinds stay."""
    recorded = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    recorded[name] = result
    path.write_text(json.dumps(dict(sorted(recorded.items())), indent=2) + "\n", encoding="utf-8")


@contextmanager
def _progress() -> Iterator[Tell]:
    """A progress bar for the current step, on standard error."""
    with ExitStack() as stack:
        bars: dict[str, tqdm[NoReturn]] = {}

        def tell(step: str, done: int, total: int) -> None:
            if step not in bars:
                stack.close()
                bars[step] = stack.enter_context(tqdm(total=total, desc=step, file=sys.stderr))
            bars[step].update(done - bars[step].n)

        yield tell
