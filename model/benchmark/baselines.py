"""Simple methods that any challenge with drawn pictures begins with, so that its first team is not alone on the board.

pictures of `train` with their classes -> each method -> one table of each day, and the truth
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.challenge.definition import Definition
from model.challenge.pictures import Picture, Pictures
from model.evaluation.sets import DAYS
from model.evaluation.tables import write_table

Features = NDArray[np.float64]
TRAIN = "train"
EDGES = np.linspace(0, 256, 9)
"""Edges of the bins of a colour's histogram."""


def mean_colour(picture: Picture) -> Features:
    """Mean of each colour inside the field."""
    means: Features = picture.reshape(-1, 3).mean(0)
    return means


def colour_histogram(picture: Picture) -> Features:
    """Share of the pixels in each of eight bins of each colour."""
    pixels = picture.reshape(-1, 3)
    return np.concatenate([np.histogram(pixels[:, band], EDGES)[0] / len(pixels) for band in range(3)])


def colour_and_edges(picture: Picture) -> Features:
    """The histogram, and how steep the picture is on a grid of four by four."""
    grey = picture.mean(2)
    steep = np.hypot(*np.gradient(grey))
    side = len(grey) // 4 * 4
    grid = steep[:side, :side].reshape(4, side // 4, 4, side // 4).mean((1, 3))
    return np.concatenate([colour_histogram(picture) * 100, np.sort(grid.ravel())])


METHODS: dict[str, Callable[[Picture], Features]] = {
    "mean_colour": mean_colour,
    "colour_histogram": colour_histogram,
    "colour_and_edges": colour_and_edges,
}


def write_cases(definition: Definition, pictures: Pictures) -> None:
    """Write the truth of both days, and the table of each method, into the folder of the challenge."""
    names = {of: pictures.names(of) for of in (TRAIN, *DAYS)}
    drawn = {of: [pictures.draw(image) for image in images] for of, images in names.items()}
    classes = definition.terms.classes
    for day in DAYS:
        truth = np.eye(len(classes))[[classes.index(name) for name in pictures.classes_of(names[day])]]
        _write(definition.folder / "truth" / f"{day}.csv", names[day], truth, classes)
    for slug, of, values in _answers(drawn, pictures.classes_of(names[TRAIN]), classes):
        _write(definition.folder / of / f"{slug}.csv", names[of], values, classes)


def _answers(
    drawn: dict[str, list[Picture]], labels: tuple[str, ...], classes: tuple[str, ...]
) -> Iterator[tuple[str, str, Features]]:
    """Method, set and probabilities `(n, classes)` of each method."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    for slug, features in METHODS.items():
        seen = {of: np.array([features(picture) for picture in pictures]) for of, pictures in drawn.items()}
        fitted = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000)).fit(seen[TRAIN], labels)
        order = [list(fitted.classes_).index(name) for name in classes]
        for day in DAYS:
            yield slug, day, fitted.predict_proba(seen[day])[:, order]


def _write(path: Path, images: tuple[str, ...], values: Features, classes: tuple[str, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_table(path, images, values, classes)
