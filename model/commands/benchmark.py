"""`python -m model benchmark SLUG|all --data FOLDER`: the prediction tables of every scoring set."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from model.settings import ASSETS, ROOT, settings


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("slug", metavar="SLUG|all", help="which algorithm")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--out", type=Path, default=ASSETS / "benchmark", help="folder of the tables")
    parser.add_argument("--force", action="store_true", help="also what is current")


def run(options: argparse.Namespace) -> int:
    """Write what is not there or not current; what is current is left alone."""
    from model.algorithms import catalogue
    from model.benchmark.phases import write_truth
    from model.evaluation.sets import SETS

    for phase in SETS:
        write_truth(options.data, phase, options.out)
    if options.slug != "all":
        return _score_one(options)
    return max([_in_its_own_process(slug, options) for slug in catalogue.slugs()], default=0)


def _score_one(options: argparse.Namespace) -> int:
    from model.algorithms import catalogue
    from model.benchmark.phases import is_current, run_phase
    from model.evaluation.sets import SETS

    algorithm = catalogue.load(options.slug, settings().weights)
    refused = 0
    for phase in SETS:
        if not options.force and is_current(options.slug, algorithm.sheet.sha256, options.data, phase, options.out):
            print(f"{options.slug} {phase}: current", flush=True)
            continue
        made = run_phase(algorithm, options.data, phase, options.out)
        refused += len(made.unreadable)
        print(f"{options.slug} {phase}: {made.images} images, {1000 * made.seconds_per_image:.0f} ms each", flush=True)
    return 1 if refused else 0


def _in_its_own_process(slug: str, options: argparse.Namespace) -> int:
    """So that the memory that is noted is that of one algorithm, and a submission that breaks ends only itself."""
    command = [sys.executable, "-m", "model", "benchmark", slug, "--data", str(options.data.resolve())]
    command += ["--out", str(options.out.resolve()), *(["--force"] if options.force else [])]
    done = subprocess.run(command, cwd=ROOT, check=False).returncode
    if done:
        print(f"{slug}: ended with {done}, the others go on", file=sys.stderr, flush=True)
    return 1 if done else 0
