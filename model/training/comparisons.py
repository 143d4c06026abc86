"""Compares options on the inner fold of every archive and records the choice in one committed table.

    fold 4 of each archive -> answers of each option -> figures for each archive -> the choice

Each study compares the options of one setting. By default the option with the least balanced log loss is chosen, the
mean over the archives.
"""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from scipy.special import softmax

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.seeing.views import HALF_TURN, PLAIN, View
from model.algorithms.seeing.white_light import SHADES_OF_GREY
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import INPUT_SIDE
from model.lesion.practice import default_practice, in_practice
from model.settings import ASSETS
from model.training.calibration import fitted_temperature, fold_logits, inner_figures, photos_by_archive
from model.training.committee import MemberLogs, chosen_penalty, left_out_logits
from model.training.dataset import training_rows
from model.training.inner import FOLD, InnerFold
from model.training.scores import area_under_curve
from model.whole_file import whole_file

TABLE = ASSETS / "training" / "choices.csv"
SIDES = (160, 192, 224)
LOOKS: Mapping[str, tuple[View, ...]] = {"1 look": PLAIN, "2 looks": HALF_TURN}
LIGHTS: Mapping[str, float | None] = {"as taken": None, "grey world": 1.0, "shades of grey": SHADES_OF_GREY}
EXPONENTS = (0.0, 0.25, 0.5, 0.75, 1.0)
SCORES = ("balanced_accuracy", "melanoma_auc", "log_loss")
FULL_FRAME = "ham10000-200x150.zip"
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Figures:
    """One line of the table: the scores of one option on the inner fold of one archive."""

    study: str
    option: str
    archive: str
    photos: int
    balanced_accuracy: float
    melanoma_auc: float
    log_loss: float
    chosen: bool = False


def figures_of(study: str, option: str, logits: NDArray[np.float64], fold: InnerFold) -> list[Figures]:
    """The scores of an option on each archive, from logits `(n, 7)` at the temperature fitted to all of them."""
    temperature = fitted_temperature(torch.from_numpy(logits), torch.from_numpy(fold.targets), fold.archives)
    rows = softmax(logits / temperature, axis=1)
    return [
        _line(study, option, archive, rows[photos], fold.targets[photos])
        for archive, photos in photos_by_archive(fold.archives, len(fold))
    ]


def _line(study: str, option: str, archive: str, rows: NDArray[np.float64], targets: NDArray[np.int64]) -> Figures:
    figures = inner_figures(rows, targets, 0.5)
    accuracy, area, loss = (figures[name] for name in SCORES)
    return Figures(study, option, archive, len(targets), accuracy, area, loss)


def with_choice(lines: Iterable[Figures], chosen: str | None = None) -> list[Figures]:
    """The lines of one study with the chosen option marked: the one named, or that with the least mean log loss."""
    lines = list(lines)
    if chosen is None:
        losses: dict[str, list[float]] = {}
        for line in lines:
            losses.setdefault(line.option, []).append(line.log_loss)
        chosen = min(losses, key=lambda option: float(np.mean(losses[option])))
    return [replace(line, chosen=line.option == chosen) for line in lines]


def read_table(path: Path = TABLE) -> list[Figures]:
    """The lines of a table; none where the file is missing."""
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lines = []
    for row in rows:
        accuracy, area, loss = (float(row[name]) for name in SCORES)
        place = row["study"], row["option"], row["archive"]
        lines.append(Figures(*place, int(row["photos"]), accuracy, area, loss, row["chosen"] == "yes"))
    return lines


def write_table(lines: Iterable[Figures], path: Path = TABLE) -> None:
    """Write studies into the table; they replace the earlier lines of the same studies."""
    new = list(lines)
    studies = {line.study for line in new}
    others = [line for line in read_table(path) if line.study not in studies]
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as beside, beside.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(Figures)])
        for line in sorted([*others, *new], key=lambda line: line.study):
            values = {**asdict(line), "chosen": "yes" if line.chosen else "no"}
            writer.writerow([f"{value:.4f}" if isinstance(value, float) else value for value in values.values()])


