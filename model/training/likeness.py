"""Fits a likeness of the gate: to one kind of pictures, against dermoscopic photos, on the impression that it judges.

    pictures of this kind, of other kinds -> impressions
    all folds                             -> the likeness, by logistic regression
    each fold in turn, scored by a fit to the others -> the limit

How often the verdicts are right is measured by cross-fitting: a fold is judged by likenesses and limits of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sklearn.linear_model import LogisticRegression

from model.lesion.archives import ARCHIVES
from model.lesion.disturbances import DISTURBANCES
from model.lesion.image import LesionImage
from model.trust.characteristic import Characteristic, share_of
from model.trust.gate import Gate, Verdict, standardised, verdict_shares

Matrix = NDArray[np.float64]
Rows = list[dict[str, str]]
DRAWN = "drawn lesions"
RETAKEN = {"crop": (0, 60), "light": (-0.8, 0.8), "cast": (-25, 25), "blur": (0, 2.5), "jpeg": (0, 85)}
"""Range of each disturbance that a photo taken again may have; an even chance for each."""
Impressions = Callable[[Iterator[LesionImage], int, str], Matrix]
"""The impressions of so many photos, `(n, d)`, under a title."""


@dataclass(frozen=True)
class Likeness:
    """A rule that tells the pictures of the groups `to` from those of the groups `against`.

    `strength` is the inverse penalty of the regression. At most the share `beyond` of the worst archive's photos lies
    beyond the limit; `retaken_too` counts each archive's retaken copies like a further archive.
    """

    name: str
    to: tuple[str, ...]
    against: tuple[str, ...]
    strength: float
    beyond: float
    retaken_too: bool = False


@dataclass(frozen=True, eq=False)
class Examples:
    """Impressions `(n, d)`; for each its group, its fold (empty: always fitted to), whether it is plain, the skin tone.

    The group is an archive, or a kind of pictures. The skin tone is that of the archive's authors, empty if unknown.
    """

    features: Matrix
    group: NDArray[np.str_]
    fold: NDArray[np.str_]
    plain: NDArray[np.bool_]
    tone: NDArray[np.str_]

    @property
    def folds(self) -> list[str]:
        """The folds to hold out in turn."""
        return sorted(set(self.fold.tolist()) - {""})

    @property
    def names(self) -> list[str]:
        """For each example how the table of figures calls its group."""
        return [
            f"{group}, {'cross-fitted' if plain else 'retaken'}"
            for group, plain in zip(self.group, self.plain, strict=True)
        ]

    def of(self, chosen: NDArray[np.bool_]) -> Examples:
        """The chosen examples."""
        return Examples(*(getattr(self, column.name)[chosen] for column in fields(self)))


def joined(parts: Sequence[Examples]) -> Examples:
    """All examples of several parts."""
    return Examples(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Examples)))


def of_rows(see: Impressions, photos: Iterator[LesionImage], rows: Rows, group: str, *, plain: bool) -> Examples:
    """Impressions of the photos of some rows of the manifest."""
    features = see(photos, len(rows), group if plain else f"{group}, retaken")
    return _marked(features, group, [row["fold"] for row in rows], [row.get("skin_tone", "") for row in rows], plain)


def of_drawn(see: Impressions, drawn: Sequence[LesionImage]) -> Examples:
    """Impressions of drawn lesions, which lie in no fold."""
    empty = [""] * len(drawn)
    return _marked(see(iter(drawn), len(drawn), DRAWN), DRAWN, empty, empty, True)


def _marked(features: Matrix, group: str, folds: list[str], tones: list[str], plain: bool) -> Examples:
    count = len(folds)
    return Examples(features, np.array([group] * count), np.array(folds, str), np.full(count, plain), np.array(tones))


def drawn_rows(rows: Rows, count: int, rng: np.random.Generator) -> Rows:
    """`count` random rows, in their order."""
    return [rows[place] for place in sorted(rng.permutation(len(rows))[:count])]


def retaken(image: LesionImage, rng: np.random.Generator) -> LesionImage:
    """The photo as if taken again: framed, lit and focused otherwise, and compressed again."""
    pixels = image.pixels
    for slug, (lowest, highest) in RETAKEN.items():
        if rng.random() < 0.5:
            pixels = DISTURBANCES[slug](pixels, float(rng.uniform(lowest, highest)))
    return LesionImage.from_rgb(Image.fromarray(pixels), "PNG")


def fitted_likeness(shown: Examples, gate: Mapping[str, Matrix], likeness: Likeness) -> dict[str, Matrix]:
    """Weights of the likeness, its typical value for dermoscopic photos, and the reach from there to the limit."""
    seen = shown.of(np.isin(shown.group, (*likeness.to, *likeness.against)))
    rows = standardised(seen.features, gate)
    held_out = np.zeros(len(rows))
    for fold in seen.folds:
        out = seen.fold == fold
        held_out[out] = rows[out] @ _weights(seen.of(~out), rows[~out], likeness)
    typical, limit = _limits(seen, held_out, likeness)
    return {
        f"{likeness.name}_weights": _weights(seen, rows, likeness),
        f"{likeness.name}_typical": np.array([typical]),
        f"{likeness.name}_reach": np.array([limit - typical]),
    }


def _weights(seen: Examples, rows: Matrix, likeness: Likeness) -> Matrix:
    """Coefficients of the regression; both sides weigh the same, and on each side each group."""
    names, where, counts = np.unique(seen.group, return_inverse=True, return_counts=True)
    is_one = np.isin(names, likeness.to)
    share = np.where(is_one, (~is_one).sum() / is_one.sum(), 1.0) / counts
    regression = LogisticRegression(C=likeness.strength, solver="newton-cholesky")
    found = regression.fit(rows, is_one[where], sample_weight=share[where] * len(rows) / share[where].sum())
    weights: Matrix = found.coef_[0]
    return weights


def _limits(seen: Examples, scores: Matrix, likeness: Likeness) -> tuple[float, float]:
    """The median score of plain dermoscopic photos, and the limit that the worst archive keeps."""
    plain = {name: scores[seen.plain & (seen.group == name)] for name in ARCHIVES}
    again = [scores[~seen.plain & (seen.group == name)] for name in ARCHIVES if likeness.retaken_too]
    typical = np.median(np.concatenate(list(plain.values())))
    return float(typical), float(max(np.quantile(found, 1 - likeness.beyond) for found in [*plain.values(), *again]))


def cross_fitted(shown: Examples, gate: Mapping[str, Matrix], likenesses: Sequence[Likeness]) -> list[Characteristic]:
    """The verdicts on each group, plain and retaken, and on each skin tone; a fold is judged by a fit to the others."""
    verdicts: dict[str, list[Verdict]] = {}
    by_tone: dict[str, list[bool]] = {}
    for fold in shown.folds:
        judging, judged = _without(shown, fold, gate, likenesses), shown.of(shown.fold == fold)
        found = judging.judge_all(judged.features)
        for name, verdict in zip(judged.names, found, strict=True):
            verdicts.setdefault(name, []).append(verdict)
        for group, tone, plain, verdict in zip(judged.group, judged.tone, judged.plain, found, strict=True):
            if tone and plain and group in ARCHIVES:
                by_tone.setdefault(f"{group}, skin tone {tone}", []).append(verdict.reason == "garbled")
    return [
        *(row for name, found in verdicts.items() for row in verdict_shares(name, found)),
        *(share_of("garbled", name, by_tone[name]) for name in sorted(by_tone)),
    ]


def _without(shown: Examples, fold: str, gate: Mapping[str, Matrix], likenesses: Sequence[Likeness]) -> Gate:
    """The gate whose likenesses never saw a fold."""
    others = shown.of(shown.fold != fold)
    tensors = dict(gate)
    for likeness in likenesses:
        tensors |= fitted_likeness(others, gate, likeness)
    return Gate(tensors)
