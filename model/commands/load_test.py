"""`python -m model load-test --visitors N --photos M [--impatient] [--url URL] [--json]`: many visitors at once.

Each visitor has own drawn photos, chooses them one after the other on the examine page, and compares figure, bars,
picture and heat map with what the command line says of them. With `--memory N` photos go through one process, one
visitor after the other, and what is told is by how much its memory has grown.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from model.documents.load import RECORD

if TYPE_CHECKING:
    from tqdm import tqdm


WARM_UP = 100


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--visitors", type=int, default=6, metavar="N", help="how many at once (default: 6)")
    parser.add_argument("--photos", type=int, default=5, metavar="M", help="how many each chooses (default: 5)")
    parser.add_argument("--impatient", action="store_true", help="they click on before the answer is there")
    parser.add_argument("--url", help="an app that runs on this computer (default: a fresh one is started)")
    parser.add_argument("--after", type=float, default=60, metavar="S", help="memory S seconds later (default: 60)")
    parser.add_argument("--memory", type=int, metavar="N", help="N photos through one process instead")
    parser.add_argument(
        "--record", action="store_true", help=f"keep the result in assets/{RECORD.name}, for docs/load.md"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Send the visitors and print what they have seen; 1 where anything was wrong."""
    from model.load_test.server import at, served

    if options.visitors < 1 or options.photos < 1 or (options.memory is not None and options.memory < 1):
        print("expected at least one visitor and one photo", file=sys.stderr)
        return 2
    try:
        app = nullcontext(at(options.url)) if options.url else served()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    with app as running, _Progress() as progress:
        result, complaints, name = _measured(options, running, progress)
    for complaint in complaints[:20]:
        print(complaint, file=sys.stderr)
    if options.record:
        record(name, result)
    print(json.dumps(result, indent=2) if options.json else "\n".join(f"{k:20} {v}" for k, v in result.items()))
    return int(bool(complaints))


def _measured(
    options: argparse.Namespace, app: object, progress: _Progress
) -> tuple[dict[str, object], list[str], str]:
    from model.load_test.crowd import growth, load
    from model.load_test.server import Served

    assert isinstance(app, Served)
    if options.memory is not None:
        result = growth(app, options.memory, WARM_UP, progress)
        return result, [] if result["errors"] == 0 else [f"{result['errors']} errors"], "memory"
    found, visited = load(app, options.visitors, options.photos, options.impatient, options.after, progress)
    complaints = [f"wrong: {one}" for one in visited.wrong] + [f"error: {one}" for one in visited.errors]
    if not found.is_good and not complaints:
        complaints = ["not every photo was answered"]
    return found.as_dict(), complaints, "impatient" if options.impatient else "patient"


def record(name: str, result: dict[str, object], path: Path = RECORD) -> None:
    """Keep a result beside those of the other kinds."""
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept[name] = result
    path.write_text(json.dumps(dict(sorted(kept.items())), indent=2) + "\n", encoding="utf-8")


class _Progress:
    """What is under way, on standard error."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None
        self._what = ""

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, what: str, done: int, total: int) -> None:
        from tqdm import tqdm

        if what != self._what or self._bar is None:
            if self._bar is not None:
                self._bar.close()
            self._bar, self._what = tqdm(total=total, desc=what, file=sys.stderr), what
        self._bar.update(done - self._bar.n)
