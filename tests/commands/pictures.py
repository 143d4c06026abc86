"""Photos that no camera took."""

from __future__ import annotations

import numpy as np
from PIL import Image


def picture(seed=0, side=128):
    """Skin with a spot whose place depends on the seed."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:side, 0:side] / side
    spot = np.hypot(y - rng.uniform(0.3, 0.7), x - rng.uniform(0.3, 0.7)) < rng.uniform(0.1, 0.3)
    return Image.fromarray(np.where(spot[..., None], (100, 60, 40), (225, 180, 165)).astype(np.uint8))
