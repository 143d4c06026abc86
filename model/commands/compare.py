"""`python -m model compare`: options side by side on the inner fold of both archives, and which one is chosen."""

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
    parser.add_argument("question", choices=sorted(QUESTIONS), help="what is compared")
    parser.add_argument("slug", nargs="?", help="the network, for its looks, framing, colour constancy, further cycle")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--run", type=Path, default=Path("runs") / "inner", help="keeps what was answered")
    parser.add_argument("--before", type=Path, nargs="+", help="folders with earlier weights, for a further cycle")
    parser.add_argument("--limit", type=int, help="only the first N images, to try the line out")
    parser.add_argument("--out", type=Path, help="the table (default: the committed one)")


def run(options: argparse.Namespace) -> int:
    """Compare, print, and put the figures of each archive into the table."""
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
    from model.training.constancy import constancies_compared
    from model.training.inner import load_inner_fold

    return constancies_compared(_network(options.slug), load_inner_fold(options.data, options.limit))


def _further(options: argparse.Namespace) -> list[Figures]:
    from model.training.comparisons import further_compared
    from model.training.inner import load_inner_fold

    if options.before is None:
        raise SystemExit("a further cycle is compared with what was before it: expected --before FOLDER")
    earlier = [_network(options.slug, folder) for folder in options.before]
    return further_compared(earlier, _network(options.slug), load_inner_fold(options.data, options.limit))


def _network(slug: str, weights: Path | None = None) -> ConvolutionalAlgorithm:
    from model.algorithms import catalogue
    from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm

    found = catalogue.load(slug, weights or settings().weights)
    if not isinstance(found, ConvolutionalAlgorithm):
        raise SystemExit(f"expected an algorithm that sees through a network, got {slug}")
    return found


def _frequencies(options: argparse.Namespace) -> list[Figures]:
    from model.training.comparisons import exponents_compared

    fold, known = _answers(options)
    return exponents_compared(known, fold)


def _committee(options: argparse.Namespace) -> list[Figures]:
    from model.training.comparisons import committees_compared

    fold, known = _answers(options)
    return committees_compared(known, fold)


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
