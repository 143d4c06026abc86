"""Further cycles of a network on the photos of all three archives, starting from finished weights.

    weights -> cycles of the recipe in `FURTHER` -> weights of each epoch, and their scores on each archive
    weights of chosen epochs -> their mean -> its scores on each archive as in the app, and the files that ship

`python -m model.training.further SLUG --data FOLDER` trains, or resumes an interrupted run;
`python -m model.training.further SLUG --data FOLDER --mean FILE ... --out FOLDER` writes the mean of weights with its
sheet, and the log of the run.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from scipy.special import softmax
from torch import Tensor

from model.settings import settings
from model.training.calibration import fold_logits, inner_figures, photos_by_archive
from model.training.dataset import TrainingSet, load_images, split_by_fold, training_rows
from model.training.export import export_weights, rounded_tensors
from model.training.fit import Training, predict_logits
from model.training.recipe import Recipe, recipe_facts
from model.training.recipes import FURTHER
from model.training.run_log import read_log, write_log
from model.training.weights_files import unmeasured_sheet


def mean_of(files: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of the weights in files of one network; integer counters are taken from the last file."""
    ends = [load_file(file) for file in files]
    return {
        name: torch.stack([end[name].float() for end in ends]).mean(0) if value.is_floating_point() else value
        for name, value in ends[-1].items()
    }


def archive_lines(logits: Tensor, validation: TrainingSet) -> list[str]:
    """The scores of logits `(n, 7)` of the inner fold, a line for each archive; see `inner_figures`."""
    rows = softmax(logits.double().numpy(), axis=1)
    lines = []
    for archive, photos in photos_by_archive(validation.collections, len(validation)):
        lines.append(_line(archive, inner_figures(rows[photos], validation.targets[photos], 0.5)))
    return lines


def _line(archive: str, figures: Mapping[str, float]) -> str:
    return (
        f"  {archive}: balanced accuracy {figures['balanced_accuracy']:.4f}, "
        f"melanoma AUC {figures['melanoma_auc']:.4f}, balanced log loss {figures['log_loss']:.4f}"
    )


def train(recipe: Recipe, fit: TrainingSet, validation: TrainingSet, start: Path, run: Path) -> None:
    """Train the missing epochs of a recipe and write the rounded weights of each to the folder of the run.

    A run without a checkpoint starts from the weights in the file `start`.
    """
    training = Training(recipe, fit, validation, start, run)
    if training.checkpoint_file.is_file():
        training.resume()
    else:
        training.start_from(start)
        light = recipe.algorithm.white_light
        before = predict_logits(training.average, validation.pixels, training.side, white_light=light)
        print("before", *archive_lines(before, validation), sep="\n", flush=True)
    for row in training.epochs():
        save_file(rounded_tensors(training.average.state_dict()), run / f"epoch-{row.epoch}.safetensors")
        scores = [] if training.validation_logits is None else archive_lines(training.validation_logits, validation)
        line = f"epoch {row.epoch}, {training.side} px: loss {row.train_loss:.3f}, {row.seconds:.0f} s"
        print(line, *scores, sep="\n", flush=True)


def measure(recipe: Recipe, weights: dict[str, Tensor], validation: TrainingSet) -> list[str]:
    """The lines of `archive_lines` for weights with the views, side and white light of the app."""
    network = recipe.algorithm.build().eval().requires_grad_(False)
    network.load_state_dict(weights)
    blank = unmeasured_sheet(recipe.slug, b"", 0, recipe_facts(recipe), recipe.validation_fold)
    return archive_lines(fold_logits(recipe.algorithm(network, blank), validation.pixels), validation)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line of this module."""
    parser = argparse.ArgumentParser(prog="python -m model.training.further", description=__doc__)
    parser.add_argument("slug", choices=sorted(FURTHER))
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv, milk10k.csv and archives")
    parser.add_argument("--weights", type=Path, help="file to start from (default: the shipped weights)")
    parser.add_argument("--run", type=Path, help="folder for checkpoints and log (default: runs/SLUG)")
    parser.add_argument("--every", type=int, help="use only every Nth photo, for a trial run")
    parser.add_argument("--mean", type=Path, nargs="+", help="take the mean of these files instead of training")
    parser.add_argument("--out", type=Path, help="folder for the mean and its sheet (default: only measure it)")
    options = parser.parse_args(arguments)
    torch.set_num_threads(settings().threads)
    recipe = FURTHER[options.slug]
    run = options.run or Path("runs") / recipe.slug
    rows = training_rows(options.data, recipe.archives)[:: options.every]
    fit_rows, validation_rows = split_by_fold(rows, recipe.validation_fold)
    validation = load_images(options.data, validation_rows, "inner fold")
    if options.mean:
        weights = rounded_tensors(mean_of(options.mean))
        if options.out is None:
            print(*measure(recipe, weights, validation), sep="\n", flush=True)
            return
        facts = {**recipe_facts(recipe), "mean_of": [file.stem for file in options.mean]}
        sheet = export_weights(weights, recipe, facts, len(fit_rows), validation, options.out)
        write_log(options.out / f"{recipe.slug}.further.csv", read_log(run / "epochs.csv"))
        print(*(_line(archive, figures) for archive, figures in sheet.inner.items()), sep="\n", flush=True)
        return
    start = options.weights or settings().weights / f"{recipe.slug}.safetensors"
    fit = load_images(options.data, fit_rows, "photos to fit to")
    archives = sorted({row.collection for row in validation_rows})
    print(f"{len(fit)} photos to fit to, {archives} in the inner fold", flush=True)
    train(recipe, fit, validation, start, run)


if __name__ == "__main__":
    main()
