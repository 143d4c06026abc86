"""`python -m model benchmark SLUG|all --data FOLDER`: prediction tables of every scoring set."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from model.algorithms import catalogue
from model.benchmark.phases import is_current, run_phase, write_truth
from model.evaluation.sets import SETS
from model.settings import ASSETS, ROOT, settings


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("slug", metavar="SLUG|all", help="the algorithm, or all")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--out", type=Path, default=ASSETS / "benchmark", help="folder for the tables")
    parser.add_argument("--force", action="store_true", help="make current tables again, too")


def run(options: argparse.Namespace) -> int:
    """Make the tables that are missing or out of date; 1 where an image cannot be read or an algorithm fails."""
    for phase in SETS:
        write_truth(options.data, phase, options.out)
    if options.slug != "all":
        return _benchmark_one(options)
    return max([_run_in_own_process(slug, options) for slug in catalogue.slugs()], default=0)


def _benchmark_one(options: argparse.Namespace) -> int:
    algorithm = catalogue.load(options.slug, settings().weights)
    unreadable = 0
    for phase in SETS:
        if not options.force and is_current(options.slug, algorithm.sheet.sha256, options.data, phase, options.out):
            print(f"{options.slug} {phase}: current", flush=True)
            continue
        provenance = run_phase(algorithm, options.data, phase, options.out)
        unreadable += len(provenance.unreadable)
        milliseconds = 1000 * provenance.seconds_per_image
        print(f"{options.slug} {phase}: {provenance.images} images, {milliseconds:.0f} ms each", flush=True)
    return 1 if unreadable else 0


def _run_in_own_process(slug: str, options: argparse.Namespace) -> int:
    """Run the command for one algorithm in a new process, which isolates failures and the measurement of memory."""
    command = [sys.executable, "-m", "model", "benchmark", slug, "--data", str(options.data.resolve())]
    command += ["--out", str(options.out.resolve()), *(["--force"] if options.force else [])]
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if status:
        print(f"{slug}: failed with status {status}", file=sys.stderr, flush=True)
    return 1 if status else 0
