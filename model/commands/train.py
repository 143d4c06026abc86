"""`python -m model train SLUG --data FOLDER --pretrained FOLDER [--resume]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from model.settings import settings


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("slug", help="which algorithm")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--pretrained", type=Path, required=True, help="folder with the pretrained backbones")
    parser.add_argument("--run", type=Path, help="folder of checkpoints and log (default: runs/SLUG)")
    parser.add_argument("--out", type=Path, help="folder that the finished weights go to (default: the app's own)")
    parser.add_argument("--epochs", type=int, help="this many epochs in one cycle instead of the recipe's")
    parser.add_argument("--limit", type=int, help="only the first N images, to try the line out")
    parser.add_argument("--resume", action="store_true", help="go on from the last whole checkpoint")


def run(options: argparse.Namespace) -> int:
    """Train to the end, write the weights, their sheet and the log; print what was measured."""
    import dataclasses

    import torch

    from model.training.dataset import load_images, split_by_fold, training_rows
    from model.training.export import export
    from model.training.fit import Training
    from model.training.recipes import RECIPES

    if options.slug not in RECIPES:
        print(f"expected one of {', '.join(RECIPES)}, got {options.slug}", file=sys.stderr)
        return 2
    torch.set_num_threads(settings().threads)
    recipe = RECIPES[options.slug]
    if options.epochs:
        recipe = dataclasses.replace(recipe, cycles=(options.epochs,))
    rows = training_rows(options.data)
    fit_rows, validation_rows = split_by_fold(rows[: options.limit], recipe.validation_fold)
    validation = load_images(options.data, validation_rows, "validation images")
    fit = load_images(options.data, fit_rows, "images to fit on", masks=recipe.mask_weight > 0)
    training = Training(recipe, fit, validation, options.pretrained, options.run or Path("runs") / recipe.slug)
    if options.resume:
        training.resume()
    for row in training.epochs():
        print(
            f"epoch {row.epoch}: loss {row.train_loss:.3f}, inner fold: balanced accuracy "
            f"{row.validation_balanced_accuracy:.3f}, melanoma AUC {row.validation_melanoma_auc:.3f}",
            flush=True,
        )
    sheet = export(training, options.out or settings().weights)
    print(f"{sheet.version}: {sheet.size / 1e6:.1f} MB, temperature {sheet.temperature:.3f}, {sheet.operating_point}")
    return 0
