"""`python -m model first [--data FOLDER] [--out FOLDER]`: trains a first submission for the challenge in minutes.

    photos with a diagnosis -> a new last layer on a shipped network -> first.onnx, first.toml
    both files, run as the challenge runs them -> table.csv

With the image folder it learns from the role `train`, and its table has the photos of both days, ready for the
leaderboard. Without it, it learns from drawings, and its table has the sample photos: the way, not a result.
"""

from __future__ import annotations

import argparse
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.lesion.diagnosis import DIAGNOSES

if TYPE_CHECKING:
    from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
    from model.training.dataset import ManifestRow, TrainingSet
    from model.training.first import First

DAYS = ("day1", "day2")
PHOTOS, DRAWINGS = 250, 30
"""Most photos of a diagnosis; a drawing takes half a second."""
INNER_FOLD = 4
FIRST_SEED = 10_000
"""Drawings from this seed on are none of the samples."""


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--out", type=Path, default=Path("first"), help="folder for the files (default: first)")
    parser.add_argument("--data", type=Path, help="image folder; without it, drawings are learned")
    parser.add_argument(
        "--photos", type=int, help=f"most photos of a diagnosis (default: {PHOTOS}, or {DRAWINGS} drawings)"
    )
    parser.add_argument("--start", default="resnet18", metavar="SLUG", help="network to start from (default: resnet18)")


def run(options: argparse.Namespace) -> int:
    """Train, check on photos that were not learned, and write model, preparation and table."""
    most = options.photos or (PHOTOS if options.data else DRAWINGS)
    start = network(options.start)
    try:
        first = trained(start, *photos(options.data, most))
        write(first, options.out, options.data)
    except ImportError as error:
        print(f"{error.name} is missing: pip install -r requirements-export.txt", file=sys.stderr)
        return 1
    return 0


def photos(data: Path | None, most: int) -> tuple[TrainingSet, TrainingSet]:
    """Photos to learn from, and others of the inner fold to check with; a quarter as many of these."""
    if data is None:
        return _drawn(range(FIRST_SEED, FIRST_SEED + most)), _drawn(range(FIRST_SEED - max(1, most // 4), FIRST_SEED))
    from model.lesion.archives import ARCHIVES
    from model.training.dataset import load_images, split_by_fold, training_rows

    fit, inner = split_by_fold(training_rows(data, ARCHIVES), INNER_FOLD)
    learned, others = _some(fit, most), _some(inner, max(1, most // 4))
    return load_images(data, learned, "learning"), load_images(data, others, "checking")


def _some(rows: list[ManifestRow], most: int) -> list[ManifestRow]:
    """At most so many rows of each diagnosis, evenly spread over all."""
    by_diagnosis = [[row for row in rows if row.diagnosis == diagnosis] for diagnosis in DIAGNOSES]
    return [row for found in by_diagnosis for row in found[:: max(1, len(found) // most)][:most]]


def _drawn(seeds: range) -> TrainingSet:
    from PIL import Image

    from model.lesion.image import LesionImage
    from model.samples.generate import generate
    from model.training.dataset import TrainingSet

    samples = [generate(diagnosis, seed) for diagnosis in DIAGNOSES for seed in seeds]
    pixels = np.stack([LesionImage.from_rgb(Image.fromarray(one.photo), "drawing").pixels for one in samples])
    targets = np.array([one.diagnosis.column for one in samples], np.int64)
    return TrainingSet(pixels, targets, np.zeros_like(targets), tuple(f"{one.diagnosis}_{one.seed}" for one in samples))


def trained(start: ConvolutionalAlgorithm, fit: TrainingSet, inner: TrainingSet) -> First:
    """The network with a new last layer; prints its balanced accuracy on photos that it has not learned."""
    from sklearn.metrics import balanced_accuracy_score

    from model.training.first import answers, fitted

    first = fitted(start, fit)
    score = balanced_accuracy_score(inner.targets, answers(first, inner.pixels).argmax(1))
    print(f"learned from {len(fit)} photos; balanced accuracy on {len(inner)} others: {score:.3f}")
    return first


def network(slug: str) -> ConvolutionalAlgorithm:
    """A shipped network.

    Raises:
        AlgorithmError: it is no single network, or its weights are missing.
    """
    from typing import cast

    from model.algorithms import catalogue
    from model.challenge.sandbox.families import families
    from model.errors import UnknownAlgorithm
    from model.settings import settings

    if slug not in families():
        raise UnknownAlgorithm(slug=slug, known=", ".join(families()))
    return cast("ConvolutionalAlgorithm", catalogue.load(slug, settings().weights))


def write(first: First, out: Path, data: Path | None) -> None:
    """Write model and preparation, run them as the challenge does, and write the table that comes back.

    Raises:
        ImportError: the packages for ONNX are not installed.
        ModelError: the challenge would refuse the model.
    """
    from model.challenge.sandbox.preparation import read_preparation
    from model.challenge.sandbox.run import run_model
    from model.evaluation.tables import CLASSES, write_table
    from model.training.first import write_first

    out.mkdir(parents=True, exist_ok=True)
    write_first(first, out)
    prepared = read_preparation((out / "first.toml").read_bytes(), CLASSES)
    names: list[str] = []
    rows = run_model((out / "first.onnx").read_bytes(), prepared, _scored(data, names), CLASSES)
    write_table(out / "table.csv", names, rows)
    print(*(f"{out / name}" for name in ("first.onnx", "first.toml", "table.csv")), sep="\n")


def _scored(data: Path | None, names: list[str]) -> Iterator[NDArray[np.uint8]]:
    """The pixels of the photos of the table, one after the other; their names are added to the list."""
    if data is None:
        from model.lesion.gallery import samples

        for case in samples():
            names.append(case.path.stem)
            yield case.image().pixels
        return
    from model.benchmark.phases import scoring_rows
    from model.lesion.decode import read_lesion_image

    for row in (row for day in DAYS for row in scoring_rows(data, day)):
        names.append(row.image_id)
        with zipfile.ZipFile(data / row.archive) as archive:
            yield read_lesion_image(archive.read(f"{row.image_id}.jpg")).pixels