def looks_compared(algorithm: ConvolutionalAlgorithm, fold: InnerFold, cache: Path) -> list[Figures]:
    """Compare the side at which a network sees a photo, then the number of mirrored views at the chosen side.

    The side and views that the network ships with are not used. `cache` keeps the logits of each view.
    """
    pixels = fold.pixels
    once = {side: seen_at(algorithm, pixels, side, (), cache) for side in SIDES}
    study = f"side of {algorithm.card.slug}"
    sides = with_choice(
        line for side, logits in once.items() for line in figures_of(study, f"{side} px, 1 look", logits, fold)
    )
    best = int(next(line.option for line in sides if line.chosen).split()[0])
    study, lines = f"looks of {algorithm.card.slug}", []
    by_view = {view: seen_at(algorithm, pixels, best, view, cache) for view in HALF_TURN}
    for name, views in LOOKS.items():
        logits = np.mean([by_view[view] for view in views], axis=0)
        lines += figures_of(study, f"{best} px, {name}", logits, fold)
    return [*sides, *with_choice(lines)]


def seen_at(
    algorithm: ConvolutionalAlgorithm, pixels: Pixels, side: int, view: View, cache: Path
) -> NDArray[np.float64]:
    """Logits, `(n, 7)`, of one view of photos `(n, 224, 224, 3)`; `cache` keeps them under the hash of the weights."""
    light = f"-light{algorithm.white_light:g}" if algorithm.white_light else ""
    look = f"{side}{light}-{''.join(map(str, view)) or 'plain'}"
    file = cache / f"{algorithm.sheet.version.replace(' ', '-')}-{look}-{len(pixels)}.npy"
    if not file.is_file():
        one_view = type("OneView", (type(algorithm),), {"side": side, "views": (view,)})
        cache.mkdir(parents=True, exist_ok=True)
        np.save(file, logits_in_app(one_view(algorithm.network, algorithm.sheet), pixels))
    return np.asarray(np.load(file))


def framings_compared(algorithm: ConvolutionalAlgorithm, data: Path, limit: int | None = None) -> list[Figures]:
    """Compare the centre square, the whole frame squeezed into a square, and both as two views.

    Only the photos of `FULL_FRAME` are used, since the others have lost their margins.
    """
    study = f"framing for {algorithm.card.slug}"
    rows = [row for row in training_rows(data)[:limit] if row.fold == FOLD and row.archive == FULL_FRAME]
    with zipfile.ZipFile(data / FULL_FRAME) as archive:
        opened = [Image.open(io.BytesIO(archive.read(f"{row.image_id}.jpg"))) for row in rows]
    photos = [photo.convert("RGB") for photo in opened]
    targets = np.array([row.diagnosis.column for row in rows])
    square = logits_in_app(algorithm, np.stack([_square(photo) for photo in photos]))
    whole = logits_in_app(algorithm, np.stack([_fitted(photo) for photo in photos]))
    options = {"centre square": square, "whole frame": whole, "both as looks": (square + whole) / 2}
    lines = []
    for option, logits in options.items():
        temperature = fitted_temperature(torch.from_numpy(logits), torch.from_numpy(targets))
        lines.append(_line(study, option, rows[0].collection, softmax(logits / temperature, axis=1), targets))
    return with_choice(lines)


def further_compared(
    earlier: Sequence[ConvolutionalAlgorithm], shipped: ConvolutionalAlgorithm, fold: InnerFold
) -> list[Figures]:
    """Compare earlier weights of a network with those that ship after a further cycle of training."""
    study, pixels = f"further cycle of {shipped.card.slug}", fold.pixels
    return with_choice(
        line
        for algorithm in (*earlier, shipped)
        for line in figures_of(study, trained(algorithm.sheet.recipe), logits_in_app(algorithm, pixels), fold)
    )


def trained(recipe: Mapping[str, Any]) -> str:
    """The number of epochs of a network, or of the averaged ends of its cycles, from the recipe in a sheet.

    >>> trained({"cycles": [9, 9], "averaged_ends": 1}), trained({"cycles": [9, 9], "averaged_ends": 0})
    ('18 epochs', 'mean of 9 and 18 epochs')
    >>> trained({"mean_of": ["efficientnet_lite0", "epoch-4"]})
    'mean of efficientnet_lite0 and epoch-4'
    """
    if "mean_of" in recipe:
        return _mean(recipe["mean_of"])
    ends = list(itertools.accumulate(recipe["cycles"]))[-recipe["averaged_ends"] :]
    return f"{_mean(list(map(str, ends)))} epochs"


