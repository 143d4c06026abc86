"""Dermoscopic structures, each as a field to add to a layer of tissue.

Names follow the consensus terms of the International Dermoscopy Society (Kittler et al. 2016,
doi:10.1016/j.jaad.2015.12.038).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from model.samples.fields import (
    SIDE,
    Field,
    blurred,
    brushed_noise,
    cells,
    positions,
    rough_noise,
    smooth_noise,
    step,
    zeros,
)
from model.samples.strokes import draw, draw_tree, taper, wander


@dataclass(frozen=True)
class Outline:
    """Position and border of a lesion, with the mean radius and the column and row of the centre in pixels.

    `depth` is 1 in the centre, 0 on the border, negative outside; `angle` is the direction from the centre, radians.
    """

    depth: Field
    angle: Field
    centre: tuple[float, float]
    radius: float

    def inside(self, softness: float) -> Field:
        """1 inside and 0 outside, with a transition of width `softness`, a share of the radius."""
        return step(self.depth, -softness / 2, softness / 2)

    def at(self, angle: float, share: float) -> tuple[float, float]:
        """Column and row of the point in direction `angle` at `share` of the mean radius from the centre."""
        x, y = self.centre
        return x + share * self.radius * math.cos(angle), y + share * self.radius * math.sin(angle)

    def near(self, point: tuple[float, float], radius: float) -> Field:
        """A soft round patch: 1 at `point`, 0.6 at a distance of `radius` pixels."""
        x, y = positions()
        across = (x + 1) * SIDE / 2 - point[0]
        down = (y + 1) * SIDE / 2 - point[1]
        return np.asarray(np.exp(-(across**2 + down**2) / (2 * radius**2)))


def outline(rng: np.random.Generator, radius: float, stretch: float, lobes: float, fringe: float) -> Outline:
    """Generate a closed border; `radius` is in half photo widths, `stretch` the ratio of length to width, at least 1.

    `lobes` and `fringe` are the amplitudes of slow and of fine variations of the border, as shares of the radius.
    """
    x, y = positions()
    middle = rng.uniform(-0.08, 0.08), rng.uniform(-0.08, 0.08)
    turn = rng.uniform(0, np.pi)
    dx, dy = x - middle[0], y - middle[1]
    along = (dx * math.cos(turn) + dy * math.sin(turn)) / math.sqrt(stretch)
    across = (dy * math.cos(turn) - dx * math.sin(turn)) * math.sqrt(stretch)
    swing = sum(
        rng.standard_normal() / k * np.cos(k * np.arctan2(across, along) + rng.uniform(0, 6.3)) for k in (2, 3, 4, 5)
    )
    reach = radius * (1 + lobes * 0.7 * swing)
    depth = 1 - np.hypot(along, across) / np.maximum(reach, 0.3 * radius)
    depth = depth + fringe * (rough_noise(rng, radius * SIDE / 3.5, 4.0) + 0.12 * smooth_noise(rng, 9))
    centre = (float(middle[0] + 1) * SIDE / 2, float(middle[1] + 1) * SIDE / 2)
    return Outline(depth, np.arctan2(dy, dx), centre, radius * SIDE / 2)


def network(rng: np.random.Generator, width: float, line: float, irregular: float = 0.2) -> Field:
    """Pigment network: brown lines round pale holes, 0 to 1.

    A mesh is `width` pixels wide, a line a share `line` of it; `irregular` is the variation of both, 0 to 1.
    """
    honeycomb = cells(rng, width, jitter=0.6 + 0.4 * irregular, bend=0.12 + 0.2 * irregular)
    thickness = line * (1 + (0.2 + 0.35 * irregular) * smooth_noise(rng, width * 4))
    lines = np.exp(-((honeycomb.edge / np.maximum(thickness, 0.05)) ** 2))
    strength = 0.75 + 0.25 * smooth_noise(rng, width * 2)
    return blurred(lines * np.clip(strength, 0.1, 1.3), 1.3)


def globules(rng: np.random.Generator, width: float, fill: float, share: float = 1.0) -> Field:
    """Round to oval clumps of pigment of `fill` times `width` pixels, in a `share` of cells of `width` pixels."""
    honeycomb = cells(rng, width, jitter=0.8, bend=0.2)
    size = fill * (0.6 + 0.6 * ((honeycomb.value * 7.3) % 1.0))
    spots = step(size - honeycomb.centre, -0.1, 0.15) * step(honeycomb.edge, 0.0, 0.2)
    return blurred(spots * (honeycomb.value < share), 1.5)


def dots(rng: np.random.Generator, where: Field, count: int, small: float, large: float) -> Field:
    """Scattered round points, `small` to `large` pixels wide, with the density `where`; 0 to 1."""
    canvas = zeros()
    chance = np.clip(where, 0, None).ravel()
    for at in rng.choice(chance.size, count, p=chance / chance.sum()):
        middle = np.array([[at % SIDE, at // SIDE]]) + rng.random((1, 2))
        draw(canvas, middle, np.array([rng.uniform(small, large)]), rng.uniform(0.5, 1.0))
    return blurred(canvas, 0.8)


def streaks(rng: np.random.Generator, border: Outline, start: float, span: float, count: int) -> Field:
    """Radial lines with bulbous ends at the border, over `span` radians from direction `start`; 0 to 1."""
    canvas = zeros()
    for angle in np.sort(start + span * rng.random(count)).tolist():
        rows, columns = np.nonzero(np.abs(np.mod(border.angle - angle + math.pi, 2 * math.pi) - math.pi) < 0.03)
        edge = np.abs(border.depth[rows, columns]).argmin()
        x, y = float(columns[edge]), float(rows[edge])
        length = border.radius * rng.uniform(0.1, 0.24)
        heading = angle + rng.normal(0, 0.12)
        foot = (x - 0.9 * length * math.cos(heading), y - 0.9 * length * math.sin(heading))
        points = wander(rng, foot, heading, 1.4 * length, bend=0.3)
        thick = rng.uniform(5.0, 9.0)
        draw(canvas, points, taper(len(points), thick, thick * 0.45), rng.uniform(0.6, 1.0))
        if rng.random() < 0.4:
            draw(canvas, points[-1:], np.array([thick * rng.uniform(0.8, 1.1)]))
    return blurred(canvas, 2.0)


def ovoid_nests(rng: np.random.Generator, border: Outline, count: int, size: float) -> Field:
    """Well-defined round to oval bodies of about `size` radii, outside the centre; 0 to 1."""
    x, y = positions()
    result = zeros()
    for _ in range(count):
        column, row = border.at(rng.uniform(0, 2 * np.pi), rng.uniform(0.25, 0.85))
        turn, stretch = rng.uniform(0, np.pi), rng.uniform(1.0, 1.8)
        dx, dy = (x + 1) * SIDE / 2 - column, (y + 1) * SIDE / 2 - row
        along, across = dx * math.cos(turn) + dy * math.sin(turn), dy * math.cos(turn) - dx * math.sin(turn)
        reach = size * border.radius * rng.uniform(0.5, 1.3)
        level = 1 - np.hypot(along / stretch, across) / reach + 0.2 * rough_noise(rng, 40, 4.0)
        result = np.maximum(result, step(level, -0.15, 0.4) * rng.uniform(0.5, 1.0))
    return result


def leaf_areas(rng: np.random.Generator, border: Outline, angle: float, lobes: int) -> Field:
    """Leaf-like areas: bulbous extensions from one point at the border; 0 to 1."""
    canvas = zeros()
    foot = border.at(angle, 0.62)
    for heading in (angle + np.linspace(-1.0, 1.0, lobes) + rng.normal(0, 0.12, lobes)).tolist():
        length = border.radius * rng.uniform(0.16, 0.34)
        points = wander(rng, foot, heading, length, bend=0.5)
        draw(canvas, points, taper(len(points), length * 0.3, length * 0.6, power=1.5))
    return step(blurred(canvas, 5) + 0.08 * rough_noise(rng, 24), 0.1, 1.0)


def arborising_vessels(rng: np.random.Generator, border: Outline, count: int, width: float) -> Field:
    """Sharp vessels that enter from the border and branch; 0 to 1."""
    canvas = zeros()
    for _ in range(count):
        angle = rng.uniform(0, 2 * np.pi)
        start = border.at(angle, rng.uniform(0.75, 1.1))
        inward = angle + np.pi + rng.normal(0, 0.5)
        length, stem = border.radius * rng.uniform(0.6, 1.1), width * rng.uniform(0.6, 1.2)
        draw_tree(canvas, rng, start, inward, length=length, width=stem)
    return blurred(canvas, 0.7)


def coiled_vessels(rng: np.random.Generator, where: Field, count: int) -> Field:
    """Glomerular vessels: small coils with the density `where`; 0 to 1."""
    canvas = zeros()
    chance = np.clip(where, 0, None).ravel()
    for at in rng.choice(chance.size, count, p=chance / chance.sum()):
        turns = np.linspace(0, rng.uniform(2, 4) * np.pi, 26) + rng.uniform(0, 6.3)
        reach = np.linspace(0.4, rng.uniform(2.2, 4.2), 26)
        coil = np.stack([at % SIDE + reach * np.cos(turns), at // SIDE + reach * np.sin(turns)], 1)
        draw(canvas, coil, np.full(26, 1.3), rng.uniform(0.5, 1.0))
    return blurred(canvas, 0.7)


def fissures(rng: np.random.Generator, scale: float, narrow: float) -> Field:
    """Winding clefts between ridges `scale` pixels apart, with the relative width `narrow`; 0 to 1."""
    ridges = cells(rng, scale, jitter=0.9, bend=0.3).edge + 0.10 * smooth_noise(rng, scale / 2)
    broken = np.clip(0.55 + 0.5 * smooth_noise(rng, scale * 1.5), 0, 1)
    return blurred(np.exp(-((np.clip(ridges, 0, None) / narrow) ** 2)) * broken, 1.8)


def fingerprint(rng: np.random.Generator, spacing: float) -> Field:
    """Fine parallel winding lines `spacing` pixels apart, as in a solar lentigo; 0 to 1."""
    x, y = positions()
    turn = rng.uniform(0, np.pi)
    across = (x * math.cos(turn) + y * math.sin(turn)) * SIDE / 2 / spacing
    lines = 0.5 + 0.5 * np.cos(2 * math.pi * across + 9 * smooth_noise(rng, 80) + 1.2 * smooth_noise(rng, 20))
    return np.asarray(blurred(lines, 1.0) * np.clip(0.35 + 0.5 * smooth_noise(rng, 34), 0, 1))


def white_lines(rng: np.random.Generator, border: Outline, count: int) -> Field:
    """Shiny white lines: short, straight, at right angles to each other, as under polarised light; 0 to 1."""
    canvas = zeros()
    turn = rng.uniform(0, np.pi)
    for _ in range(count):
        start = border.at(rng.uniform(0, 2 * np.pi), 0.7 * math.sqrt(rng.random()))
        heading = turn + rng.choice([0.0, np.pi / 2]) + rng.normal(0, 0.12)
        points = wander(rng, start, heading, rng.uniform(10, 34), bend=0.4)
        draw(canvas, points, np.full(len(points), rng.uniform(1.2, 2.6)), rng.uniform(0.3, 0.8))
    return blurred(canvas, 0.9)


def scales(rng: np.random.Generator, coverage: float) -> Field:
    """Ragged flakes of scale over about `coverage` of the surface; 0 to 1."""
    flakes = rough_noise(rng, 26, 1.5) + 0.5 * brushed_noise(rng, rng.uniform(0, np.pi), 3, 14)
    level = float(np.quantile(flakes, 1 - coverage))
    return step(flakes, level, level + 0.7)
