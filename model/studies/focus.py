"""Measure how well outlines fit hand-drawn masks, and where the heat of maps is, on the inner fold and on day 2.

Outlines are compared with the masks of fold 4. The segmentation network has not learned from that fold of HAM10000, but
may have learned from the ISIC archive if its sheet lists no such archive under `inner`. The threshold of the warning is
set on the maps of fold 4, and the warnings are counted on day 2. Slow maps are computed for fewer photos.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import numpy as np

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm
from model.settings import settings
from model.studies import Progress
from model.studies.study_photos import StudyPhoto, seeded_choice, study_photos
from model.trust.characteristic import Characteristic, share_of
from model.trust.focus import DRAWN_BY, Focus, LesionDrawer, LesionOutline, dice, focus, outline_of

FOLD = 4
SEED = 2018
MASKS = 250
"""Photos of each archive whose outline is compared with the drawn mask."""
MAPS, SLOW_MAPS = 40, 5
"""Photos per algorithm for maps; fewer for slow occlusion maps."""
ASTRAY = 0.05
"""Share of the inner fold's maps below the threshold of the warning."""
RESAMPLES = 2000


def study(data: Path, progress: Progress, slugs: Sequence[str]) -> list[Characteristic]:
    """Dice of the outlines by archive; heat and warnings of the maps; the threshold, if all algorithms are measured."""
    drawer = cast(LesionDrawer, catalogue.load(DRAWN_BY, settings().weights))
    inner = study_photos(data, "train", FOLD)
    rows = list(_overlap(drawer, inner, progress)) if DRAWN_BY in slugs else []
    home = _foci(drawer, slugs, seeded_choice(inner, MAPS, SEED), "inner fold", progress)
    if set(slugs) == set(catalogue.slugs()):
        rows.append(_threshold([focus for foci in home.values() for focus in foci]))
    rows += [_heat(f"{slug} inner_fold", foci) for slug, foci in home.items()]
    away = _foci(drawer, slugs, seeded_choice(study_photos(data, "day2"), MAPS, SEED), "day 2", progress)
    rows += [_heat(f"{slug} day2", foci) for slug, foci in away.items()]
    warned = {f"{slug} day2": [focus.warns for focus in foci] for slug, foci in away.items()}
    return [*rows, *(share_of("warned_off_lesion", of, warns) for of, warns in warned.items())]


def _overlap(drawer: LesionDrawer, photos: Sequence[StudyPhoto], progress: Progress) -> Iterator[Characteristic]:
    for archive in dict.fromkeys(photo.collection for photo in photos):
        some = seeded_choice([photo for photo in photos if photo.collection == archive], MASKS, SEED)
        overlaps = []
        for photo in some:
            overlaps.append(dice(outline_of(drawer, photo.image).mask, photo.mask))
            progress(f"outline {archive}", len(overlaps), len(some))
        yield Characteristic("dice", archive, len(overlaps), *mean_with_interval(overlaps))


def _foci(
    drawer: LesionDrawer, slugs: Sequence[str], photos: Sequence[StudyPhoto], title: str, progress: Progress
) -> dict[str, list[Focus]]:
    """The foci of each algorithm's maps; the committee is left out, since its map is the mean of the others."""
    outlines = [outline_of(drawer, photo.image) for photo in photos]
    foci = {}
    for slug in slugs:
        algorithm = catalogue.load(slug, settings().weights)
        if not algorithm.card.combines:
            foci[slug] = _foci_of(algorithm, photos, outlines, f"{title}, {slug}", progress)
    return foci


def _foci_of(
    algorithm: Algorithm,
    photos: Sequence[StudyPhoto],
    outlines: Sequence[LesionOutline],
    title: str,
    progress: Progress,
) -> list[Focus]:
    count = SLOW_MAPS if algorithm.card.slow_maps else len(photos)
    foci = []
    for done, (photo, outline) in enumerate(zip(photos[:count], outlines[:count], strict=True), start=1):
        foci.append(focus(algorithm.examine(photo.image).explanation, outline))
        progress(title, done, count)
    return [located for located in foci if located is not None]


def _threshold(foci: Sequence[Focus]) -> Characteristic:
    aims = [focus.aim for focus in foci if not focus.fills_the_photo]
    return Characteristic("aim_at_5_percent", "inner_fold", len(aims), float(np.quantile(aims, ASTRAY)))


def _heat(of: str, foci: Sequence[Focus]) -> Characteristic:
    return Characteristic("heat_on_lesion", of, len(foci), *mean_with_interval([focus.on_lesion for focus in foci]))


def mean_with_interval(values: Sequence[float], seed: int = SEED) -> tuple[float, float, float]:
    """Mean of some values, and its 95 % interval by resampling them; a single value has no width."""
    rng = np.random.default_rng(seed)
    drawn = np.asarray(values)[rng.integers(0, len(values), (RESAMPLES, len(values)))].mean(1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return float(np.mean(values)), float(low), float(high)