def _mean(ends: Sequence[str]) -> str:
    return ends[0] if len(ends) == 1 else f"mean of {' and '.join(ends)}"


def logits_in_app(algorithm: ConvolutionalAlgorithm, pixels: Pixels) -> NDArray[np.float64]:
    """Logits, `(n, 7)`, of photos `(n, 224, 224, 3)`, with the views and the side that the network ships with."""
    return np.asarray(fold_logits(algorithm, pixels).double().numpy())


def constancies_compared(algorithm: ConvolutionalAlgorithm, fold: InnerFold) -> list[Figures]:
    """Compare photos as taken with photos corrected to a white lamp, whatever correction the network ships with."""
    pixels, lines = fold.pixels, []
    for name, order in LIGHTS.items():
        corrected = type("Corrected", (type(algorithm),), {"white_light": order})
        logits = logits_in_app(corrected(algorithm.network, algorithm.sheet), pixels)
        lines += figures_of(f"colour constancy for {algorithm.card.slug}", name, logits, fold)
    return with_choice(lines)


def _square(photo: Image.Image) -> Pixels:
    side = min(photo.size)
    left, top = (photo.width - side) // 2, (photo.height - side) // 2
    return _fitted(photo.crop((left, top, left + side, top + side)))


def _fitted(photo: Image.Image) -> Pixels:
    return np.asarray(photo.resize((INPUT_SIDE, INPUT_SIDE), Image.Resampling.BICUBIC))


def exponents_compared(answers: Mapping[str, NDArray[np.floating]], fold: InnerFold) -> list[Figures]:
    """Compare powers of HAM10000's frequencies for the six diagnoses that are not melanoma.

    The exponent whose melanoma AUC, averaged over the algorithms, is highest on its worse archive is chosen. Balanced
    accuracy and log loss are those for equal frequencies. Algorithms without answers for every archive are left out.
    """
    complete = {slug: rows.astype(np.float64) for slug, rows in answers.items() if not np.isnan(rows).any()}
    by_exponent = {exponent: _at_exponent(exponent, complete, fold) for exponent in EXPONENTS}
    best = max(sorted(by_exponent, key="{:g}".format), key=lambda exponent: _worse_archive(by_exponent[exponent]))
    return [replace(line, chosen=exponent == best) for exponent, lines in by_exponent.items() for line in lines]


def _worse_archive(lines: Sequence[Figures]) -> float:
    """The mean melanoma AUC on the archive where it is lower."""
    areas: dict[str, list[float]] = {}
    for line in lines:
        areas.setdefault(line.archive, []).append(line.melanoma_auc)
    return min(float(np.mean(values)) for values in areas.values())


def _at_exponent(exponent: float, answers: Mapping[str, NDArray[np.float64]], fold: InnerFold) -> list[Figures]:
    lines = []
    for slug, rows in answers.items():
        melanoma = in_practice(rows, default_practice(exponent).frequencies)[:, Diagnosis.MEL.column]
        for archive, photos in photos_by_archive(fold.archives, len(fold)):
            area = area_under_curve(melanoma[photos], fold.targets[photos] == Diagnosis.MEL.column)
            option = f"{exponent:g}, {slug}"
            line = _line("exponent of the frequencies", option, archive, rows[photos], fold.targets[photos])
            lines.append(replace(line, melanoma_auc=round(area, 4)))
    return lines


def committees_compared(answers: Mapping[str, NDArray[np.float32]], fold: InnerFold) -> list[Figures]:
    """Compare weights of the committee: equal, fitted with all photos alike, or with all archives alike.

    Fitted weights are judged on photos that were left out. The last option ships even where another has less loss.
    """
    study, lesions, targets = "voices of the committee", fold.lesions, fold.targets
    every = chosen_penalty(answers, targets, lesions, fold.archives)
    pooled = chosen_penalty(answers, targets, lesions)
    equal = torch.full((len(answers),), 1 / len(answers), dtype=torch.float64)
    options = {
        "equal": MemberLogs(answers).pooled(equal).numpy(),
        "learned, photos alike": left_out_logits(answers, targets, lesions, pooled),
        "learned, archives alike": left_out_logits(answers, targets, lesions, every, fold.archives),
    }
    lines = [line for option, logits in options.items() for line in figures_of(study, option, logits, fold)]
    return with_choice(lines, "learned, archives alike")
