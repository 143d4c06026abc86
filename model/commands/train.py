"""`python -m model train SLUG --data FOLDER [--pretrained FOLDER] [--resume]`."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from model.algorithms.catalogue import COMMITTEE
from model.algorithms.weights import WeightsSheet
from model.lesion.archives import ARCHIVES
from model.lesion.decode import read_lesion_image
from model.lesion.drawn_photos import drawn_photo
from model.settings import settings
from model.training.dataset import ManifestRow, TrainingSet, load_images, split_by_fold, training_rows

NEAREST = "nearest_cases"
GATE, CRITERIA = "gate", "criteria"
DRAWN = 3_000
"""First number of the drawn lesions for the gate; visitors of the load test have lower ones."""

if TYPE_CHECKING:
    from model.training.fit import Training
    from model.training.measured import MeasuredRecipe
    from model.training.recipe import Recipe


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("slug", help="the algorithm to train, gate, or criteria")
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the image archives")
    parser.add_argument("--pretrained", type=Path, help="folder with the pretrained backbones; needed for networks")
    parser.add_argument("--run", type=Path, help="folder for checkpoints and log (default: runs/SLUG)")
    parser.add_argument("--out", type=Path, help="folder for the finished weights (default: the app's own)")
    parser.add_argument("--epochs", type=int, help="train one cycle of N epochs instead of the recipe's cycles")
    parser.add_argument("--limit", type=int, help="use only the first N images, for a trial run")
    start = parser.add_mutually_exclusive_group()
    start.add_argument("--resume", action="store_true", help="continue from the last checkpoint")
    start.add_argument("--further", action="store_true", help="train a further cycle from the shipped weights")


def run(options: argparse.Namespace) -> int:
    """Train, write weights, sheet and log, and print what was measured; 2 where the algorithm has no recipe."""
    from model.training.recipes import RECIPES
    from model.training.submissions import measured_slugs, recipe_of

    if options.slug in RECIPES:
        return _train_network(options, RECIPES[options.slug])
    measured = recipe_of(options.slug)
    if measured:
        return _fit_measured(options, measured)
    others = {NEAREST: _build_bank, COMMITTEE: _fit_committee, GATE: _fit_gate, CRITERIA: _fit_criteria}
    if options.slug in others:
        return others[options.slug](options)
    print(f"expected one of {', '.join([*RECIPES, *measured_slugs(), *others])}, got {options.slug}", file=sys.stderr)
    return 2


def _train_network(options: argparse.Namespace, recipe: Recipe) -> int:
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
    _start(training, options)
    for row in training.epochs():
        print(
            f"epoch {row.epoch}: loss {row.train_loss:.3f}, inner fold: balanced accuracy "
            f"{row.validation_balanced_accuracy:.3f}, melanoma AUC {row.validation_melanoma_auc:.3f}",
            flush=True,
        )
    return _report(export(training, _out(options)))


def _start(training: Training, options: argparse.Namespace) -> None:
    if options.further and not training.checkpoint_file.is_file():
        training.go_on_from(settings().weights)
    elif options.resume or options.further:
        training.resume()


def _fit_measured(options: argparse.Namespace, recipe: MeasuredRecipe) -> int:
    from model.training.measured import train_measured

    fit, validation = _sets(options, recipe.validation_fold, masks=recipe.masks)
    return _report(train_measured(recipe, fit, validation, _out(options)))


def _fit_committee(options: argparse.Namespace) -> int:
    from model.training.committee import train_committee
    from model.training.inner import load_inner_fold

    fold = load_inner_fold(options.data, options.limit)
    return _report(train_committee(fold, settings().weights, _out(options), options.run or Path("runs") / "inner"))


def _build_bank(options: argparse.Namespace) -> int:
    from model.algorithms.submissions.resnet18 import Algorithm as Eye
    from model.training.nearest import NearestRecipe, train_nearest

    recipe = NearestRecipe()
    fit_rows, fold_rows = _split(options, recipe.validation_fold)
    fit = load_images(options.data, fit_rows, "known cases")
    fold = load_images(options.data, fold_rows, "inner fold")
    lesions = [row.lesion_id for row in fit_rows]
    return _report(train_nearest(recipe, Eye.load(settings().weights), fit, lesions, fold, _out(options)))


def _fit_gate(options: argparse.Namespace) -> int:
    import torch

    from model.algorithms.submissions.resnet18 import Algorithm as Eye
    from model.training.close_up import CloseUpRecipe
    from model.training.garbled import GarbledRecipe
    from model.training.gate import GateRecipe, train_gate
    from model.trust.gate import FOLDER

    torch.set_num_threads(settings().threads)
    few = {"fit_photos": options.limit, "disturbed_photos": options.limit, "limit_photos": options.limit}
    recipe = GateRecipe()
    if options.limit:
        kinds = GarbledRecipe(of_each_kind=options.limit, of_each_change=options.limit)
        recipe = GateRecipe(**few, close_ups=CloseUpRecipe(of_each_archive=options.limit), garbled=kinds)
    lesions = [read_lesion_image(drawn_photo(DRAWN + number).data) for number in range(200)]
    gate = train_gate(Eye.load(settings().weights), options.data, lesions, options.out or FOLDER, recipe)
    print(f"{gate.path.name}: {gate.size / 1e3:.0f} kB, refuses {gate.beyond:.2%} of {gate.photos} of the inner fold")
    return 0


def _fit_criteria(options: argparse.Namespace) -> int:
    from model.algorithms.submissions.resnet18 import Algorithm as Eye
    from model.commands.progress import tell
    from model.documents.trust import measured_table
    from model.training.criteria import train_criteria
    from model.trust.criteria import FOLDER

    figures = train_criteria(Eye.load(settings().weights), options.data, options.out or FOLDER, tell)
    print(measured_table({CRITERIA: figures}))
    return 0


def _sets(options: argparse.Namespace, validation_fold: int, *, masks: bool) -> tuple[TrainingSet, TrainingSet]:
    """The images to fit to and those of the inner fold."""
    fit_rows, validation_rows = _split(options, validation_fold)
    validation = load_images(options.data, validation_rows, "validation images")
    return load_images(options.data, fit_rows, "images to fit to", masks=masks), validation


def _split(options: argparse.Namespace, fold: int) -> tuple[list[ManifestRow], list[ManifestRow]]:
    """The rows to fit to, from two archives, and those of the inner fold of every archive."""
    fit = split_by_fold(training_rows(options.data)[: options.limit], fold)[0]
    return fit, split_by_fold(training_rows(options.data, ARCHIVES)[: options.limit], fold)[1]


def _out(options: argparse.Namespace) -> Path:
    out: Path = options.out or settings().weights
    return out


def _report(sheet: WeightsSheet) -> int:
    """Print what was measured on the inner fold of each archive, and what ships."""
    for archive, figures in sheet.inner.items():
        accuracy, area = figures["balanced_accuracy"], figures["melanoma_auc"]
        print(f"inner fold of {archive}: balanced accuracy {accuracy:.3f}, melanoma AUC {area:.3f}")
    print(f"{sheet.version}: {sheet.size / 1e6:.1f} MB, temperature {sheet.temperature:.3f}, {sheet.operating_point}")
    return 0
