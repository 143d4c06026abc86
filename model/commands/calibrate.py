"""`python -m model calibrate`: shipped weights -> their sheets, measured again on the inner fold of both archives."""

from __future__ import annotations

import argparse
from pathlib import Path

from model.settings import settings

COMMITTEE = "committee"


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("slug", help="which algorithm, or all, the committee last")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--run", type=Path, default=Path("runs") / "inner", help="keeps what was answered")
    parser.add_argument("--limit", type=int, help="only the first N images, to try the line out")


def run(options: argparse.Namespace) -> int:
    """Write all that is chosen on the inner fold into the sheets again; the weights stay."""
    import torch

    from model.algorithms import catalogue
    from model.training.committee import recalibrated_committee
    from model.training.inner import load_inner_fold, recalibrated

    torch.set_num_threads(settings().threads)
    fold = load_inner_fold(options.data, options.limit)
    weights = settings().weights
    known = sorted(catalogue.slugs(), key=lambda slug: slug == COMMITTEE)  # last, since it is made of the others
    for slug in known if options.slug == "all" else [options.slug]:
        if slug == COMMITTEE:
            sheet = recalibrated_committee(fold, weights, options.run)
        else:
            sheet = recalibrated(catalogue.load(slug, weights), fold, options.run)
        sheet.write(weights)
        print(
            f"{sheet.version}: temperature {sheet.temperature:.3f}, {sheet.operating_point}, {sheet.inner}", flush=True
        )
    return 0
