"""Photos for tests: a dark spot on skin, drawn from a seed. No patient, nobody's data."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from model.lesion.image import LesionImage


def spot(seed: int, side: int = 240) -> NDArray[np.uint8]:
    """A spot of random place, size and colour on skin with grain, `(side, side, 3)` uint8."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:side, 0:side] / side
    down, across = rng.uniform(0.3, 0.7, 2)
    angle = np.arctan2(y - down, x - across)
    edge = rng.uniform(0.12, 0.3) * (1 + 0.2 * np.sin(rng.integers(2, 7) * angle + rng.uniform(0, 6)))
    cover = 1 / (1 + np.exp(40 * (np.hypot(y - down, x - across) - edge)))[..., None]
    skin, pigment = rng.uniform((190, 140, 120), (235, 190, 170)), rng.uniform((30, 20, 20), (150, 90, 80))
    photo = skin * (1 - cover) + pigment * cover + rng.normal(0, 6, (side, side, 1))
    return np.clip(photo, 0, 255).astype(np.uint8)


def lesion(seed: int, side: int = 240) -> LesionImage:
    return LesionImage.from_rgb(Image.fromarray(spot(seed, side)), "PNG")


def jpeg(seed: int, side: int = 240) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(spot(seed, side)).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def grey_png(seed: int, side: int = 240) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(spot(seed, side)).convert("L").save(buffer, "PNG")
    return buffer.getvalue()


def close_up(seed: int, side: int = 480) -> LesionImage:
    """Skin from a hand's breadth away: pores, blotches, the shade and the shine of a lamp, and a small lesion."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:side, 0:side] / side
    turn = rng.uniform(0, 2 * np.pi)
    lamp = (x - 0.5) * np.cos(turn) + (y - 0.5) * np.sin(turn)
    light = (
        1 + rng.uniform(0.1, 0.6) * lamp + _cloudy(rng, side, rng.uniform(2, 6), 0.04) + _cloudy(rng, side, 30, 0.03)
    )
    skin, pigment = rng.uniform((175, 120, 95), (225, 175, 150)), rng.uniform((90, 40, 30), (190, 110, 95))
    cover = 0.8 / (1 + np.exp(80 * (np.hypot(y - 0.5, x - 0.5) - rng.uniform(0.04, 0.16))))[..., None]
    photo = skin * light[..., None] * (1 - cover) + pigment * cover
    shine = np.clip(_cloudy(rng, side, 3, 0.1) - 0.1, 0, 0.5) * np.exp(-(((lamp - 0.2) / 0.2) ** 2))
    photo += 400 * shine[..., None] + rng.normal(0, 3, (side, side, 1))
    return LesionImage.from_rgb(Image.fromarray(np.clip(photo, 0, 255).astype(np.uint8)), "PNG")


def _cloudy(rng: np.random.Generator, side: int, size: float, spread: float) -> NDArray[np.float64]:
    cloud = cv2.GaussianBlur(rng.normal(0, 1, (side, side)), (0, 0), size)
    return np.asarray(cloud * spread / cloud.std())


def looks_like(reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the gate takes every lesion photo for a `close_up`, or for a `garbled` picture."""

    def likenesses(gate: object, impressions: NDArray[np.floating], name: str) -> NDArray[np.float64]:
        return np.full(len(impressions), 2.0 if name == reason else 0.0)

    monkeypatch.setattr("model.trust.gate.Gate.likenesses", likenesses)
