"""`python -m model compare`: compares options on the inner fold of every archive and records the choice."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from model.algorithms import catalogue
from model.settings import settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
    from model.training.comparisons import Figures
    from model.training.inner import InnerFold

NETWORK_QUESTIONS = ("looks", "constancy", "further")
QUESTIONS = ("framing", "frequencies", catalogue.COMMITTEE, *NETWORK_QUESTIONS)


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
    lines = _compared(options)
    for line in lines:
        chosen = "  chosen" if line.chosen else ""
        print(
            f"{line.option:<32} {line.archive:<13} balanced accuracy {line.balanced_accuracy:.3f}, "
            f"melanoma AUC {line.melanoma_auc:.3f}, log loss {line.log_loss:.3f}{chosen}"
        )
    write_table(lines, options.out or TABLE)
    return 0


def _compared(options: argparse.Namespace) -> list[Figures]:
    from model.training import comparisons

    if options.question == "framing":
        return comparisons.framings_compared(_network(options.slug), options.data, options.limit)
    if options.question in NETWORK_QUESTIONS:
        return _networks_compared(options)
    compare = {"frequencies": comparisons.exponents_compared, "committee": comparisons.committees_compared}
    fold, answers = _answers(options)
    return compare[options.question](answers, fold)


def _networks_compared(options: argparse.Namespace) -> list[Figures]:
    """The scores of one network on the inner fold, with each of its settings or earlier weights."""
    from model.training.comparisons import constancies_compared, further_compared, looks_compared
    from model.training.inner import load_inner_fold

    if options.question == "further" and options.before is None:
        raise SystemExit("expected --before FOLDER, since a further cycle is compared with earlier weights")
    network = _network(options.slug)
    fold = load_inner_fold(options.data, options.limit)
    if options.question == "looks":
        return looks_compared(network, fold, options.run)
    if options.question == "constancy":
        return constancies_compared(network, fold)
    return further_compared([_network(options.slug, folder) for folder in options.before], network, fold)


def _network(slug: str, weights: Path | None = None) -> ConvolutionalAlgorithm:
    from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm

    algorithm = catalogue.load(slug, weights or settings().weights)
    if not isinstance(algorithm, ConvolutionalAlgorithm):
        raise SystemExit(f"expected an algorithm with a convolutional network, got {slug}")
    return algorithm


def _answers(options: argparse.Namespace) -> tuple[InnerFold, dict[str, NDArray[np.float32]]]:
    from model.training.inner import answers, load_inner_fold

    fold = load_inner_fold(options.data, options.limit)
    members = {
        slug: catalogue.load(slug, settings().weights) for slug in catalogue.slugs() if slug != catalogue.COMMITTEE
    }
    return fold, {slug: answers(member, fold, options.run) for slug, member in members.items()}
