"""`python -m model samples`: draw the sample photos from their seeds, check them, or search for new seeds."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from model.algorithms import catalogue
from model.lesion.archives import ARCHIVES
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.samples.ahead import opening
from model.samples.record import make_samples, read_records, recheck, remake
from model.samples.select import Candidate, Classify, Fingerprints, fingerprints, search
from model.settings import ASSETS, settings
from model.stage.opening import write
from model.training.dataset import load_images, training_rows


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--out", type=Path, default=ASSETS / "samples", help="folder for the photos")
    parser.add_argument(
        "--check", action="store_true", help="draw nothing; 1 where the network reads a sample differently"
    )
    parser.add_argument("--renew", action="store_true", help="draw, and write the answers of the network to the table")
    parser.add_argument("--search", choices=[str(d) for d in DIAGNOSES], help="search for new seeds of a diagnosis")
    parser.add_argument("--seeds", type=int, nargs=2, default=(0, 60), metavar=("FROM", "TO"), help="seeds to try")
    parser.add_argument("--opening", action="store_true", help="compute the case of the first page with all algorithms")
    parser.add_argument(
        "--algorithm", default="resnet18", metavar="SLUG", help="the judging algorithm (default: resnet18)"
    )
    parser.add_argument("--data", type=Path, help="image folder, to refuse samples that resemble a training image")


def run(options: argparse.Namespace) -> int:
    """Draw, check, renew or search; 1 where a check or a search fails."""
    if options.opening:
        return _open()
    if options.check or options.renew or options.search:
        return _judge(options)
    for path in remake(options.out):
        print(path)
    return 0


def _open() -> int:
    case, heat = opening(settings().weights)
    write(case, heat)
    print(case.sample)
    return 0


def _judge(options: argparse.Namespace) -> int:
    classify = catalogue.load(options.algorithm, settings().weights).predict_proba
    training = _fingerprints(options.data)
    if options.renew:
        return _renew(options.out, classify, training)
    if options.search:
        candidates = search(Diagnosis(options.search), range(*options.seeds), classify, training)
        _print(candidates)
        return 0 if candidates else 1
    judged = recheck(classify, training)
    _print(judged)
    return 0 if all(candidate.accepted for candidate in judged) else 1


def _renew(out: Path, classify: Classify, training: Fingerprints | None) -> int:
    seeds: dict[Diagnosis, list[int]] = {}
    for record in read_records():
        seeds.setdefault(record.diagnosis, []).append(record.seed)
    try:
        make_samples(out, seeds, classify, training)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _fingerprints(data: Path | None) -> Fingerprints | None:
    if data is None:
        return None
    return fingerprints(load_images(data, training_rows(data, ARCHIVES), "training images").pixels)


def _print(candidates: list[Candidate] | tuple[Candidate, ...]) -> None:
    print(f"{'diagnosis':9} {'seed':>6} {'probability':>11} {'margin':>7} {'nearest':>8}  first")
    for candidate in candidates:
        print(
            f"{candidate.sample.diagnosis:9} {candidate.sample.seed:6} {candidate.probability:11.3f} "
            f"{candidate.margin:7.3f} {candidate.similarity:8.3f}  {candidate.first}"
        )
