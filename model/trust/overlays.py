"""Measure what covers the skin: hair over the lesion, a ruler, ink.

    photo, outline of the lesion -> share under hair, strength of repeating marks, share of the skin under ink

All figures are measured on the square that networks see, with fixed rules. `trust.remarks` has the limits from which
they are mentioned.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from model.algorithms.measuring.lesion_border import lab_of
from model.lesion.image import INPUT_SIDE
from model.trust.focus import LesionOutline
from model.trust.skin import LEAST_SKIN, skin_around

Grey = NDArray[np.uint8]
HAIR_WIDTH = 9
"""A width above that of any hair on the square, pixels."""
HAIR_LENGTH = 21
"""Least straight length of a hair in pixels, longer than the meshes of a pigment network."""
HAIR_CONTRAST = 18
"""Least contrast of a hair to its surroundings, grey levels."""
DIRECTIONS = 16
"""Number of directions in which lines are searched."""

TICK_WIDTH, TICK_LENGTH = 7, 5
"""Upper limit of a mark's width and least length of a mark, pixels."""
SPAN = 136
"""Length of a stretch along which marks must repeat, pixels."""
STARTS = (0, 44, 88)
"""First pixels of the stretches of a row."""
PERIODS = np.arange(4, 18.01, 0.25)
"""Tested distances between marks, pixels."""
REPEATS = 6
"""Number of marks in a row that are compared with the gaps between them."""
SLANTS = range(-20, 21, 4)
"""Tested angles between ruler and photo, degrees."""
FAINTEST, STRONGEST = 2.0, 5.0
"""Spread of a stretch in grey levels: fainter ones are skipped, larger spreads are clipped."""
DARKEST_TICK = 30
"""Grey levels at which the contrast of marks is clipped."""

INK_BLUER, INK_DARKER = 12.0, 8.0
"""Least differences in blue and in darkness from the skin around the lesion, CIE Lab units."""
INK_HUES = (-110.0, -20.0)
"""Hue angles in CIE Lab from blue to violet, degrees."""
INK_CHROMA = 12.0
"""Least chroma of ink, CIE Lab units."""


def hair_over(pixels: NDArray[np.uint8], lesion: LesionOutline) -> float:
    """The smaller of two shares under dark hair: of the lesion and of the skin around it; in [0, 1].

    A hair crosses both. Lines on the lesion alone are its own pattern; lines on the skin alone do not disturb. Lines
    are found by a black-hat filter (Lee et al. 1997, doi:10.1016/S0010-4825(97)00020-6), opened by straight lines of
    many directions.
    """
    lines, skin = threads(_grey(pixels)), skin_around(pixels, lesion)
    if not lesion.found or skin.mean() < LEAST_SKIN:
        return 0.0
    return min(float(lines[lesion.mask].mean()), float(lines[skin].mean()))


def threads(grey: Grey) -> NDArray[np.bool_]:
    """A mask of thin dark straight lines of any direction on a luma `(h, w)`."""
    thin = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, _disc())
    long = np.zeros_like(thin)
    for line in _lines():
        long = np.maximum(long, cv2.morphologyEx(thin, cv2.MORPH_OPEN, line))
    return np.asarray(long > HAIR_CONTRAST)


