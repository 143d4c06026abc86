"""`python -m model samples`: draw the sample photos again from their seeds, judge them, or look for new ones."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.settings import ASSETS, settings

if TYPE_CHECKING:
    from model.samples.select import Candidate, Fingerprints


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--out", type=Path, default=ASSETS / "samples", help="folder of the photos")
    parser.add_argument("--check", action="store_true", help="draw nothing; 1 if the network reads one otherwise")
    parser.add_argument("--renew", action="store_true", help="draw, and write what the network now says to the table")
    parser.add_argument("--search", choices=[str(d) for d in DIAGNOSES], help="look for new seeds of a diagnosis")
    parser.add_argument("--seeds", type=int, nargs=2, default=(0, 60), metavar=("FROM", "TO"), help="seeds to try")
    parser.add_argument("--opening", action="store_true", help="ask all algorithms for the case of the first page")
    parser.add_argument("--algorithm", default="resnet18", metavar="SLUG", help="who judges (default: resnet18)")
    parser.add_argument("--data", type=Path, help="image folder, to refuse what a training image resembles")


def run(options: argparse.Namespace) -> int:
    """Draw, check, renew or search."""
    from model.samples.record import remake

    if options.opening:
        return _open()
    if options.check or options.renew or options.search:
        return _judge(options)
    for path in remake(options.out):
        print(path)
    return 0


def _open() -> int:
    from model.samples.ahead import opening
    from model.stage.opening import write

    found, heat = opening(settings().weights)
    write(found, heat)
    print(found.sample)
    return 0


def _judge(options: argparse.Namespace) -> int:
    from model.algorithms import catalogue
    from model.samples.record import make_samples, read_records, recheck
    from model.samples.select import search

    classify = catalogue.load(options.algorithm, settings().weights).predict_proba
    known = _known(options.data)
    if options.search:
        found = search(Diagnosis(options.search), range(*options.seeds), classify, known)
        _print(found)
        return 0 if found else 1
    if options.renew:
        seeds: dict[Diagnosis, list[int]] = {}
        for record in read_records():
            seeds.setdefault(record.diagnosis, []).append(record.seed)
        try:
            make_samples(options.out, seeds, classify, known)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
        return 0
    judged = recheck(classify, known)
    _print(judged)
    return 0 if all(candidate.accepted for candidate in judged) else 1


def _known(data: Path | None) -> Fingerprints | None:
    if data is None:
        return None
    from model.samples.select import fingerprints
    from model.training.dataset import load_images, training_rows

    return fingerprints(load_images(data, training_rows(data), "training images").pixels)


def _print(candidates: list[Candidate] | tuple[Candidate, ...]) -> None:
    print(f"{'diagnosis':9} {'seed':>6} {'probability':>11} {'margin':>7} {'nearest':>8}  first")
    for one in candidates:
        print(
            f"{one.sample.diagnosis:9} {one.sample.seed:6} {one.probability:11.3f} {one.margin:7.3f} "
            f"{one.similarity:8.3f}  {one.first}"
        )
