"""A diagnosis and a seed -> a sample: the photo, and the exact mask that no annotator could give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.lesion.diagnosis import Diagnosis
from model.lesion.pictures import jpeg_of
from model.samples.artefacts import (
    DARK_HAIR,
    FAIR_HAIR,
    with_gel_bubbles,
    with_glints,
    with_hair,
    with_lens,
    with_ruler,
    with_sensor,
)
from model.samples.recipes import RECIPES, Scene
from model.samples.tissue import Pixels

JPEG_QUALITY = 90


@dataclass(frozen=True, eq=False)
class Sample:
    """A generated photo `(512, 512, 3)` uint8 of a lesion, its mask, and the keys of the visible features."""

    diagnosis: Diagnosis
    seed: int
    photo: NDArray[np.uint8]
    lesion_mask: NDArray[np.bool_]
    features: tuple[str, ...]

    def jpeg(self) -> bytes:
        """The photo as a JPEG file, with a comment that it is generated."""
        comment = b"Generated image, no patient. Ten Opinions sample, CC0-1.0."
        return jpeg_of(Image.fromarray(self.photo), JPEG_QUALITY, optimize=True, comment=comment)


def generate(diagnosis: Diagnosis, seed: int) -> Sample:
    """Generate the sample of `diagnosis` for `seed`; the same seed gives the same pixels."""
    rng = np.random.default_rng([diagnosis.column, seed])
    scene = RECIPES[diagnosis](rng)
    pixels, artefacts = _photographed(scene, rng)
    photo = np.round(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
    return Sample(diagnosis, seed, photo, scene.mask, scene.features + artefacts)


def _photographed(scene: Scene, rng: np.random.Generator) -> tuple[Pixels, tuple[str, ...]]:
    """The photo of a scene and the keys of its artefacts."""
    pixels, artefacts = scene.tissue.light(), []
    if scene.glints:
        pixels = with_glints(pixels, rng, scene.glints, scene.border.centre, scene.border.radius)
    if rng.random() < 0.4:
        pixels = with_hair(pixels, rng, int(rng.integers(2, 12)), DARK_HAIR if rng.random() < 0.7 else FAIR_HAIR)
        artefacts.append("hair")
    if rng.random() < 0.25:
        pixels = with_gel_bubbles(pixels, rng, int(rng.integers(2, 9)))
        artefacts.append("gel_bubbles")
    if rng.random() < 0.12:
        pixels = with_ruler(pixels, rng)
        artefacts.append("ruler")
    vignette = float(rng.choice([0.2, 0.4, 0.6, 0.85], p=[0.4, 0.3, 0.24, 0.06]))
    if vignette >= 0.8:
        artefacts.append("dark_corners")
    return with_sensor(with_lens(pixels, rng, vignette), rng, rng.uniform(0.8, 1.3)), tuple(artefacts)