def ruler_marks(pixels: NDArray[np.uint8], lesion: LesionOutline) -> float:
    """Strength of short dark marks that repeat at one distance along a line off the lesion, at least 0; grey levels.

    The strength of a row is its autocorrelation at multiples of a distance, minus that half-way between them, times
    the row's contrast. Long lines are excluded as hair.
    """
    grey = _grey(pixels)
    free = ~(lesion.mask | (cv2.dilate(threads(grey).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0))
    strongest = 0.0
    for turns in (0, 1):
        turned, off = (np.ascontiguousarray(np.rot90(grid, turns)) for grid in (grey, free.astype(np.uint8)))
        for slant in SLANTS:
            strongest = max(strongest, _repetition(_marks(_turned(turned, slant)) * _turned(off, slant)))
    return strongest


def ink_beside(pixels: NDArray[np.uint8], lesion: LesionOutline) -> float:
    """Share of the skin around the lesion that is blue or violet and darker than the rest, in [0, 1]."""
    skin = skin_around(pixels, lesion)
    if skin.mean() < LEAST_SKIN:
        return 0.0
    lab = lab_of(pixels)[skin]  # (n, 3)
    from_skin = lab - np.median(lab, axis=0)
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    blue = (hue > INK_HUES[0]) & (hue < INK_HUES[1]) & (np.hypot(lab[:, 1], lab[:, 2]) > INK_CHROMA)
    return float((blue & (from_skin[:, 2] < -INK_BLUER) & (from_skin[:, 0] < -INK_DARKER)).mean())


def _grey(pixels: NDArray[np.uint8]) -> Grey:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


@cache
def _disc() -> Grey:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (HAIR_WIDTH, HAIR_WIDTH)), np.uint8)


@cache
def _lines() -> tuple[Grey, ...]:
    """Straight lines of the length of a hair, `(21, 21)` each, one per direction."""
    lines, middle = [], (HAIR_LENGTH - 1) / 2
    for angle in np.arange(DIRECTIONS) * np.pi / DIRECTIONS:
        line = np.zeros((HAIR_LENGTH, HAIR_LENGTH), np.uint8)
        across, down = middle * np.cos(angle), middle * np.sin(angle)
        ends = [(round(middle + sign * across), round(middle + sign * down)) for sign in (-1, 1)]
        lines.append(np.asarray(cv2.line(line, ends[0], ends[1], 1, 1), np.uint8))
    return tuple(lines)


def _turned(grid: Grey, degrees: float) -> Grey:
    if degrees == 0:
        return grid
    turn = cv2.getRotationMatrix2D(((INPUT_SIDE - 1) / 2,) * 2, degrees, 1)
    return np.asarray(cv2.warpAffine(grid, turn, (INPUT_SIDE, INPUT_SIDE), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _marks(grey: Grey) -> Grey:
    """Contrast of dark upright strokes on a luma, narrow and a few pixels long."""
    thin = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((1, TICK_WIDTH), np.uint8))
    strokes = cv2.morphologyEx(thin, cv2.MORPH_OPEN, np.ones((TICK_LENGTH, 1), np.uint8))
    return np.minimum(strokes, np.uint8(DARKEST_TICK))


def _repetition(marks: Grey) -> float:
    """The strongest repetition along any row, in grey levels; 0 where no row has contrast."""
    rows = marks[2::3].astype(np.float32)
    stretches = np.concatenate([rows[:, start : start + SPAN] for start in STARTS])  # (n, span)
    stretches -= stretches.mean(axis=1, keepdims=True)
    spread = stretches.std(axis=1)
    stretches, spread = stretches[spread > FAINTEST], spread[spread > FAINTEST]
    if not len(stretches):
        return 0.0
    power = np.abs(np.fft.rfft(stretches, 2 * SPAN + 16, axis=1)) ** 2
    alike = np.fft.irfft(power, axis=1)[:, :SPAN]
    combed = (alike / alike[:, :1]) @ _comb()  # (n, periods)
    return float((combed.max(axis=1) * np.minimum(spread, STRONGEST)).max())


@cache
def _comb() -> NDArray[np.float64]:
    """Weights `(span, periods)` of an autocorrelation: positive at marks, negative half-way between them."""
    comb = np.zeros((SPAN, len(PERIODS)))
    for column, period in enumerate(PERIODS):
        for repeat in range(1, REPEATS + 1):
            for lag, sign in ((repeat * period, 1), ((repeat - 0.5) * period, -1)):
                left, share = int(lag), lag % 1
                comb[left, column] += sign * (1 - share) / REPEATS
                comb[left + 1, column] += sign * share / REPEATS
    return np.asarray(comb / (1 - np.arange(SPAN) / SPAN)[:, None])  # corrects for fewer terms at larger lags
