"""Fits the gate: features of training photos -> their distribution, and the limits of what is accepted as a lesion.

Two more verdicts go into the same file: `likeness` fits them to the examples of `close_up` and of `garbled`.

    fit folds, plain and disturbed; drawn lesions  -> the distribution: centre, scale, directions, spread
    half of the everyday photographs, drawn scenes -> the contrast to them, by logistic regression
    inner fold of both archives                    -> the limits

The number of directions and the strength of the regression were chosen by leaving out one kind of drawn scene at a
time, and on the inner fold. The other half of the everyday photographs is held out for testing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from safetensors.numpy import save
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from model.algorithms.submissions.resnet18 import Algorithm as Eye
from model.lesion.disturbances import DISTURBANCES
from model.lesion.gallery import samples
from model.lesion.image import LesionImage
from model.training import close_up, garbled
from model.training.close_up import CLOSE_UP, CloseUpRecipe
from model.training.garbled import GARBLED, GarbledRecipe
from model.training.likeness import Matrix, cross_fitted, drawn_rows, fitted_likeness, joined
from model.trust.characteristic import write
from model.trust.gate import FILE, Gate, contrasted, deviations, raw_distances
from model.trust.manifest import INNER_FOLD, everyday_photos, manifest_rows, photos_of_rows
from model.trust.scenes import SCENES, drawn_scene

BATCH = 16
LIKENESSES = (CLOSE_UP, GARBLED)
LEAST_SCALE = 1e-3
"""Added to the standard deviations, so that no nearly constant channel is blown up."""


@dataclass(frozen=True)
class GateRecipe:
    """Everything that decides the gate."""

    fit_photos: int = 2400
    disturbed_photos: int = 700
    limit_photos: int = 1200
    of_each_scene: int = 16
    directions: int = 96
    """Number of principal directions; the others share one variance."""
    strength: float = 0.003
    """Inverse penalty of the regression."""
    beyond: float = 0.004
    """Share of the inner fold beyond each of the two limits."""
    seed: int = 0
    close_ups: CloseUpRecipe = field(default_factory=CloseUpRecipe)
    garbled: GarbledRecipe = field(default_factory=GarbledRecipe)


@dataclass(frozen=True)
class FittedGate:
    """The file, its size in bytes, and the share of the photos of the inner fold that the gate refuses."""

    path: Path
    size: int
    beyond: float
    photos: int


def train_gate(eye: Eye, data: Path, lesions: Sequence[LesionImage], out: Path, recipe: GateRecipe) -> FittedGate:
    """Fit the gate to the features of the network `eye`, and write its file to the folder `out`.

    The gate has to accept drawn lesions as well, since the app's samples are drawn. The samples themselves are shown to
    the likenesses, too.
    """
    rng = np.random.default_rng(recipe.seed)
    rows = manifest_rows(data, "train")
    fit = [row for row in rows if row["fold"] != INNER_FOLD]
    plain = drawn_rows(fit, recipe.fit_photos, rng)
    inner = drawn_rows([row for row in rows if row["fold"] == INNER_FOLD], recipe.limit_photos, rng)
    worse = drawn_rows(fit, recipe.disturbed_photos, rng)
    disturbed = (disturbed_photo(photo, rng) for photo in photos_of_rows(data, worse))
    seen = [
        impressions(eye, photos_of_rows(data, plain), len(plain), "training photos"),
        impressions(eye, disturbed, len(worse), "disturbed"),
        impressions(eye, iter(lesions), len(lesions), "drawn lesions"),
    ]
    scenes = (drawn_scene(kind, seed) for kind in SCENES for seed in range(recipe.of_each_scene))
    others = [*everyday_photos(data, held_out=False), *scenes]
    tensors = fitted(np.concatenate(seen), impressions(eye, iter(others), len(others), "other pictures"), recipe)
    judged = impressions(eye, photos_of_rows(data, inner), len(inner), "inner fold")
    tensors |= limits(tensors, judged, recipe.beyond)
    see = partial(impressions, eye)
    drawn = [*lesions, *(case.image() for case in samples())]
    shown = joined([close_up.examples(see, data, drawn, recipe.close_ups), garbled.examples(see, data, recipe.garbled)])
    write("cross_fitted", cross_fitted(shown, tensors, LIKENESSES), out)
    for likeness in LIKENESSES:
        tensors |= fitted_likeness(shown, tensors, likeness)
    return _written(tensors, eye, judged, out)


def _written(tensors: dict[str, Matrix], eye: Eye, judged: Matrix, out: Path) -> FittedGate:
    stored: dict[str, NDArray[np.floating]] = {
        name: values.astype(np.float16 if name == "axes" else np.float32) for name, values in tensors.items()
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / FILE).write_bytes(save(stored, {"eye_sha256": eye.sheet.sha256}))
    beyond = float((Gate(stored).distances(judged) > 1).mean())
    return FittedGate(out / FILE, (out / FILE).stat().st_size, beyond, len(judged))


def fitted(lesions: Matrix, others: Matrix, recipe: GateRecipe) -> dict[str, Matrix]:
    """Distribution of the features of lesions, `(n, d)`, and their contrast to those of other pictures, `(m, d)`."""
    centre, scale = lesions.mean(0), lesions.std(0) + LEAST_SCALE
    _, singular, axes = np.linalg.svd((lesions - centre) / scale, full_matrices=False)
    variances, count = singular**2 / len(lesions), recipe.directions
    rest = variances[count:].sum() / (lesions.shape[1] - count)
    tensors = {
        "centre": centre,
        "scale": scale,
        "axes": axes[:count],
        "spread": np.sqrt(variances[:count]),
        "rest": np.sqrt(np.array([rest])),
    }
    rows = np.concatenate([contrasted(*deviations(features, tensors)) for features in (lesions, others)])
    is_other = np.repeat([False, True], [len(lesions), len(others)])
    regression = LogisticRegression(C=recipe.strength, class_weight="balanced", max_iter=3000).fit(rows, is_other)
    return {**tensors, "weights": regression.coef_[0]}


def limits(tensors: dict[str, Matrix], judged: Matrix, beyond: float) -> dict[str, Matrix]:
    """Both limits, each exceeded by the share `beyond` of the features `(n, d)`."""
    along, outside = deviations(judged, tensors)
    contrast = contrasted(along, outside) @ tensors["weights"]
    typical, farthest = np.median(contrast), np.quantile(contrast, 1 - beyond)
    limit = np.quantile(raw_distances(along, outside), 1 - beyond)
    return {"limit": np.array([limit]), "typical": np.array([typical]), "reach": np.array([farthest - typical])}


def impressions(eye: Eye, images: Iterator[LesionImage], count: int, title: str) -> Matrix:
    """Features that the gate judges, `(n, d)`, of `count` photos."""
    features = []
    with tqdm(total=count, desc=title, mininterval=1.0) as bar:
        while batch := list(islice(images, BATCH)):
            features.append(eye.answers_and_impressions(batch)[1])
            bar.update(len(batch))
    return np.concatenate(features).astype(np.float64)


def disturbed_photo(image: LesionImage, rng: np.random.Generator) -> LesionImage:
    """The photo with two random disturbances and, in half of the cases, the noise of a small sensor."""
    pixels = image.pixels
    for slug in rng.choice(list(DISTURBANCES), 2, replace=False):
        disturbance = DISTURBANCES[str(slug)]
        reach = 180.0 if slug == "rotation" else 1.5 * abs(disturbance.stated)
        strength = rng.uniform(max(disturbance.lowest, -reach), min(disturbance.highest, reach))
        pixels = disturbance(pixels, float(strength))
    if rng.random() < 0.5:
        channels = int(rng.choice([1, 3]))
        grain = rng.normal(0, rng.uniform(1, 9), (*pixels.shape[:2], channels))
        pixels = np.clip(pixels + grain, 0, 255).astype(np.uint8)
    return LesionImage.from_rgb(Image.fromarray(pixels), "PNG")
