"""`python -m model benchmark SLUG|all --data FOLDER`: the prediction tables of both scoring sets."""

from __future__ import annotations

import argparse
from pathlib import Path

from model.settings import ASSETS, settings


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("slug", metavar="SLUG|all", help="which algorithm")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--out", type=Path, default=ASSETS / "benchmark", help="folder of the tables")


def run(options: argparse.Namespace) -> int:
    """Write what is not there or not current; what is current is left alone."""
    from model.algorithms import catalogue
    from model.benchmark.phases import PHASES, is_current, run_phase, write_truth

    refused = 0
    for phase in PHASES:
        write_truth(options.data, phase, options.out)
    for slug in catalogue.slugs() if options.slug == "all" else [options.slug]:
        algorithm = catalogue.load(slug, settings().weights)
        for phase in PHASES:
            if is_current(slug, algorithm.sheet.sha256, options.data, phase, options.out):
                print(f"{slug} {phase}: current")
                continue
            made = run_phase(algorithm, options.data, phase, options.out)
            refused += len(made.unreadable)
            print(f"{slug} {phase}: {made.images} images, {1000 * made.seconds_per_image:.0f} ms each")
    return 1 if refused else 0
