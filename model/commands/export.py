"""`python -m model export SLUG [--out FILE]`: a network as ONNX, from pixels to probabilities.

A TOML file beside it says how the challenge runs it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from model.algorithms import catalogue
from model.evaluation.tables import CLASSES
from model.lesion.gallery import samples
from model.reading.ask import batch_answers
from model.settings import settings

if TYPE_CHECKING:
    from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm

TOLERANCE = 1e-3
"""Largest difference of a probability that the file may have."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("slug", help="an algorithm with a network")
    parser.add_argument("--out", type=Path, help="file to write (default: SLUG.onnx)")


def run(options: argparse.Namespace) -> int:
    """Write the file and compare its answers for the samples; return 1 where it cannot be written or differs."""
    from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm

    algorithm = catalogue.load(options.slug, settings().weights)
    path: Path = options.out or Path(f"{options.slug}.onnx")
    if not isinstance(algorithm, ConvolutionalAlgorithm):
        print(f"{options.slug} is not one network, so no ONNX file can hold it", file=sys.stderr)
        return 1
    try:
        return _written(algorithm, path)
    except ImportError as error:
        print(f"{error.name} is missing: pip install -r requirements-export.txt", file=sys.stderr)
        return 1


def _written(algorithm: ConvolutionalAlgorithm, path: Path) -> int:
    import torch

    from model.algorithms.seeing.portable import onnx_rows, write_onnx

    slug = algorithm.card.slug
    try:
        write_onnx(algorithm, path)
    except torch.onnx.OnnxExporterError:
        print(f"{slug} decides photo by photo what it looks at: no ONNX file can hold it", file=sys.stderr)
        return 1
    images = [case.image() for case in samples()]
    difference = float(np.abs(onnx_rows(path, images) - batch_answers({slug: algorithm}, images).rows[slug]).max())
    if difference > TOLERANCE:
        path.unlink()
        print(f"{slug}: probabilities differ by {difference:.1e}, expected at most {TOLERANCE}", file=sys.stderr)
        return 1
    path.with_suffix(".toml").write_text(_preparation(), encoding="utf-8")
    print(
        f"{path}: {path.stat().st_size / 1e6:.1f} MB, probabilities of {len(images)} photos differ by {difference:.0e}"
    )
    return 0


def _preparation() -> str:
    """The TOML file of a network that `write_onnx` has written."""
    from model.challenge.sandbox.preparation import Input, Output, Preparation, written

    taken = Input(layout="nhwc", dtype="uint8")
    return written(Preparation(input=taken, output=Output(kind="probabilities", classes=list(CLASSES))))
