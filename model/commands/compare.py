"""`python -m model compare`: compares options on the inner fold of both archives and records the choice."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from model.settings import settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
    from model.training.comparisons import Figures
    from model.training.inner import InnerFold

COMMITTEE = "committee"


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("question", choices=sorted(QUESTIONS), help="the setting to compare")
    parser.add_argument("slug", nargs="?", help="the network, for every setting of one network")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--run", type=Path, default=Path("runs") / "inner", help="cache of answers")
    parser.add_argument("--before", type=Path, nargs="+", help="folders of earlier weights, for a further cycle")
    parser.add_argument("--limit", type=int, help="use only the first N images, for a trial run")
    parser.add_argument("--out", type=Path, help="table to write to (default: the committed one)")


def run(options: argparse.Namespace) -> int:
    """Compare, print the scores of each archive, and write them to the table."""
    import torch

    from model.training.comparisons import TABLE, write_table

    torch.set_num_threads(settings().threads)
    lines = QUESTIONS[options.question](options)
    for line in lines:
        chosen = "  chosen" if line.chosen else ""
        print(
            f"{line.option:<32} {line.archive:<13} balanced accuracy {line.balanced_accuracy:.3f}, "
            f"melanoma AUC {line.melanoma_auc:.3f}, log loss {line.log_loss:.3f}{chosen}"
        )
    write_table(lines, options.out or TABLE)
    return 0


def _looks(options: argparse.Namespace) -> list[Figures]:
    from model.training.comparisons import looks_compared
    from model.training.inner import load_inner_fold

    return looks_compared(_network(options.slug), load_inner_fold(options.data, options.limit), options.run)


def _framing(options: argparse.Namespace) -> list[Figures]:
    from model.training.comparisons import framings_compared

    return framings_compared(_network(options.slug), options.data, options.limit)


def _constancy(options: argparse.Namespace) -> list[Figures]:
    from model.training.comparisons import constancies_compared
    from model.training.inner import load_inner_fold

    return constancies_compared(_network(options.slug), load_inner_fold(options.data, options.limit))


def _further(options: argparse.Namespace) -> list[Figures]:
    from model.training.comparisons import further_compared
    from model.training.inner import load_inner_fold

    if options.before is None:
        raise SystemExit("expected --before FOLDER, since a further cycle is compared with earlier weights")
    earlier = [_network(options.slug, folder) for folder in options.before]
    return further_compared(earlier, _network(options.slug), load_inner_fold(options.data, options.limit))


def _network(slug: str, weights: Path | None = None) -> ConvolutionalAlgorithm:
    from model.algorithms import catalogue
    from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm

    algorithm = catalogue.load(slug, weights or settings().weights)
    if not isinstance(algorithm, ConvolutionalAlgorithm):
        raise SystemExit(f"expected an algorithm with a convolutional network, got {slug}")
    return algorithm


def _frequencies(options: argparse.Namespace) -> list[Figures]:
    from model.training.comparisons import exponents_compared

    fold, answers = _answers(options)
    return exponents_compared(answers, fold)


def _committee(options: argparse.Namespace) -> list[Figures]:
    from model.training.comparisons import committees_compared

    fold, answers = _answers(options)
    return committees_compared(answers, fold)


def _answers(options: argparse.Namespace) -> tuple[InnerFold, dict[str, NDArray[np.float32]]]:
    from model.algorithms import catalogue
    from model.training.inner import answers, load_inner_fold

    fold = load_inner_fold(options.data, options.limit)
    members = {slug: catalogue.load(slug, settings().weights) for slug in catalogue.slugs() if slug != COMMITTEE}
    return fold, {slug: answers(member, fold, options.run) for slug, member in members.items()}


QUESTIONS: dict[str, Callable[[argparse.Namespace], list[Figures]]] = {
    "looks": _looks,
    "framing": _framing,
    "constancy": _constancy,
    "further": _further,
    "frequencies": _frequencies,
    "committee": _committee,
}
