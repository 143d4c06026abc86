"""Scenes of each diagnosis: skin, lesion and structures.

Each function draws a random variant and adds pigment to the layers of tissue where histology finds it. The returned
features are keys of what can be seen, for an alternative text.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.lesion.diagnosis import Diagnosis
from model.samples import skin as tones
from model.samples.fields import Field, blurred, brushed_noise, cells, rough_noise, smooth_noise, step
from model.samples.skin import fine_vessels, skin
from model.samples.structures import (
    Outline,
    arborising_vessels,
    coiled_vessels,
    dots,
    fingerprint,
    fissures,
    globules,
    leaf_areas,
    network,
    outline,
    ovoid_nests,
    scales,
    streaks,
    white_lines,
)
from model.samples.tissue import Colour, Tissue


@dataclass(frozen=True)
class Scene:
    """A lesion on skin with its mask, `(SIDE, SIDE)` bool, and keys of its visible features, not yet photographed."""

    tissue: Tissue
    border: Outline
    mask: NDArray[np.bool_]
    features: tuple[str, ...]
    glints: int = 0


Recipe = Callable[[np.random.Generator], Scene]


def _tone(rng: np.random.Generator, *choices: Colour) -> Colour:
    return choices[int(rng.integers(len(choices)))]


def _patch(rng: np.random.Generator, border: Outline, share: float, size: float) -> Field:
    """A cloudy region of about `size` radii in the lesion, at a random point `share` radii from its centre."""
    point = border.at(rng.uniform(0, 2 * math.pi), share)
    near = border.near(point, size * border.radius)
    return step(near + 0.13 * rough_noise(rng, 60, 3.0), 0.25, 0.85)


def naevus(rng: np.random.Generator) -> Scene:
    """Melanocytic naevus: symmetric, one or two browns, one regular pattern that fades at the border."""
    tissue = skin(rng, _tone(rng, tones.PINK, tones.SALMON, tones.SALMON, tones.ROSE), sun=rng.uniform(0, 0.12))
    border = outline(rng, rng.uniform(0.3, 0.5), rng.uniform(1.0, 1.6), 0.06, 0.06)
    body = border.inside(rng.uniform(0.35, 0.6))
    core = step(border.depth + 0.1 * rough_noise(rng, 80), 0.0, 1.0)
    clouds = 1 + 0.14 * rough_noise(rng, 60)
    shade = rng.uniform(0.8, 1.5)
    pattern = ("network", "globules", "homogeneous")[int(rng.integers(3))]
    tissue.blood += 0.1 * blurred(body, 10) + 0.1 * body
    if pattern == "network":
        lines = network(rng, rng.uniform(11, 16), 0.34, irregular=0.25)
        fading = step(border.depth, -0.22, 0.3)
        tissue.melanin += shade * (body * clouds * (0.35 + 0.35 * core) + 0.42 * lines * fading)
    elif pattern == "globules":
        clods = globules(rng, rng.uniform(12, 17), 0.45, share=0.8)
        tissue.melanin += shade * (body * clouds * (0.45 + 0.3 * core) + 0.34 * clods * border.inside(0.35))
    else:
        tissue.melanin += shade * body * clouds * (0.55 + 0.5 * core)
        tissue.melanin += 0.1 * shade * body * network(rng, 14, 0.35)
    tissue.melanin += 0.06 * body * smooth_noise(rng, 6)
    features = ("symmetric", "regular_" + pattern, "even_colour")
    return Scene(tissue, border, border.depth > 0, features, int(rng.integers(0, 8)))


def melanoma(rng: np.random.Generator) -> Scene:
    """Melanoma: asymmetric, several colours, irregular structures, some of them only on one side."""
    tissue = skin(rng, _tone(rng, tones.LILAC, tones.PINK, tones.ROSE, tones.PALE), sun=rng.uniform(0.1, 0.4))
    border = outline(rng, rng.uniform(0.44, 0.62), rng.uniform(1.1, 1.7), 0.24, 0.085)
    body = border.inside(rng.uniform(0.2, 0.4))
    clouds = np.clip(1 + 0.38 * rough_noise(rng, 100) + 0.12 * smooth_noise(rng, 10), 0.3, 2.0)
    lines = network(rng, rng.uniform(12, 18), 0.42, irregular=0.8)
    blotch = _patch(rng, border, rng.uniform(0.25, 0.55), rng.uniform(0.35, 0.6)) * body
    second = _patch(rng, border, rng.uniform(0.4, 0.7), rng.uniform(0.2, 0.35)) * body
    tissue.blood += 0.12 * body + 0.3 * body * step(rough_noise(rng, 80), 0.3, 1.8)
    tissue.melanin += body * clouds * 0.6 + 0.6 * lines * body * np.clip(1.3 - 0.5 * rough_noise(rng, 90), 0, 1.6)
    tissue.melanin += (0.7 * blotch + 0.5 * second) * clouds
    tissue.deep += (0.9 * blotch + 0.5 * second) * clouds
    features = ["asymmetric", "several_colours", "atypical_network", "irregular_blotches"]
    if rng.random() < 0.75:
        _add_veil(tissue, rng, border, body)
        features.append("blue_white_veil")
    if rng.random() < 0.6:
        start, count = float(rng.uniform(0, 6.3)), int(rng.integers(10, 20))
        tissue.melanin += 1.1 * streaks(rng, border, start, rng.uniform(1.2, 2.4), count)
        features.append("streaks")
    if rng.random() < 0.5:
        _add_regression(tissue, rng, border, body)
        features.append("regression")
    clods = dots(rng, body * step(rough_noise(rng, 70), 0.0, 1.0), int(rng.integers(50, 140)), 2.5, 9.0)
    tissue.melanin += 0.9 * clods * step(border.depth, -0.05, 0.1)
    return Scene(tissue, border, border.depth > 0, (*features, "irregular_dots"), int(rng.integers(0, 30)))


def _add_veil(tissue: Tissue, rng: np.random.Generator, border: Outline, body: Field) -> None:
    area = _patch(rng, border, rng.uniform(0.1, 0.4), rng.uniform(0.3, 0.5)) * body
    haze = area * np.clip(0.5 + 0.22 * rough_noise(rng, 40) + 0.08 * smooth_noise(rng, 9), 0, 0.85)
    tissue.deep += 1.0 * area
    tissue.veil += 0.85 * blurred(haze, 3)
    tissue.melanin *= 1 - 0.5 * area


def _add_regression(tissue: Tissue, rng: np.random.Generator, border: Outline, body: Field) -> None:
    area = _patch(rng, border, rng.uniform(0.3, 0.6), rng.uniform(0.3, 0.4)) * body
    tissue.melanin *= 1 - 0.8 * area
    tissue.scar += area * np.clip(0.35 + 0.15 * rough_noise(rng, 30), 0, 0.7)
    tissue.deep += 0.6 * area * dots(rng, area, 160, 1.5, 3.5)


def seborrhoeic_keratosis(rng: np.random.Generator) -> Scene:
    """Benign keratosis: sharp, scalloped border, waxy yellow-brown, cysts, openings, ridges."""
    tissue = skin(rng, _tone(rng, tones.PALE, tones.SAND, tones.LILAC, tones.ROSE), sun=rng.uniform(0.1, 0.5))
    border = outline(rng, rng.uniform(0.42, 0.62), rng.uniform(1.0, 1.6), 0.13, 0.065)
    body = border.inside(0.12)
    clouds = np.clip(1 + 0.4 * rough_noise(rng, 90), 0.3, 2.2)
    tissue.melanin += 0.7 * body * step(rough_noise(rng, 110, 3.0), 0.4, 2.0)
    tissue.deep += 0.25 * body * step(rough_noise(rng, 110, 3.0), 0.6, 2.0)
    tissue.blood += body * (0.08 + 0.06 * rough_noise(rng, 60))
    tissue.melanin += body * clouds * rng.uniform(0.5, 1.0)
    tissue.crust += 0.16 * body * np.clip(1 + 0.5 * rough_noise(rng, 40), 0, 2)
    features = ["sharp_border", "waxy"]
    if rng.random() < 0.6:
        clefts = fissures(rng, rng.uniform(16, 30), 0.22)
        tissue.melanin += 0.7 * clefts * body
        tissue.keratin += 0.08 * (1 - clefts) * body
        features.append("fissures")
    else:
        tissue.melanin += 0.36 * fingerprint(rng, rng.uniform(8, 11)) * body * step(border.depth, 0.7, 0.1)
        features.append("fingerprint")
    _add_cysts(tissue, rng, body)
    plugs = dots(rng, body * step(border.depth, 0.1, 0.3), int(rng.integers(6, 26)), 5, 14)
    tissue.melanin += 1.2 * blurred(plugs, 1.5)
    tissue.melanin += 0.1 * body * smooth_noise(rng, 7)
    features += ["milia_like_cysts", "comedo_like_openings"]
    return Scene(tissue, border, border.depth > 0, tuple(features), int(rng.integers(0, 40)))


def _add_cysts(tissue: Tissue, rng: np.random.Generator, body: Field) -> None:
    inner = blurred(body, 6) * (body > 0.5) * step(rough_noise(rng, 90), -0.6, 1.2)
    many, few = int(rng.integers(8, 40)), int(rng.integers(2, 12))
    white = blurred(np.maximum(dots(rng, inner, many, 3, 6), dots(rng, inner, few, 7, 15)), 1.2)
    glow = blurred(white, 5)
    tissue.keratin += 0.5 * white + 0.25 * glow
    tissue.melanin *= 1 - 0.4 * np.clip(white + 0.5 * glow, 0, 1)


def basal_cell_carcinoma(rng: np.random.Generator) -> Scene:
    """Basal cell carcinoma: translucent pink, branching vessels in focus, blue-grey nests, no network."""
    tissue = skin(rng, _tone(rng, tones.LILAC, tones.ROSE, tones.PALE, tones.LILAC), sun=rng.uniform(0.3, 0.7))
    border = outline(rng, rng.uniform(0.42, 0.58), rng.uniform(1.0, 1.5), 0.12, 0.1)
    body = border.inside(0.35)
    clouds = rough_noise(rng, 70, 3.0)
    tissue.blood += body * (0.24 + 0.06 * clouds)
    tissue.scar += body * np.clip(0.18 + 0.14 * rough_noise(rng, 40), 0, 0.5)
    tissue.melanin += 0.1 * body * np.clip(clouds, 0, 2)
    tissue.blood += 0.9 * arborising_vessels(rng, border, int(rng.integers(3, 7)), rng.uniform(3.0, 5.0))
    features = ["translucent_pink", "arborising_vessels"]
    if rng.random() < 0.85:
        nests = ovoid_nests(rng, border, int(rng.integers(2, 7)), rng.uniform(0.14, 0.26))
        tissue.deep += 0.9 * nests * np.clip(1 + 0.3 * rough_noise(rng, 30), 0.3, 2)
        tissue.veil += 0.22 * nests * np.clip(1 + 0.5 * rough_noise(rng, 30), 0, 2)
        tissue.melanin += 0.35 * nests * np.clip(1 + 0.7 * rough_noise(rng, 60), 0, 2.5)
        features.append("blue_grey_nests")
    if rng.random() < 0.4:
        leaf = leaf_areas(rng, border, float(rng.uniform(0, 6.3)), int(rng.integers(3, 6)))
        leaf *= np.clip(0.9 + 0.3 * rough_noise(rng, 30), 0.2, 1.5)
        tissue.deep += 0.45 * leaf
        tissue.melanin += 0.65 * leaf
        features.append("leaf_like_areas")
    if rng.random() < 0.6:
        sore = _patch(rng, border, rng.uniform(0, 0.4), rng.uniform(0.1, 0.18))
        tissue.crust += sore * np.clip(0.5 + 0.25 * rough_noise(rng, 14, 2.0), 0.1, 0.9)
        tissue.blood += 0.8 * blurred(sore, 5)
        features.append("ulceration")
    if rng.random() < 0.6:
        tissue.scar += 0.5 * white_lines(rng, border, int(rng.integers(12, 30)))
        features.append("shiny_white_lines")
    grey = dots(rng, body, int(rng.integers(10, 50)), 2, 6)
    tissue.deep += 0.8 * grey
    return Scene(tissue, border, border.depth > 0, tuple(features), int(rng.integers(5, 45)))


def actinic_keratosis(rng: np.random.Generator) -> Scene:
    """Actinic keratosis or Bowen's disease: strawberry red round pale follicles, scale, coiled vessels."""
    tissue = skin(rng, _tone(rng, tones.LILAC, tones.ROSE, tones.SALMON, tones.PALE), sun=rng.uniform(0.6, 1.0))
    border = outline(rng, rng.uniform(0.5, 0.68), rng.uniform(1.0, 1.5), 0.18, 0.16)
    body = border.inside(0.5)
    follicles = cells(rng, rng.uniform(17, 26), jitter=0.75, bend=0.15)
    hole = 0.24 + 0.1 * follicles.value + 0.04 * smooth_noise(rng, 12)
    between = blurred(step(follicles.centre - hole, -0.16, 0.2), 2)
    tissue.blood += body * (0.2 + 0.38 * between * np.clip(1 + 0.3 * rough_noise(rng, 40), 0.2, 2))
    tissue.scar += 0.1 * body * (1 - between)
    plugs = step(0.14 - follicles.centre, -0.08, 0.1) * (follicles.value < 0.5)
    tissue.keratin += 0.3 * body * blurred(plugs, 1.5)
    tissue.melanin += body * np.clip(0.15 + 0.22 * rough_noise(rng, 70), 0, 1)
    tissue.blood += 0.35 * body * fine_vessels(rng, 60)
    tissue.blood += 0.5 * coiled_vessels(rng, step(border.depth, 0.0, 0.4), int(rng.integers(30, 110)))
    horn = scales(rng, rng.uniform(0.08, 0.2)) * step(border.depth + 0.2 * rough_noise(rng, 60), 0.1, 0.5)
    tissue.keratin += 0.6 * horn
    features = ("strawberry_pattern", "scale", "coiled_vessels", "sun_damaged_skin")
    return Scene(tissue, border, border.depth > 0, features, int(rng.integers(15, 60)))


