"""What was compared on the inner fold of both archives, and what was chosen: one committed table.

    fold 4 of HAM10000 and of the ISIC archive -> answers of each option -> figures for each archive -> the choice

Each study asks one question and names its options. The option with the least balanced log loss is chosen, the mean of
both archives, where nothing else is said: an archive counts the same, however many photos it has.
"""

from __future__ import annotations

import csv
import io
import itertools
import os
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
from sklearn.metrics import roc_auc_score

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm, as_batch
from model.algorithms.seeing.views import HALF_TURN, PLAIN, View
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import INPUT_SIDE
from model.lesion.practice import default_practice, in_practice
from model.settings import ASSETS
from model.training.calibration import fitted_temperature, inner_figures, of_each
from model.training.committee import Voices, chosen_penalty, left_out_logits
from model.training.dataset import training_rows
from model.training.inner import FOLD, InnerFold

TABLE = ASSETS / "training" / "choices.csv"
SIDES = (160, 192, 224)
LOOKS: Mapping[str, tuple[View, ...]] = {"1 look": PLAIN, "2 looks": HALF_TURN}
EXPONENTS = (0.0, 0.25, 0.5, 0.75, 1.0)
FULL_FRAME = "ham10000-200x150.zip"
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Figures:
    """One line of the table: how one option does on the inner fold of one archive."""

    study: str
    option: str
    archive: str
    photos: int
    balanced_accuracy: float
    melanoma_auc: float
    log_loss: float
    chosen: bool = False


def figures_of(study: str, option: str, logits: NDArray[np.float64], fold: InnerFold) -> list[Figures]:
    """An option's figures on each archive, at the temperature that both together ask for; logits `(n, 7)`."""
    temperature = fitted_temperature(torch.from_numpy(logits), torch.from_numpy(fold.targets), fold.archives)
    rows = softmax(logits / temperature, axis=1)
    return [
        _line(study, option, archive, rows[photos], fold.targets[photos])
        for archive, photos in of_each(fold.archives, len(fold))
    ]


def _line(study: str, option: str, archive: str, rows: NDArray[np.float64], targets: NDArray[np.int64]) -> Figures:
    found = inner_figures(rows, targets, 0.5)
    return Figures(
        study,
        option,
        archive,
        len(targets),
        found["balanced_accuracy"],
        found["melanoma_auc"],
        found["log_loss"],
    )


def with_choice(lines: Iterable[Figures], chosen: str | None = None) -> list[Figures]:
    """The lines of one study, the chosen option marked: the one named, or that with the least mean log loss."""
    known = list(lines)
    if chosen is None:
        options = {line.option: [other.log_loss for other in known if other.option == line.option] for line in known}
        chosen = min(options, key=lambda option: float(np.mean(options[option])))
    return [replace(line, chosen=line.option == chosen) for line in known]


def read_table(path: Path = TABLE) -> list[Figures]:
    """The committed table; empty where there is none."""
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Figures(
                study=row["study"],
                option=row["option"],
                archive=row["archive"],
                photos=int(row["photos"]),
                balanced_accuracy=float(row["balanced_accuracy"]),
                melanoma_auc=float(row["melanoma_auc"]),
                log_loss=float(row["log_loss"]),
                chosen=row["chosen"] == "yes",
            )
            for row in csv.DictReader(file)
        ]


def write_table(lines: Iterable[Figures], path: Path = TABLE) -> None:
    """Put studies into the table, in the place of what it said of them before."""
    new = list(lines)
    studies = {line.study for line in new}
    kept = [line for line in read_table(path) if line.study not in studies]
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    with beside.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(Figures)])
        for line in sorted([*kept, *new], key=lambda line: line.study):
            values = {**asdict(line), "chosen": "yes" if line.chosen else "no"}
            writer.writerow([f"{value:.4f}" if isinstance(value, float) else value for value in values.values()])
    os.replace(beside, path)


