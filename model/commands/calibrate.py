"""`python -m model calibrate`: shipped weights -> new sheets, measured on the inner fold of every archive.

The prediction tables of the scoring sets follow to the new temperature.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from model.algorithms import catalogue
from model.algorithms.weights import read_sheet
from model.settings import ASSETS, settings


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("slug", help="the algorithm, or all")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--run", type=Path, default=Path("runs") / "inner", help="cache of answers")
    parser.add_argument("--tables", type=Path, default=ASSETS / "benchmark", help="folder of the prediction tables")
    parser.add_argument("--limit", type=int, help="use only the first N images, for a trial run")


def run(options: argparse.Namespace) -> int:
    """Measure everything on the inner fold again and write it to the sheets; the weights stay."""
    import torch

    from model.benchmark.temperature import follow
    from model.training.committee import recalibrated_committee
    from model.training.inner import load_inner_fold, recalibrated

    torch.set_num_threads(settings().threads)
    fold = load_inner_fold(options.data, options.limit)
    weights = settings().weights
    slugs = sorted(
        catalogue.slugs(), key=lambda slug: slug == catalogue.COMMITTEE
    )  # last, since it combines the others
    for slug in slugs if options.slug == "all" else [options.slug]:
        before = read_sheet(weights, slug)
        if slug == catalogue.COMMITTEE:
            sheet = recalibrated_committee(fold, weights, options.run)
        else:
            sheet = recalibrated(catalogue.load(slug, weights), fold, options.run)
        follow(before, sheet, options.tables)
        sheet.write(weights)
        print(
            f"{sheet.version}: temperature {sheet.temperature:.3f}, {sheet.operating_point}, {sheet.inner}", flush=True
        )
    return 0
