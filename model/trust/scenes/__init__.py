"""Draw scenes that show no lesion: documents, surfaces, drawings, other medical images, everyday subjects.

    kind, seed -> drawn_scene -> image

The scenes are rougher than what they stand for. It only matters that none of them resembles dermoscopic skin.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from model.lesion.image import LesionImage
from model.trust.scenes import documents, drawings, everyday, medical, surfaces
from model.trust.scenes.canvas import Canvas, clipped

SCENES: dict[str, Callable[[np.random.Generator], Canvas]] = {
    "page": documents.page,
    "written": documents.written,
    "form": documents.form,
    "screen": documents.screen,
    "chart": documents.chart,
    "code": documents.code,
    "wall": surfaces.wall,
    "coloured_wall": surfaces.coloured_wall,
    "black": surfaces.black,
    "gradient": surfaces.gradient,
    "noise": surfaces.noise,
    "pattern": surfaces.pattern,
    "line_drawing": drawings.line_drawing,
    "cartoon": drawings.cartoon,
    "x_ray": medical.x_ray,
    "chest": medical.chest,
    "ultrasound": medical.ultrasound,
    "section": medical.section,
    "face": everyday.face,
    "limb": everyday.limb,
    "landscape": everyday.landscape,
    "still_life": everyday.still_life,
    "fundus": medical.fundus,
}
"""The kinds of scenes. Their order is part of the seed, so new kinds go last."""


def drawn_scene(kind: str, seed: int) -> LesionImage:
    """One scene of a kind of `SCENES`; the same seed draws the same scene."""
    rng = np.random.default_rng([list(SCENES).index(kind), seed])
    canvas = SCENES[kind](rng)
    if rng.random() < 0.5:  # grain and lamp of a camera
        canvas = clipped(canvas * rng.uniform(0.85, 1.1, 3) + rng.normal(0, rng.uniform(1, 6), canvas.shape))
    return LesionImage.from_rgb(Image.fromarray(canvas), "PNG")
