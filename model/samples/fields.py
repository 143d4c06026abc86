"""Scalar fields over a photo: noise, cells and smooth steps.

A field is `(SIDE, SIDE)` in single precision. Positions are in pixels from the top left corner, or from -1 to 1, in
half photo widths from the centre. Noise is periodic at the edges, since it is filtered by Fourier transform.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.floating[Any]]

SIDE = 512
"""Side of a generated photo, pixels."""


@cache
def positions() -> tuple[Field, Field]:
    """Column and row of every pixel, from -1 (left, top) to 1; read-only."""
    axis = ((np.arange(SIDE) + 0.5) * 2 / SIDE - 1).astype(np.float32)
    return _read_only(*np.meshgrid(axis, axis))


def zeros() -> Field:
    """A field that is 0 everywhere."""
    return np.zeros((SIDE, SIDE), np.float32)


@cache
def _frequencies() -> tuple[Field, Field]:
    """Cycles per pixel along x and y, in the layout of `numpy.fft.rfft2`; read-only."""
    return _read_only(*np.meshgrid(np.fft.rfftfreq(SIDE).astype(np.float32), np.fft.fftfreq(SIDE).astype(np.float32)))


def _read_only(x: Field, y: Field) -> tuple[Field, Field]:
    x.setflags(write=False)
    y.setflags(write=False)
    return x, y


def _filtered(field: Field, response: Field) -> Field:
    return np.fft.irfft2(np.fft.rfft2(field) * response, s=(SIDE, SIDE))


def white_noise(rng: np.random.Generator) -> Field:
    """Independent standard normal numbers, one for each pixel."""
    return rng.standard_normal((SIDE, SIDE), dtype=np.float32)


def blurred(field: Field, sigma: float) -> Field:
    """Gaussian blur of `field` by `sigma` pixels."""
    fx, fy = _frequencies()
    return _filtered(field, np.exp(-2 * (np.pi * sigma) ** 2 * (fx**2 + fy**2)))


def _standardised(field: Field) -> Field:
    centred = field - field.mean()
    return np.asarray(centred / centred.std())


def smooth_noise(rng: np.random.Generator, scale: float) -> Field:
    """Noise of one scale, with bumps about `scale` pixels wide, mean 0, standard deviation 1."""
    return _standardised(blurred(white_noise(rng), scale / 2))


def rough_noise(rng: np.random.Generator, scale: float, slope: float = 2.5) -> Field:
    """Cloud-like noise of all scales up to `scale` pixels; a larger `slope` gives less fine detail."""
    fx, fy = _frequencies()
    response = (1 + (fx**2 + fy**2) * scale**2) ** (-slope / 2)
    return _standardised(_filtered(white_noise(rng), response))


def brushed_noise(rng: np.random.Generator, angle: float, width: float, length: float) -> Field:
    """Noise stretched along `angle` (radians), with fibres of about `width` by `length` pixels."""
    fx, fy = _frequencies()
    cos, sin = math.cos(angle), math.sin(angle)
    squared = ((fx * cos + fy * sin) * length) ** 2 + ((fy * cos - fx * sin) * width) ** 2
    return _standardised(_filtered(white_noise(rng), np.exp(-0.5 * math.pi**2 * squared)))


def step(field: Field, low: float, high: float) -> Field:
    """Smooth step: 0 up to `low`, 1 from `high` on.

    >>> step(np.array([-1.0, 0.5, 2.0]), 0.0, 1.0).tolist()
    [0.0, 0.5, 1.0]
    """
    t = np.clip((field - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3 - 2 * t))


@dataclass(frozen=True)
class Cells:
    """An irregular honeycomb.

    `centre` is the distance to the centre of the cell; `edge` the difference of the distances to the two nearest
    centres, which is 0 on the wall between two cells; both in cell widths. `value` is random and constant in each cell.
    """

    centre: Field
    edge: Field
    value: Field


def cells(rng: np.random.Generator, width: float, jitter: float = 0.8, bend: float = 0.2) -> Cells:
    """A honeycomb of cells about `width` pixels wide, with walls bent by `bend` cell widths.

    A `jitter` of 0 gives a square grid, 1 full irregularity.
    """
    x, y = positions()
    u = (x + 1) * SIDE / 2 / width + bend * smooth_noise(rng, width * 2.2)
    v = (y + 1) * SIDE / 2 / width + bend * smooth_noise(rng, width * 2.2)
    return cells_at(rng, u, v, jitter)


def cells_at(rng: np.random.Generator, u: Field, v: Field, jitter: float) -> Cells:
    """A honeycomb in given coordinates, with one cell per unit square of `(u, v)`."""
    column, row = np.floor(u).astype(np.int32), np.floor(v).astype(np.int32)
    column_0, row_0 = int(column.min()) - 1, int(row.min()) - 1
    shape = (int(row.max()) - row_0 + 2, int(column.max()) - column_0 + 2)
    value = rng.random(shape, dtype=np.float32)
    # Every other row is shifted by half a cell; otherwise a square grid would be visible.
    shift = 0.25 * (-1.0) ** np.arange(shape[0])[:, None]
    middle_u = (np.arange(shape[1]) + column_0 + 0.5 + shift + jitter * (rng.random(shape) - 0.5)).astype(np.float32)
    middle_v = (np.arange(shape[0])[:, None] + row_0 + 0.5 + jitter * (rng.random(shape) - 0.5)).astype(np.float32)
    flat = (row - row_0) * shape[1] + (column - column_0)
    first, second = np.full(u.shape, np.inf, np.float32), np.full(u.shape, np.inf, np.float32)
    owner = flat
    for step_down in (-1, 0, 1):
        for step_right in (-1, 0, 1):
            cell = flat + (step_down * shape[1] + step_right)
            squared = (middle_u.ravel()[cell] - u) ** 2 + (middle_v.ravel()[cell] - v) ** 2
            owner = np.where(squared < first, cell, owner)
            second = np.minimum(second, np.maximum(first, squared))
            first = np.minimum(first, squared)
    centre, next_centre = np.sqrt(first), np.sqrt(second)
    return Cells(centre, next_centre - centre, value.ravel()[owner])
