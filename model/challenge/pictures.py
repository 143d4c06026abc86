"""Made-up pictures of a challenge that brings none: tissue with marks, drawn from a seed as its definition says.

definition, name of an image, its class -> the same picture every time
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

Picture = NDArray[np.uint8]
Field2D = NDArray[np.float64]
Colour = tuple[int, int, int]


class Marks(BaseModel):
    """Round marks on the tissue: how many, how large (share of the side), which colour, one group or scattered."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    count: tuple[int, int]
    radius: tuple[float, float]
    colour: Colour
    grouped: bool = False


class Kind(BaseModel):
    """What pictures of one class look like."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    of: str
    tissue: Colour
    vessels: tuple[int, int] = (0, 0)
    marks: tuple[Marks, ...] = ()


class Pictures(BaseModel):
    """How the pictures of a challenge are drawn: side in pixels, seed, number of each set, and one kind for a class.

    `variety` is the standard deviation of the colour of the tissue.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    side: int = Field(default=96, ge=16, le=512)
    seed: int
    variety: float = Field(default=12, ge=0, le=60)
    numbers: dict[str, int]
    kinds: tuple[Kind, ...]

    def names(self, of: str) -> tuple[str, ...]:
        """The names of the images of a set."""
        return tuple(f"{of}_{number:04d}" for number in range(1, self.numbers[of] + 1))

    def classes_of(self, images: Sequence[str]) -> tuple[str, ...]:
        """The class of each image, drawn with equal chances."""
        return tuple(self.kinds[int(self._random(image, "class").integers(len(self.kinds)))].of for image in images)

    def draw(self, image: str) -> Picture:
        """The picture of an image, `(side, side, 3)`."""
        kind = next(kind for kind in self.kinds if (kind.of,) == self.classes_of([image]))
        return _drawn(kind, self.side, self.variety, self._random(image, "picture"))

    def _random(self, image: str, use: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, zlib.crc32(f"{use} {image}".encode())])


def _drawn(kind: Kind, side: int, variety: float, random: np.random.Generator) -> Picture:
    """Tissue, vessels, marks, then the round field of an endoscope."""
    across = np.linspace(-1, 1, side)
    x, y = np.meshgrid(across, across)
    light = 1.0 - random.uniform(0.15, 0.45) * ((x - random.normal(0, 0.3)) ** 2 + (y - random.normal(0, 0.3)) ** 2)
    picture = np.ones((side, side, 3)) * (np.array(kind.tissue) + random.normal(0, variety, 3))
    picture += random.normal(0, 5, picture.shape) + 8 * _waves(x, y, random)[..., None]
    for _ in range(random.integers(*_ends(kind.vessels))):
        _blend(picture, _line(x, y, random), (130, 40, 45), 0.6)
    for marks in kind.marks:
        _add_marks(picture, marks, x, y, random)
    picture *= light[..., None] * random.uniform(0.85, 1.15)
    picture[x**2 + y**2 > 1] = 6
    return np.clip(picture, 0, 255).astype(np.uint8)


def _ends(both: tuple[int, int]) -> tuple[int, int]:
    return both[0], both[1] + 1


def _add_marks(picture: Field2D, marks: Marks, x: Field2D, y: Field2D, random: np.random.Generator) -> None:
    middle, spread = random.uniform(-0.4, 0.4, 2), 0.14 if marks.grouped else 0.45
    for _ in range(random.integers(*_ends(marks.count))):
        at, radius = middle + random.normal(0, spread, 2), random.uniform(*marks.radius) * 2
        distance = np.hypot(x - at[0], (y - at[1]) * random.uniform(0.8, 1.25)) / radius
        colour = np.array(marks.colour) + random.normal(0, 10, 3)
        _blend(picture, 1 / (1 + np.exp(14 * (distance - 1))), colour, random.uniform(0.55, 0.9))


def _blend(picture: Field2D, share: Field2D, colour: Sequence[float] | Field2D, strength: float) -> None:
    picture += (np.asarray(colour) - picture) * (share * strength)[..., None]


def _line(x: Field2D, y: Field2D, random: np.random.Generator) -> Field2D:
    """A wavy line across the field, 1 on it and 0 away from it."""
    angle, offset, wave = random.uniform(0, np.pi), random.uniform(-0.7, 0.7), random.uniform(2, 6)
    along, aside = x * np.cos(angle) + y * np.sin(angle), -x * np.sin(angle) + y * np.cos(angle)
    distance = np.abs(aside - offset - 0.08 * np.sin(wave * along + random.uniform(0, 6)))
    line: Field2D = np.exp(-((distance / random.uniform(0.015, 0.03)) ** 2))
    return line


def _waves(x: Field2D, y: Field2D, random: np.random.Generator) -> Field2D:
    """An uneven surface between -1 and 1."""
    a, b, c = random.uniform(2, 7, 3)
    surface: Field2D = np.sin(a * x + b * y + random.uniform(0, 6)) * np.cos(c * y - a * x)
    return surface
