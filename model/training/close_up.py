"""Fits the third verdict of the gate: close-ups, taken without a dermatoscope, against dermoscopic photos.

    close-ups, photos of three archives, drawn lesions -> each plain and retaken -> impressions
    all folds                                          -> the likeness to close-ups, by logistic regression
    each fold in turn, scored by a fit to the others   -> the limit

Both classes are retaken alike, so that framing, lamp, sharpness and JPEG quality tell nothing. How often the verdict is
right is measured by cross-fitting: a fold is judged by regression and limit of the other folds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sklearn.linear_model import LogisticRegression

from model.lesion.disturbances import DISTURBANCES
from model.lesion.image import LesionImage
from model.training.dataset import HAM, ISIC, MILK
from model.trust.characteristic import Characteristic
from model.trust.close_up import CLOSE_UPS
from model.trust.gate import Gate, Verdict, standardised, verdict_shares
from model.trust.manifest import MILK_TABLE, manifest_rows, photos_of_rows

Matrix = NDArray[np.float64]
Rows = list[dict[str, str]]
ARCHIVES = (HAM, ISIC, MILK)
DRAWN = "drawn lesions"
RETAKEN = {"crop": (0, 60), "light": (-0.8, 0.8), "cast": (-25, 25), "blur": (0, 2.5), "jpeg": (0, 85)}
"""Range of each disturbance that a photo taken again may have; an even chance for each."""


@dataclass(frozen=True)
class CloseUpRecipe:
    """Everything that decides the likeness to close-ups."""

    of_each_archive: int = 1200
    """Dermoscopic photos of each archive."""
    retaken: int = 4
    """Further copies of each close-up."""
    retaken_share: float = 0.5
    """Share of the dermoscopic photos with a further copy."""
    strength: float = 0.03
    """Inverse penalty of the regression."""
    beyond: float = 0.0125
    """Share of the dermoscopic photos of the worst archive beyond the limit."""
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Examples:
    """Impressions `(n, d)`; for each its archive, its fold (empty: always fitted to), and whether it is plain."""

    features: Matrix
    archive: NDArray[np.str_]
    fold: NDArray[np.str_]
    plain: NDArray[np.bool_]

    @property
    def is_close_up(self) -> NDArray[np.bool_]:
        """Whether an example was taken without a dermatoscope, `(n,)`."""
        return np.asarray(self.archive == CLOSE_UPS)

    @property
    def folds(self) -> list[str]:
        """The folds to hold out in turn."""
        return sorted(set(self.fold.tolist()) - {""})

    def of(self, chosen: NDArray[np.bool_]) -> Examples:
        """The chosen examples."""
        return Examples(self.features[chosen], self.archive[chosen], self.fold[chosen], self.plain[chosen])


Impressions = Callable[[Iterator[LesionImage], int, str], Matrix]
"""The impressions of so many photos, `(n, d)`, under a title."""


def examples(see: Impressions, data: Path, drawn: Sequence[LesionImage], recipe: CloseUpRecipe) -> Examples:
    """Impressions of close-ups, of dermoscopic photos of each archive and of `drawn` lesions, plain and retaken."""
    rng = np.random.default_rng(recipe.seed)
    close_ups = manifest_rows(data, "close_up", MILK_TABLE)
    parts = [_seen(see, data, close_ups, CLOSE_UPS, True)]
    parts += [_seen(see, data, close_ups, CLOSE_UPS, False, rng) for _ in range(recipe.retaken)]
    for archive in ARCHIVES:
        rows = _drawn_rows(training_rows_of(data, archive), recipe.of_each_archive, rng)
        again = _drawn_rows(rows, round(recipe.retaken_share * len(rows)), rng)
        parts += [_seen(see, data, rows, archive, True), _seen(see, data, again, archive, False, rng)]
    parts.append(_marked(see(iter(drawn), len(drawn), DRAWN), DRAWN, [""] * len(drawn), True))
    return Examples(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def training_rows_of(data: Path, archive: str) -> Rows:
    """The rows of role `train` of an archive."""
    rows = manifest_rows(data, "train", MILK_TABLE) if archive == MILK else manifest_rows(data, "train")
    return [row for row in rows if row["archive"].replace("-", "_").startswith(archive)]


Part = tuple[Matrix, NDArray[np.str_], NDArray[np.str_], NDArray[np.bool_]]


def _seen(
    see: Impressions, data: Path, rows: Rows, archive: str, plain: bool, rng: np.random.Generator | None = None
) -> Part:
    photos = photos_of_rows(data, rows)
    changed = photos if rng is None else (retaken(photo, rng) for photo in photos)
    title = archive if plain else f"{archive}, retaken"
    return _marked(see(changed, len(rows), title), archive, [row["fold"] for row in rows], plain)


def _marked(features: Matrix, archive: str, folds: Sequence[str], plain: bool) -> Part:
    return features, np.array([archive] * len(folds)), np.array(folds, str), np.array([plain] * len(folds), bool)


def _drawn_rows(rows: Rows, count: int, rng: np.random.Generator) -> Rows:
    return [rows[place] for place in sorted(rng.permutation(len(rows))[:count])]


def retaken(image: LesionImage, rng: np.random.Generator) -> LesionImage:
    """The photo as if taken again: framed, lit and focused otherwise, and compressed again."""
    pixels = image.pixels
    for slug, (lowest, highest) in RETAKEN.items():
        if rng.random() < 0.5:
            pixels = DISTURBANCES[slug](pixels, float(rng.uniform(lowest, highest)))
    return LesionImage.from_rgb(Image.fromarray(pixels), "PNG")


def fitted_close_ups(seen: Examples, gate: Mapping[str, Matrix], recipe: CloseUpRecipe) -> dict[str, Matrix]:
    """Weights of the likeness, its typical value for dermoscopic photos, and the reach from there to the limit."""
    rows = standardised(seen.features, gate)
    held_out = np.zeros(len(rows))
    for fold in seen.folds:
        out = seen.fold == fold
        held_out[out] = rows[out] @ _weights(seen.of(~out), rows[~out], recipe)
    typical, limit = _limits(seen, held_out, recipe)
    weights = _weights(seen, rows, recipe)
    return {
        "close_up_weights": weights,
        "close_up_typical": np.array([typical]),
        "close_up_reach": np.array([limit - typical]),
    }


def _weights(seen: Examples, rows: Matrix, recipe: CloseUpRecipe) -> Matrix:
    """Coefficients of the regression; close-ups weigh as much as all archives, and each archive as much as another."""
    names, where, counts = np.unique(seen.archive, return_inverse=True, return_counts=True)
    share = np.where(names == CLOSE_UPS, len(names) - 1.0, 1.0) / counts
    regression = LogisticRegression(C=recipe.strength, solver="newton-cholesky")
    found = regression.fit(rows, seen.is_close_up, sample_weight=share[where] * len(rows) / share[where].sum())
    weights: Matrix = found.coef_[0]
    return weights


def _limits(seen: Examples, scores: Matrix, recipe: CloseUpRecipe) -> tuple[float, float]:
    """The median score of plain dermoscopic photos, and the limit that the worst archive keeps."""
    of = {name: scores[seen.plain & (seen.archive == name)] for name in ARCHIVES}
    typical = np.median(np.concatenate(list(of.values())))
    return float(typical), float(max(np.quantile(found, 1 - recipe.beyond) for found in of.values()))


def cross_fitted(seen: Examples, gate: Mapping[str, Matrix], recipe: CloseUpRecipe) -> list[Characteristic]:
    """Shares of the three verdicts in each archive, plain and retaken; each fold is judged by a fit to the others."""
    verdicts: dict[str, list[Verdict]] = {}
    for fold in seen.folds:
        out = seen.fold == fold
        judging, judged = Gate({**gate, **fitted_close_ups(seen.of(~out), gate, recipe)}), seen.of(out)
        for name, plain, verdict in zip(judged.archive, judged.plain, judging.judge_all(judged.features), strict=True):
            verdicts.setdefault(f"{name}, {'cross-fitted' if plain else 'retaken'}", []).append(verdict)
    return [row for name, found in verdicts.items() for row in verdict_shares(name, found)]
