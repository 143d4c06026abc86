"""How well the outline fits the drawn masks, and where the heat of maps lies, on the inner fold and on day 2.

The masks of fold 4 say how well the outline fits. That fold of HAM10000 is new to the network that draws; the photos of
the ISIC archive may not be, where its sheet names no such archive under `inner`. The warning is set on the maps of
fold 4 and stated for day 2; maps that take a second each are made of fewer photos.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import numpy as np

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm
from model.evaluation.intervals import wilson
from model.settings import settings
from model.trust.characteristic import Characteristic
from model.trust.focus import DRAWN_BY, Focus, LesionDrawer, Outline, dice, focus, outline_of
from model.trust.studies import Progress
from model.trust.studies.photos import StudyPhoto, chosen, photos_of

FOLD = 4
SEED = 2018
MASKS = 250
"""Photos of each archive whose outline is compared with the drawn mask."""
MAPS, SLOW_MAPS = 40, 5
"""Photos whose maps are looked at, for each algorithm; the second where a map is measured by covering."""
ASTRAY = 0.05
"""Share of the maps of the inner fold that may lie under the threshold of the warning."""
RESAMPLES = 2000


def study(data: Path, progress: Progress, slugs: Sequence[str]) -> list[Characteristic]:
    """Dice of the outline by archive; aim and warnings of the maps. The aim needs the maps of all algorithms."""
    drawer = cast(LesionDrawer, catalogue.load(DRAWN_BY, settings().weights))
    inner = photos_of(data, "train", FOLD)
    rows = list(_overlap(drawer, inner, progress)) if DRAWN_BY in slugs else []
    at_home = _foci(drawer, slugs, chosen(inner, MAPS, SEED), "inner fold", progress)
    if set(slugs) == set(catalogue.slugs()):
        rows.append(_threshold([found for some in at_home.values() for found in some]))
    rows += [_mean("heat_on_lesion", f"{slug} inner_fold", found) for slug, found in at_home.items()]
    away = _foci(drawer, slugs, chosen(photos_of(data, "day2"), MAPS, SEED), "day 2", progress)
    rows += [_mean("heat_on_lesion", f"{slug} day2", found) for slug, found in away.items()]
    return [*rows, *(_warned(f"{slug} day2", found) for slug, found in away.items())]


def _overlap(drawer: LesionDrawer, photos: Sequence[StudyPhoto], progress: Progress) -> Iterator[Characteristic]:
    for archive in dict.fromkeys(photo.collection for photo in photos):
        some = chosen([photo for photo in photos if photo.collection == archive], MASKS, SEED)
        found = []
        for photo in some:
            found.append(dice(outline_of(drawer, photo.image).mask, photo.mask))
            progress(f"outline {archive}", len(found), len(some))
        yield Characteristic("dice", archive, len(found), *mean_with_interval(found))


def _foci(
    drawer: LesionDrawer, slugs: Sequence[str], photos: Sequence[StudyPhoto], title: str, progress: Progress
) -> dict[str, list[Focus]]:
    """The focus of every map that has one, by algorithm; the committee's is made of the others' and is left out."""
    outlines = [outline_of(drawer, photo.image) for photo in photos]
    found = {}
    for slug in slugs:
        algorithm = catalogue.load(slug, settings().weights)
        if not algorithm.card.combines:
            found[slug] = _foci_of(algorithm, photos, outlines, f"{title}, {slug}", progress)
    return found


def _foci_of(
    algorithm: Algorithm, photos: Sequence[StudyPhoto], outlines: Sequence[Outline], title: str, progress: Progress
) -> list[Focus]:
    count = SLOW_MAPS if algorithm.card.slow_maps else len(photos)
    found = []
    for done, (photo, outline) in enumerate(zip(photos[:count], outlines[:count], strict=True), start=1):
        found.append(focus(algorithm.examine(photo.image).explanation, outline))
        progress(title, done, count)
    return [one for one in found if one is not None]


def _threshold(found: Sequence[Focus]) -> Characteristic:
    aims = [one.aim for one in found if not one.fills_the_photo]
    return Characteristic("aim_at_5_percent", "inner_fold", len(aims), float(np.quantile(aims, ASTRAY)))


def _mean(measure: str, of: str, found: Sequence[Focus]) -> Characteristic:
    return Characteristic(measure, of, len(found), *mean_with_interval([one.on_lesion for one in found]))


def _warned(of: str, found: Sequence[Focus]) -> Characteristic:
    share = wilson(sum(one.warns for one in found), len(found))
    return Characteristic("warned_off_lesion", of, len(found), share.value, share.low, share.high)


def mean_with_interval(values: Sequence[float], seed: int = SEED) -> tuple[float, float, float]:
    """Mean of some values and its 95 % interval, by resampling the photos; the value thrice where there is one."""
    rng = np.random.default_rng(seed)
    drawn = np.asarray(values)[rng.integers(0, len(values), (RESAMPLES, len(values)))].mean(1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return float(np.mean(values)), float(low), float(high)