def looks_compared(algorithm: ConvolutionalAlgorithm, fold: InnerFold, cache: Path) -> list[Figures]:
    """How large a network sees a photo, and then, at the chosen side, how often and how mirrored.

    Args:
        algorithm: the network; the looks that it ships with play no part.
        fold: the photos.
        cache: keeps what each look saw.
    """
    pixels = np.stack([image.pixels for image in fold.images])
    once = {side: seen_at(algorithm, pixels, side, (), cache) for side in SIDES}
    study = f"side of {algorithm.card.slug}"
    sides = with_choice(
        line for side, logits in once.items() for line in figures_of(study, f"{side} px, 1 look", logits, fold)
    )
    best = int(next(line.option for line in sides if line.chosen).split()[0])
    study, lines = f"looks of {algorithm.card.slug}", []
    each = {view: seen_at(algorithm, pixels, best, view, cache) for view in HALF_TURN}
    for name, views in LOOKS.items():
        logits = np.mean([each[view] for view in views], axis=0)
        lines += figures_of(study, f"{best} px, {name}", logits, fold)
    return [*sides, *with_choice(lines)]


def seen_at(
    algorithm: ConvolutionalAlgorithm, pixels: Pixels, side: int, view: View, cache: Path
) -> NDArray[np.float64]:
    """Logits, `(n, 7)`, of one look at photos `(n, 224, 224, 3)`, kept under the hash of the weights."""
    light = f"-light{algorithm.white_light:g}" if algorithm.white_light else ""
    look = f"{side}{light}-{''.join(map(str, view)) or 'plain'}"
    name = f"{algorithm.sheet.version.replace(' ', '-')}-{look}-{len(pixels)}.npy"
    if (cache / name).is_file():
        known: NDArray[np.float64] = np.load(cache / name)
        return known
    kind = type("Look", (type(algorithm),), {"side": side, "views": (view,)})
    found = as_used(kind(algorithm.network, algorithm.sheet), pixels)
    cache.mkdir(parents=True, exist_ok=True)
    np.save(cache / name, found)
    return found


def framings_compared(algorithm: ConvolutionalAlgorithm, data: Path, limit: int | None = None) -> list[Figures]:
    """The centre square, the whole frame squeezed into a square, and both as looks: where the whole frame is there."""
    study = f"framing for {algorithm.card.slug}"
    rows = [row for row in training_rows(data)[:limit] if row.fold == FOLD and row.archive == FULL_FRAME]
    with zipfile.ZipFile(data / FULL_FRAME) as archive:
        photos = [_opened(archive.read(f"{row.image_id}.jpg")) for row in rows]
    square, whole = np.stack([_square(photo) for photo in photos]), np.stack([_fitted(photo) for photo in photos])
    targets = np.array([row.diagnosis.column for row in rows])
    logits = {name: as_used(algorithm, pixels) for name, pixels in (("centre square", square), ("whole frame", whole))}
    logits["both as looks"] = (logits["centre square"] + logits["whole frame"]) / 2
    lines = []
    for option, found in logits.items():
        temperature = fitted_temperature(torch.from_numpy(found), torch.from_numpy(targets))
        lines.append(_line(study, option, rows[0].collection, softmax(found / temperature, axis=1), targets))
    return with_choice(lines)


def further_compared(
    earlier: Sequence[ConvolutionalAlgorithm], shipped: ConvolutionalAlgorithm, fold: InnerFold
) -> list[Figures]:
    """What a further cycle of training has done to a network: earlier weights and those that ship, seen alike."""
    study, pixels = f"further cycle of {shipped.card.slug}", np.stack([image.pixels for image in fold.images])
    return with_choice(
        line
        for one in (*earlier, shipped)
        for line in figures_of(study, trained(one.sheet.recipe), as_used(one, pixels), fold)
    )


def trained(recipe: Mapping[str, Any]) -> str:
    """How long, and which ends of its cycles were averaged, from the recipe in a sheet.

    >>> trained({"cycles": [9, 9], "averaged_ends": 1}), trained({"cycles": [9, 9], "averaged_ends": 0})
    ('18 epochs', 'mean of 9 and 18 epochs')
    """
    ends = list(itertools.accumulate(recipe["cycles"]))[-recipe["averaged_ends"] :]
    return f"{ends[0]} epochs" if len(ends) == 1 else f"mean of {' and '.join(map(str, ends))} epochs"