def dermatofibroma(rng: np.random.Generator) -> Scene:
    """Dermatofibroma: white scar-like patch in the middle, delicate network round it that fades into the skin."""
    tissue = skin(rng, _tone(rng, tones.PINK, tones.ROSE, tones.SALMON, tones.LILAC), sun=rng.uniform(0, 0.2))
    border = outline(rng, rng.uniform(0.45, 0.62), rng.uniform(1.0, 1.3), 0.07, 0.06)
    body = border.inside(0.85)
    strands = 0.06 * brushed_noise(rng, rng.uniform(0, math.pi), 5, 60) + 0.08 * rough_noise(rng, 60)
    scar = step(border.depth + strands, rng.uniform(0.25, 0.4), 1.0)
    fibres = 0.4 * white_lines(rng, border, 30) * step(border.depth, 0.3, 0.6)
    ring = body * (1 - 0.8 * scar)
    tissue.blood += ring * (0.3 + 0.06 * rough_noise(rng, 40)) + 0.1 * scar
    lines = network(rng, rng.uniform(10, 14), 0.3, irregular=0.25)
    tissue.melanin += ring * (rng.uniform(0.2, 0.5) + 0.3 * lines * step(border.depth, -0.25, 0.2))
    tissue.scar += 0.55 * scar * np.clip(1 + 0.15 * rough_noise(rng, 20), 0, 1.5) + fibres
    features = ("central_white_patch", "delicate_network")
    return Scene(tissue, border, border.depth > 0, features, int(rng.integers(4, 30)))


