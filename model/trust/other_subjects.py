"""Pictures that show no lesion: the everyday photographs of the image folder, and scenes drawn from a seed.

    not-lesions-224.zip -> two halves, one to choose with and one to state what came of it
    kind, seed -> a drawn scene: page, wall, drawing, X-ray, section, face, limb, ...

Drawn scenes are nobody's data. They are rougher than what they stand for; what matters is that no kind of them looks
like skin through a dermatoscope.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.lesion.decode import read_lesion_image
from model.lesion.image import LesionImage

ARCHIVE = "not-lesions-224.zip"
SIDE = 320
"""Of a drawn scene, pixels."""
Canvas = NDArray[np.uint8]
Scene = Callable[[np.random.Generator], Canvas]


def everyday_photos(data: Path, *, held_out: bool) -> list[LesionImage]:
    """One half of the everyday photographs; a hash of the name decides which, so the halves stay as they are."""
    with zipfile.ZipFile(data / ARCHIVE) as archive:
        names = sorted(name for name in archive.namelist() if _is_held_out(name) == held_out)
        return [read_lesion_image(archive.read(name)) for name in names]


def _is_held_out(name: str) -> bool:
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


def drawn_scene(kind: str, seed: int) -> LesionImage:
    """One scene of a kind of `SCENES`; the same seed draws the same."""
    rng = np.random.default_rng([list(SCENES).index(kind), seed])
    canvas = SCENES[kind](rng)
    if rng.random() < 0.5:  # the camera: grain and lamp
        canvas = _clipped(canvas * rng.uniform(0.85, 1.1, 3) + rng.normal(0, rng.uniform(1, 6), canvas.shape))
    return LesionImage.from_rgb(Image.fromarray(canvas), "PNG")


def _clipped(values: NDArray[Any]) -> Canvas:
    clipped: Canvas = np.clip(values, 0, 255).astype(np.uint8)
    return clipped


def _blurred(canvas: Canvas, sigma: float) -> Canvas:
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), sigma), np.uint8)


def _plain(colour: NDArray[np.floating] | tuple[float, ...]) -> Canvas:
    return _clipped(np.broadcast_to(np.asarray(colour, np.float64), (SIDE, SIDE, 3)).copy())


def _colour(rng: np.random.Generator, low: int = 0, high: int = 256) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in rng.integers(low, high, 3))
    return red, green, blue


def _cloud(rng: np.random.Generator, size: float) -> NDArray[np.float64]:
    """Smooth noise in [0, 1], `(SIDE, SIDE)`; `size` of its lumps, pixels."""
    noise = cv2.GaussianBlur(rng.normal(size=(SIDE, SIDE)), (0, 0), size)
    found: NDArray[np.float64] = (noise - noise.min()) / max(float(np.ptp(noise)), 1e-9)
    return found


def _point(rng: np.random.Generator, margin: float = 0.0) -> tuple[int, int]:
    x, y = rng.uniform(margin, 1 - margin, 2) * SIDE
    return int(x), int(y)


def _page(rng: np.random.Generator) -> Canvas:
    canvas = _plain(rng.uniform(215, 256, 3))
    step, left = int(rng.integers(9, 24)), int(rng.integers(10, 50))
    for y in range(int(rng.integers(15, 40)), SIDE, step):
        x = left
        while x < SIDE - left and rng.random() > 0.03:
            width = int(rng.integers(4, 34))
            for stroke in range(x, x + width, 4):
                height = int(rng.integers(step // 3, step // 2 + 2))
                cv2.line(canvas, (stroke, y), (stroke + int(rng.integers(0, 3)), y - height), (40, 40, 45), 1)
            x += width + 6
    return canvas


def _written(rng: np.random.Generator) -> Canvas:
    canvas = _plain(rng.uniform(200, 256, 3))
    scale = float(rng.uniform(0.4, 1.6))
    for y in range(25, SIDE, int(26 * scale) + 6):
        letters = "".join(chr(code) for code in rng.integers(65, 122, 40))
        cv2.putText(canvas, letters, (8, y), cv2.FONT_HERSHEY_SIMPLEX, scale, _colour(rng, 0, 110), 1, cv2.LINE_AA)
    return canvas


def _form(rng: np.random.Generator) -> Canvas:
    canvas = _plain(rng.uniform(225, 256, 3))
    for y in range(10, SIDE, int(rng.integers(16, 40))):
        cv2.line(canvas, (8, y), (SIDE - 8, y), (90, 90, 90), 1)
        cv2.putText(canvas, str(rng.integers(1_000_000)), (12, y + 13), cv2.FONT_HERSHEY_PLAIN, 0.9, (30, 30, 60), 1)
    for x in range(8, SIDE, int(rng.integers(50, 110))):
        cv2.line(canvas, (x, 8), (x, SIDE - 8), (90, 90, 90), 1)
    return canvas


def _screen(rng: np.random.Generator) -> Canvas:
    canvas = _plain(_colour(rng))
    for _ in range(int(rng.integers(4, 14))):
        start, end = _point(rng), _point(rng)
        cv2.rectangle(canvas, start, end, _colour(rng), -1)
        cv2.putText(canvas, "OK 12:30", start, cv2.FONT_HERSHEY_SIMPLEX, 0.5, _colour(rng), 1, cv2.LINE_AA)
    return canvas


def _chart(rng: np.random.Generator) -> Canvas:
    canvas = _plain((252, 252, 252))
    bars = int(rng.integers(4, 12))
    for bar in range(bars):
        x, height = 20 + bar * (SIDE - 40) // bars, int(rng.integers(20, SIDE - 60))
        cv2.rectangle(canvas, (x, SIDE - 20), (x + 200 // bars, SIDE - 20 - height), _colour(rng), -1)
    cv2.line(canvas, (15, SIDE - 20), (SIDE - 10, SIDE - 20), (0, 0, 0), 2)
    return canvas


def _code(rng: np.random.Generator) -> Canvas:
    cells = int(rng.integers(15, 45))
    bits = (rng.random((cells, cells)) < 0.5).astype(np.uint8) * 255
    square = cv2.resize(bits, (SIDE - 60, SIDE - 60), interpolation=cv2.INTER_NEAREST)
    return _clipped(np.pad(square, 30, constant_values=255)[..., None].repeat(3, 2))


def _wall(rng: np.random.Generator) -> Canvas:
    shade = rng.uniform(60, 250) + rng.normal(0, 8, 3)
    return _clipped(_plain(shade) + (_cloud(rng, rng.uniform(20, 80))[..., None] - 0.5) * rng.uniform(0, 30))


def _coloured_wall(rng: np.random.Generator) -> Canvas:
    return _clipped(_plain(_colour(rng)) + (_cloud(rng, rng.uniform(2, 60))[..., None] - 0.5) * rng.uniform(0, 40))


def _black(rng: np.random.Generator) -> Canvas:
    """The lens cap was on."""
    return _clipped(rng.uniform(0, 25) + rng.normal(0, rng.uniform(0, 6), (SIDE, SIDE, 3)))


def _gradient(rng: np.random.Generator) -> Canvas:
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    angle = rng.uniform(0, 2 * np.pi)
    share = np.clip(0.5 + (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle), 0, 1)[..., None]
    return _clipped(np.array(_colour(rng)) * share + np.array(_colour(rng)) * (1 - share))


def _noise(rng: np.random.Generator) -> Canvas:
    channels = 3 if rng.random() < 0.5 else 1
    grain = rng.normal(rng.uniform(60, 200), rng.uniform(20, 90), (SIDE, SIDE, channels))
    blurred = cv2.GaussianBlur(grain, (0, 0), rng.uniform(0.3, 3)).reshape(SIDE, SIDE, channels)
    return _clipped(np.broadcast_to(blurred, (SIDE, SIDE, 3)))


def _pattern(rng: np.random.Generator) -> Canvas:
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    size = int(rng.integers(6, 60))
    checks = ((x // size + y // size) % 2 if rng.random() < 0.5 else x // size % 2)[..., None]
    return _clipped(checks * np.array(_colour(rng)) + (1 - checks) * np.array(_colour(rng)))


def _line_drawing(rng: np.random.Generator) -> Canvas:
    canvas = _plain(rng.uniform(225, 256, 3))
    for _ in range(int(rng.integers(5, 25))):
        points = np.cumsum(rng.normal(0, 25, (12, 2)), 0) + np.array(_point(rng))
        cv2.polylines(canvas, [points.astype(np.int32)], False, _colour(rng, 0, 120), int(rng.integers(1, 4)), 16)
        if rng.random() < 0.4:
            cv2.circle(canvas, _point(rng), int(rng.integers(5, 60)), (30, 30, 30), 2, cv2.LINE_AA)
    return canvas


def _cartoon(rng: np.random.Generator) -> Canvas:
    canvas = _plain(_colour(rng, 100, 256))
    for _ in range(int(rng.integers(3, 12))):
        axes = (int(rng.integers(10, 90)), int(rng.integers(10, 90)))
        where, turn = _point(rng), float(rng.uniform(0, 180))
        cv2.ellipse(canvas, where, axes, turn, 0, 360, _colour(rng), -1, cv2.LINE_AA)
        cv2.ellipse(canvas, where, axes, turn, 0, 360, (0, 0, 0), 2, cv2.LINE_AA)
    return canvas


def _x_ray(rng: np.random.Generator) -> Canvas:
    shown = np.zeros((SIDE, SIDE), np.float64) + rng.uniform(0, 40)
    for _ in range(int(rng.integers(3, 9))):
        bone = np.zeros((SIDE, SIDE), np.uint8)
        cv2.line(bone, _point(rng), _point(rng), 255, int(rng.integers(8, 60)), cv2.LINE_AA)
        shown += cv2.GaussianBlur(bone, (0, 0), rng.uniform(2, 8)) * rng.uniform(0.2, 0.5)
    shown += _cloud(rng, 30) * rng.uniform(20, 90) + rng.normal(0, 4, shown.shape)
    return _clipped(shown[..., None].repeat(3, 2))


def _chest(rng: np.random.Generator) -> Canvas:
    shown = np.full((SIDE, SIDE), rng.uniform(120, 190))
    middle = SIDE // 2
    for side in (-1, 1):
        lung = np.zeros((SIDE, SIDE), np.uint8)
        centre = (middle + side * int(rng.integers(60, 80)), middle + int(rng.integers(-15, 15)))
        cv2.ellipse(lung, centre, (int(rng.integers(38, 55)), int(rng.integers(85, 120))), 0, 0, 360, 255, -1)
        shown -= cv2.GaussianBlur(lung, (0, 0), 9) * rng.uniform(0.3, 0.5)
    for y in range(20, SIDE, int(rng.integers(22, 34))):
        rib = np.zeros((SIDE, SIDE), np.uint8)
        cv2.ellipse(rib, (middle, y), (130, 26), 0, 0, 180, 255, 4, cv2.LINE_AA)
        shown += cv2.GaussianBlur(rib, (0, 0), 2) * 0.12
    return _clipped((shown + rng.normal(0, 3, shown.shape))[..., None].repeat(3, 2))


def _ultrasound(rng: np.random.Generator) -> Canvas:
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    fan = (np.abs(np.arctan2(x - 0.5, y + 0.1)) < rng.uniform(0.4, 0.8)) & (np.hypot(x - 0.5, y + 0.1) < 1.0)
    speckle = rng.rayleigh(1, (SIDE, SIDE)) * _cloud(rng, rng.uniform(8, 30)) ** 2 * rng.uniform(100, 250)
    return _clipped((cv2.GaussianBlur(speckle, (0, 0), 1) * fan)[..., None].repeat(3, 2))


def _section(rng: np.random.Generator) -> Canvas:
    """Haematoxylin and eosin: pink ground, purple nuclei."""
    ground = np.array([225, 160, 200]) + rng.normal(0, 15, 3)
    canvas = _clipped(ground + (_cloud(rng, rng.uniform(3, 15))[..., None] - 0.5) * np.array([70, 110, 60]))
    for _ in range(int(rng.integers(150, 900))):
        axes = (int(rng.integers(2, 6)), int(rng.integers(2, 6)))
        nucleus = tuple(int(value) for value in np.array([95, 55, 140]) + rng.normal(0, 18, 3))
        cv2.ellipse(canvas, _point(rng), axes, float(rng.uniform(0, 180)), 0, 360, nucleus, -1, cv2.LINE_AA)
    holes = _cloud(rng, rng.uniform(10, 30)) > rng.uniform(0.65, 1.0)
    canvas[holes] = (244, 240, 245)
    return canvas


def _skin(rng: np.random.Generator) -> NDArray[np.float64]:
    light, dark = np.array([240, 200, 180]), np.array([95, 62, 48])
    found: NDArray[np.float64] = light + (dark - light) * rng.uniform(0, 1) + rng.normal(0, 6, 3)
    return found


def _face(rng: np.random.Generator) -> Canvas:
    canvas = _clipped(_plain(_colour(rng)) + (_cloud(rng, 25)[..., None] - 0.5) * 60)
    skin = _skin(rng)
    x, y = SIDE // 2 + int(rng.integers(-30, 30)), SIDE // 2 + int(rng.integers(-15, 25))
    wide, high = int(rng.integers(60, 105)), int(rng.integers(90, 140))
    cv2.ellipse(canvas, (x, y - high // 3), (wide + 12, high), 0, 0, 360, _colour(rng, 0, 120), -1, cv2.LINE_AA)
    cv2.ellipse(canvas, (x, y), (wide, high), 0, 0, 360, skin.tolist(), -1, cv2.LINE_AA)
    for eye in (-1, 1):
        where = (x + eye * wide // 2, y - high // 5)
        cv2.ellipse(canvas, where, (wide // 5, wide // 9), 0, 0, 360, (245, 245, 245), -1, cv2.LINE_AA)
        cv2.circle(canvas, where, wide // 10, _colour(rng, 0, 110), -1, cv2.LINE_AA)
        cv2.line(canvas, (where[0] - 18, where[1] - 20), (where[0] + 18, where[1] - 22), (50, 35, 25), 4)
    cv2.ellipse(canvas, (x, y + high // 2), (wide // 3, 9), 0, 0, 180, (165, 70, 75), -1, cv2.LINE_AA)
    cv2.line(canvas, (x, y - 10), (x + 8, y + high // 5), (skin * 0.8).tolist(), 3)
    return _blurred(canvas, rng.uniform(0.5, 2))


def _limb(rng: np.random.Generator) -> Canvas:
    """An arm or a leg before a background, with moles that are far too small to be judged."""
    canvas = _clipped(_plain(_colour(rng)) + (_cloud(rng, rng.uniform(10, 40))[..., None] - 0.5) * 50)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.line(mask, (int(rng.integers(40, 280)), 0), (int(rng.integers(40, 280)), SIDE), 255, int(rng.integers(60, 150)))
    if rng.random() < 0.5:
        mask = np.ascontiguousarray(mask.T)
    near = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
    shade = np.clip(0.7 + near / 120, 0, 1.05)[..., None] + (_cloud(rng, 4)[..., None] - 0.5) * 0.05
    canvas = np.where(mask[..., None] > 0, _clipped(_skin(rng) * shade), canvas)
    for _ in range(int(rng.integers(0, 12))):
        x, y = _point(rng)
        if mask[y, x]:
            cv2.circle(canvas, (x, y), int(rng.integers(1, 4)), (95, 60, 45), -1, cv2.LINE_AA)
    return _blurred(canvas, rng.uniform(0.5, 1.5))


def _landscape(rng: np.random.Generator) -> Canvas:
    canvas = np.zeros((SIDE, SIDE, 3), np.float64)
    horizon = int(rng.uniform(0.3, 0.7) * SIDE)
    canvas[:horizon] = np.linspace((80, 140, 220), (200, 225, 245), horizon)[:, None]
    ground = np.array(_colour(rng, 30, 150))
    rough = _cloud(rng, 2)[horizon:, :, None] - 0.5
    canvas[horizon:] = ground + rough * 90 + (_cloud(rng, 20)[horizon:, :, None] - 0.5) * 60
    clouds = np.clip(_cloud(rng, 15) - 0.55, 0, 1)[:horizon, :, None] * 500
    canvas[:horizon] = np.minimum(canvas[:horizon] + clouds, 255)
    return _clipped(canvas)


def _still_life(rng: np.random.Generator) -> Canvas:
    """Objects with shading on a table."""
    canvas = _clipped(_plain(_colour(rng)) + (_cloud(rng, 40)[..., None] - 0.5) * 60).astype(np.float64)
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    for _ in range(int(rng.integers(2, 8))):
        (cx, cy), radius = _point(rng), float(rng.integers(15, 80))
        inside = (
            np.hypot(x - cx, y - cy) < radius if rng.random() < 0.6 else np.maximum(abs(x - cx), abs(y - cy)) < radius
        )
        light = np.clip(1.1 - np.hypot(x - cx + radius / 3, y - cy + radius / 3) / (1.6 * radius), 0.15, 1)
        canvas[inside] = (np.array(_colour(rng, 40, 256)) * light[..., None])[inside]
    return _blurred(_clipped(canvas), 0.8)


def _fundus(rng: np.random.Generator) -> Canvas:
    """The back of an eye: an orange disc on black, with vessels."""
    canvas = _clipped(_plain((190, 85, 35)) + (_cloud(rng, 25)[..., None] - 0.5) * 80)
    disc = (SIDE // 2 + int(rng.integers(40, 90)) * int(rng.choice([-1, 1])), SIDE // 2 + int(rng.integers(-15, 15)))
    cv2.circle(canvas, disc, int(rng.integers(16, 28)), (250, 205, 130), -1, cv2.LINE_AA)
    for _ in range(int(rng.integers(8, 18))):
        way = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.15, 25))
        points = np.array(disc) + np.cumsum(np.stack([np.cos(way), np.sin(way)], 1) * 9, 0)
        cv2.polylines(canvas, [points.astype(np.int32)], False, (120, 30, 20), int(rng.integers(1, 4)), cv2.LINE_AA)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.circle(mask, (SIDE // 2, SIDE // 2), int(SIDE * 0.46), 255, -1)
    canvas[mask == 0] = 4
    return _blurred(canvas, 1.2)


SCENES: dict[str, Scene] = {
    "page": _page,
    "written": _written,
    "form": _form,
    "screen": _screen,
    "chart": _chart,
    "code": _code,
    "wall": _wall,
    "coloured_wall": _coloured_wall,
    "black": _black,
    "gradient": _gradient,
    "noise": _noise,
    "pattern": _pattern,
    "line_drawing": _line_drawing,
    "cartoon": _cartoon,
    "x_ray": _x_ray,
    "chest": _chest,
    "ultrasound": _ultrasound,
    "section": _section,
    "face": _face,
    "limb": _limb,
    "landscape": _landscape,
    "still_life": _still_life,
    "fundus": _fundus,
}
"""Kinds of drawn scenes; the order decides what a seed draws."""
