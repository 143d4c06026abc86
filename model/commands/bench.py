"""`python -m model bench [--jury | --scores | --stage | --app | --record] [--json]`: what an answer costs.

Without an option it is the cost of a heat map, as ratios of one run: see `model.benchmark.map_cost`. Other options
measure something else instead: `--jury` all algorithms on one photo (`model.benchmark.jury_cost`), `--scores` the
scoring of all committed tables, `--stage` the waits in the story and in a room of thirty phones, `--app` the waits at a
cold start and for another run of every page, both on a fresh server (`model.load_test`). `--record` measures maps, jury
and app in one run for docs/speed.md.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import time
from typing import Any

from model.documents.speed import RECORD
from model.settings import settings

STORY_SHARE = 6
"""A walk through the story has many steps, so it is repeated this many times less often than the other calls."""


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "--algorithm", default="resnet18", metavar="SLUG", help="a convolutional algorithm (default: resnet18)"
    )
    parser.add_argument("--rounds", type=int, default=60, help="number of repetitions (default: 60)")
    parser.add_argument("--stage", action="store_true", help="measure waits for a step of the story and for a vote")
    parser.add_argument("--jury", action="store_true", help="measure all algorithms on one photo: time, memory, size")
    parser.add_argument("--scores", action="store_true", help="measure the time of scoring all committed tables")
    parser.add_argument("--app", action="store_true", help="measure a cold start, and another run of every page")
    parser.add_argument("--record", action="store_true", help=f"record all of it in assets/{RECORD.name}")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Measure and print; 2 where there are no rounds."""
    if options.rounds < 1:
        print(f"expected at least one round, got {options.rounds}", file=sys.stderr)
        return 2
    result = recorded(options.rounds) if options.record else _measured(options)
    if options.json:
        print(json.dumps(result, indent=2))
    else:
        print(*(f"{name:20} {value}" for name, value in result.items()), sep="\n")
    return 0


def _measured(options: argparse.Namespace) -> dict[str, Any]:
    if options.app:
        return _app(options.rounds)
    if options.stage:
        return staged(max(1, options.rounds // STORY_SHARE))
    if options.scores:
        return scoring()
    if options.jury:
        return _jury(options.rounds)
    from model.benchmark.map_cost import map_cost

    return map_cost(options.algorithm, settings().weights, options.rounds)


def recorded(rounds: int) -> dict[str, Any]:
    """Measure the maps of every convolutional algorithm, the jury and the app in one run, and record it."""
    from model.benchmark.map_cost import convolutional, map_cost

    result = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "maps": {slug: map_cost(slug, settings().weights, rounds) for slug in convolutional()},
        "jury": _jury(rounds),
        "app": _app(rounds),
    }
    RECORD.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return result


def _app(rounds: int) -> dict[str, Any]:
    from model.load_test.opening import opening_waits

    return opening_waits(rounds)


def staged(rounds: int) -> dict[str, Any]:
    """Waits in the story and in a room, in milliseconds, on a fresh server of this computer."""
    from model.load_test.room import room_waits
    from model.load_test.server import served
    from model.load_test.stage import story_waits

    with served() as app:
        return {**story_waits(app, rounds), **room_waits(app)}


def scoring() -> dict[str, Any]:
    """Time of reading all committed tables and of all their scores with 95 % intervals, in seconds."""
    from model.evaluation.benchmark import read_benchmark
    from model.evaluation.evaluation import score_benchmark
    from model.evaluation.metrics import METRICS, OF_CLASS
    from model.evaluation.scores import flat
    from model.evaluation.tables import CLASSES

    started = time.perf_counter()
    benchmark = read_benchmark()
    read = time.perf_counter()
    evaluation = score_benchmark(benchmark)
    first = time.perf_counter()
    for scores_of_set in evaluation.scores.values():
        for scores in scores_of_set.values():
            _ = dict(scores.overall), flat(scores.of_class)  # computes the scores that are computed on demand
    return {
        "algorithms": len(evaluation.slugs),
        "scores_of_each": len(METRICS) + len(OF_CLASS) * len(CLASSES),
        "resamples": evaluation.resamples,
        "read_s": round(read - started, 2),
        "first_s": round(first - read, 2),
        "score_s": round(time.perf_counter() - read, 2),
        "threads": settings().threads,
    }


def _jury(rounds: int) -> dict[str, Any]:
    from model.benchmark.jury_cost import jury_cost
    from model.lesion.decode import read_lesion_image
    from model.lesion.gallery import samples

    return jury_cost(read_lesion_image(samples()[0].path.read_bytes()), settings().weights, rounds)
