"""`python -m model train SLUG --data FOLDER [--pretrained FOLDER] [--resume]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from model.settings import settings

COMMITTEE = "committee"
NEAREST = "nearest_cases"
GATE = "gate"
INNER_FOLD = 4
DRAWN = 3_000
"""Numbers of drawn photos from here on; no visitor of the load test has them."""

if TYPE_CHECKING:
    from model.algorithms.weights import WeightsSheet
    from model.training.dataset import TrainingSet
    from model.training.measured import FoldScores, MeasuredRecipe
    from model.training.recipe import Recipe


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("slug", help="which algorithm, or gate")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--pretrained", type=Path, help="folder with the pretrained backbones; networks need it")
    parser.add_argument("--run", type=Path, help="folder of checkpoints and log (default: runs/SLUG)")
    parser.add_argument("--out", type=Path, help="folder that the finished weights go to (default: the app's own)")
    parser.add_argument("--epochs", type=int, help="this many epochs in one cycle instead of the recipe's")
    parser.add_argument("--limit", type=int, help="only the first N images, to try the line out")
    going = parser.add_mutually_exclusive_group()
    going.add_argument("--resume", action="store_true", help="go on from the last whole checkpoint")
    going.add_argument(
        "--further", action="store_true", help="a further cycle from the shipped weights, without checkpoint"
    )


def run(options: argparse.Namespace) -> int:
    """Train to the end, write the weights, their sheet and the log; print what was measured."""
    from model.training.recipes import RECIPES
    from model.training.submissions import measured_slugs, recipe_of

    if options.slug in RECIPES:
        return _train_network(options, RECIPES[options.slug])
    measured = recipe_of(options.slug)
    if measured:
        return _fit_measured(options, measured)
    if options.slug == NEAREST:
        return _collect_cases(options)
    if options.slug == COMMITTEE:
        return _learn_committee(options)
    if options.slug == GATE:
        return _fit_gate(options)
    known = ", ".join([*RECIPES, *measured_slugs(), NEAREST, COMMITTEE, GATE])
    print(f"expected one of {known}, got {options.slug}", file=sys.stderr)
    return 2


def _train_network(options: argparse.Namespace, recipe: Recipe) -> int:
    import dataclasses

    import torch

    from model.training.export import export
    from model.training.fit import Training

    if options.pretrained is None:
        print(f"{recipe.slug} starts from a pretrained backbone: expected --pretrained FOLDER", file=sys.stderr)
        return 2
    torch.set_num_threads(settings().threads)
    if options.epochs:
        recipe = dataclasses.replace(recipe, cycles=(options.epochs,))
    fit, validation = _sets(options, recipe.validation_fold, masks=recipe.mask_weight > 0)
    training = Training(recipe, fit, validation, options.pretrained, options.run or Path("runs") / recipe.slug)
    if options.further and not training.checkpoint_file.is_file():
        training.go_on_from(settings().weights)
    elif options.resume or options.further:
        training.resume()
    for row in training.epochs():
        print(
            f"epoch {row.epoch}: loss {row.train_loss:.3f}, inner fold: balanced accuracy "
            f"{row.validation_balanced_accuracy:.3f}, melanoma AUC {row.validation_melanoma_auc:.3f}",
            flush=True,
        )
    _report(export(training, options.out or settings().weights))
    return 0


def _fit_measured(options: argparse.Namespace, recipe: MeasuredRecipe) -> int:
    from model.training.measured import train_measured

    fit, validation = _sets(options, recipe.validation_fold, masks=recipe.masks)
    sheet, scores = train_measured(recipe, fit, validation, options.out or settings().weights)
    _report_fold(scores)
    _report(sheet)
    return 0


def _learn_committee(options: argparse.Namespace) -> int:
    from scipy.special import softmax

    from model.training.calibration import of_each
    from model.training.committee import train_committee
    from model.training.inner import load_inner_fold
    from model.training.measured import fold_scores

    fold = load_inner_fold(options.data, options.limit)
    cache, out = options.run or Path("runs") / "inner", options.out or settings().weights
    sheet, logits = train_committee(fold, settings().weights, out, cache)
    for archive, photos in of_each(fold.archives, len(fold)):
        scores = fold_scores(softmax(logits[photos] / sheet.temperature, axis=1), fold.targets[photos])
        print(
            f"{archive}, each part left out in turn: balanced accuracy {scores.balanced_accuracy:.3f}, "
            f"melanoma AUC {scores.melanoma_auc:.3f}",
            flush=True,
        )
    _report(sheet)
    return 0


def _collect_cases(options: argparse.Namespace) -> int:
    from model.algorithms.submissions.resnet18 import Algorithm as Eye
    from model.training.dataset import load_images, split_by_fold, training_rows
    from model.training.nearest import NearestRecipe, train_nearest

    recipe = NearestRecipe()
    eye = Eye.load(settings().weights)
    fit_rows, fold_rows = split_by_fold(training_rows(options.data)[: options.limit], recipe.validation_fold)
    fit = load_images(options.data, fit_rows, "known cases")
    fold = load_images(options.data, fold_rows, "inner fold")
    lesions = [row.lesion_id for row in fit_rows]
    sheet, scores = train_nearest(recipe, eye, fit, lesions, fold, options.out or settings().weights)
    _report_fold(scores)
    _report(sheet)
    return 0


def _fit_gate(options: argparse.Namespace) -> int:
    import torch

    from model.algorithms.submissions.resnet18 import Algorithm as Eye
    from model.lesion.decode import read_lesion_image
    from model.load.photos import drawn_photo
    from model.training.gate import GateRecipe, train_gate
    from model.trust.gate import FOLDER

    torch.set_num_threads(settings().threads)
    few = {"fit_photos": options.limit, "disturbed_photos": options.limit, "limit_photos": options.limit}
    recipe = GateRecipe(**few) if options.limit else GateRecipe()
    lesions = [read_lesion_image(drawn_photo(DRAWN + number).data) for number in range(200)]
    found = train_gate(Eye.load(settings().weights), options.data, lesions, options.out or FOLDER, recipe)
    print(
        f"{found.path.name}: {found.size / 1e3:.0f} kB, refuses {found.beyond:.2%} of {found.photos} of the inner fold"
    )
    return 0


def _sets(options: argparse.Namespace, validation_fold: int, *, masks: bool) -> tuple[TrainingSet, TrainingSet]:
    """The images to fit on and those of the inner fold."""
    from model.training.dataset import load_images, split_by_fold, training_rows

    fit_rows, validation_rows = split_by_fold(training_rows(options.data)[: options.limit], validation_fold)
    validation = load_images(options.data, validation_rows, "validation images")
    return load_images(options.data, fit_rows, "images to fit on", masks=masks), validation


def _report_fold(scores: FoldScores) -> None:
    balanced, melanoma = scores.balanced_accuracy, scores.melanoma_auc
    print(f"inner fold: balanced accuracy {balanced:.3f}, melanoma AUC {melanoma:.3f}", flush=True)


def _report(sheet: WeightsSheet) -> None:
    print(f"{sheet.version}: {sheet.size / 1e6:.1f} MB, temperature {sheet.temperature:.3f}, {sheet.operating_point}")