def as_used(algorithm: ConvolutionalAlgorithm, pixels: Pixels) -> NDArray[np.float64]:
    """Logits, `(n, 7)`, of photos `(n, 224, 224, 3)` with the looks and the side that the network ships with."""
    with torch.inference_mode():
        parts = [algorithm.logits_of(as_batch(pixels[i : i + 32])) for i in range(0, len(pixels), 32)]
    found: NDArray[np.float64] = torch.cat(parts).double().numpy()
    return found


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _square(photo: Image.Image) -> Pixels:
    side = min(photo.size)
    left, top = (photo.width - side) // 2, (photo.height - side) // 2
    return _fitted(photo.crop((left, top, left + side, top + side)))


def _fitted(photo: Image.Image) -> Pixels:
    return np.asarray(photo.resize((INPUT_SIDE, INPUT_SIDE), Image.Resampling.BICUBIC))


def exponents_compared(answers: Mapping[str, NDArray[np.floating]], fold: InnerFold) -> list[Figures]:
    """Power of HAM10000's frequencies among the six diagnoses that are not melanoma.

    The exponent with the highest melanoma AUC on the worse archive, the mean of the algorithms, is chosen: balanced
    accuracy and log loss speak of equal frequencies, so it leaves them as they are.

    Args:
        answers: probabilities by algorithm, `(n, 7)`; those that have not answered for both archives are left out.
        fold: the photos.
    """
    asked = {slug: rows.astype(np.float64) for slug, rows in answers.items() if not np.isnan(rows).any()}
    lines = [line for exponent in EXPONENTS for line in _at_exponent(exponent, asked, fold)]
    names = {f"{exponent:g}" for exponent in EXPONENTS}

    def worse(name: str) -> float:
        of_it = [line for line in lines if line.option.split(",")[0] == name]
        areas = {
            line.archive: [other.melanoma_auc for other in of_it if other.archive == line.archive] for line in of_it
        }
        return min(float(np.mean(values)) for values in areas.values())

    best = max(sorted(names), key=worse)
    return [replace(line, chosen=line.option.split(",")[0] == best) for line in lines]


def _at_exponent(exponent: float, answers: Mapping[str, NDArray[np.float64]], fold: InnerFold) -> list[Figures]:
    lines = []
    for slug, rows in answers.items():
        suspicious = in_practice(rows, default_practice(exponent).frequencies)[:, Diagnosis.MEL.column]
        for archive, photos in of_each(fold.archives, len(fold)):
            area = float(roc_auc_score(fold.targets[photos] == Diagnosis.MEL.column, suspicious[photos]))
            option = f"{exponent:g}, {slug}"
            line = _line("exponent of the frequencies", option, archive, rows[photos], fold.targets[photos])
            lines.append(replace(line, melanoma_auc=round(area, 4)))
    return lines


def committees_compared(answers: Mapping[str, NDArray[np.float32]], fold: InnerFold) -> list[Figures]:
    """How voices are weighed: equal, learned on HAM10000 alone, or learned on both archives, each part left out.

    The last one ships, whichever has the least loss: a choice that looks at one archive alone hides what happens on the
    other.
    """
    study, lesions, targets = "voices of the committee", fold.lesions, fold.targets
    both = chosen_penalty(answers, targets, lesions, fold.archives)
    equal = Voices(answers).pooled(torch.full((len(answers),), 1 / len(answers), dtype=torch.float64)).numpy()
    options = {
        "equal": equal,
        "learned on HAM10000 alone": left_out_logits(
            answers, targets, lesions, chosen_penalty(answers, targets, lesions)
        ),
        "learned on both archives": left_out_logits(answers, targets, lesions, both, fold.archives),
    }
    lines = [line for option, logits in options.items() for line in figures_of(study, option, logits, fold)]
    return with_choice(lines, "learned on both archives")