def vascular_lesion(rng: np.random.Generator) -> Scene:
    """Haemangioma or angiokeratoma: red, purple or black lacunae with pale septa, sharply bordered."""
    tissue = skin(rng, _tone(rng, tones.PINK, tones.ROSE, tones.PALE, tones.SAND), sun=rng.uniform(0, 0.25))
    border = outline(rng, rng.uniform(0.26, 0.42), rng.uniform(1.0, 1.35), 0.09, 0.06)
    lacunae = cells(rng, border.radius * rng.uniform(0.22, 0.36), jitter=0.85, bend=0.22)
    rounded = blurred(step(lacunae.edge, 0.02, 0.35), 3)
    value = blurred(0.6 * lacunae.value + 0.4 * step(rough_noise(rng, 60, 3.0), -1.5, 1.5), 3)
    ragged = border.depth + 0.1 * (value - 0.5)
    body = step(ragged, -0.06, 0.08)
    filling = body * (0.62 + 0.38 * rounded) * np.clip(0.85 + 0.5 * (value - 0.4), 0.3, 2)
    tissue.blood += 0.14 * border.inside(0.9)
    dark = rng.random() < 0.4
    tissue.blood += filling * (1.9 if dark else rng.uniform(1.2, 1.6))
    tissue.deep += filling * (1.2 * step(value, 0.15, 0.7) if dark else 0.1)
    tissue.veil += (0.4 if dark else 0.12) * body * (1 - rounded) * step(smooth_noise(rng, 60), -0.8, 0.8)
    tissue.scar += 0.12 * body * (1 - rounded)
    features = ("lacunae", "purple" if dark else "red", "sharp_border")
    return Scene(tissue, border, ragged > 0, features, int(rng.integers(0, 12)))


RECIPES: dict[Diagnosis, Recipe] = {
    Diagnosis.MEL: melanoma,
    Diagnosis.NV: naevus,
    Diagnosis.BCC: basal_cell_carcinoma,
    Diagnosis.AKIEC: actinic_keratosis,
    Diagnosis.BKL: seborrhoeic_keratosis,
    Diagnosis.DF: dermatofibroma,
    Diagnosis.VASC: vascular_lesion,
}
"""One recipe per diagnosis."""
