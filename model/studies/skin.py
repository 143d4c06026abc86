"""Measure the typology angle of the skin on training photos: percentiles by archive, effect of lamp and exposure.

On training photos, the skin is the area off the hand-drawn masks. On `day2` and `elsewhere`, the photos with an angle
below the limit are counted with the outlines that a page draws; nothing is chosen there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

import numpy as np

from model.algorithms import catalogue
from model.lesion.disturbances import DISTURBANCES
from model.settings import settings
from model.studies import Progress
from model.studies.study_photos import StudyPhoto, seeded_choice, study_photos
from model.trust.characteristic import Characteristic, share_of
from model.trust.focus import DRAWN_BY, LesionDrawer, LesionOutline, outline_of
from model.trust.skin import PERCENTILES, Pixels, darkest_usual, skin_tone

SEED = 2018
PHOTOS, ELSEWHERE, MOVED = 700, 120, 100
"""Numbers of training photos of each archive, photos of each scoring set, and training photos in changed light."""
ARCHIVES = ("ham10000", "isic_archive")
LIGHTS = (("light", -0.7), ("light", 0.4), ("cast", -20.0), ("cast", 20.0))
"""Disturbances with strengths: stops of light, and percent of cast from blue to yellow."""
Outlining = Callable[[StudyPhoto], LesionOutline]


def study(data: Path, progress: Progress) -> list[Characteristic]:
    """Percentiles of the angle by archive, its change in other light, and the share of darker photos elsewhere."""
    train = study_photos(data, "train")
    rows: list[Characteristic] = []
    moved: list[StudyPhoto] = []
    for archive in ARCHIVES:
        some = seeded_choice([photo for photo in train if photo.collection == archive], PHOTOS, SEED)
        moved += some[: MOVED // len(ARCHIVES)]
        rows += _percentiles(archive, _angles(some, by_hand, archive, progress))
    rows += _by_light(moved)
    drawer = cast(LesionDrawer, catalogue.load(DRAWN_BY, settings().weights))
    for name in ("day2", "elsewhere"):
        some = seeded_choice(study_photos(data, name), ELSEWHERE, SEED)
        angles = _angles(some, lambda photo: outline_of(drawer, photo.image), name, progress)
        rows.append(_darker(name, angles, darkest_usual(rows)))
    return rows


def by_hand(photo: StudyPhoto) -> LesionOutline:
    """The hand-drawn outline of a training photo."""
    return LesionOutline(photo.mask)


def _angles(photos: Sequence[StudyPhoto], outlining: Outlining, title: str, progress: Progress) -> list[float]:
    angles = []
    for done, photo in enumerate(photos, start=1):
        angles += _angle(photo.image.pixels, outlining(photo))
        progress(f"skin, {title}", done, len(photos))
    return angles


def _angle(pixels: Pixels, lesion: LesionOutline) -> list[float]:
    """The angle as a list; empty where the photo shows hardly any skin."""
    tone = skin_tone(pixels, lesion)
    return [tone.ita] if tone else []


def _percentiles(archive: str, angles: Sequence[float]) -> Iterator[Characteristic]:
    for percent in PERCENTILES:
        yield Characteristic(f"ita_p{percent}", archive, len(angles), float(np.percentile(angles, percent)))


def _by_light(photos: Iterable[StudyPhoto]) -> Iterator[Characteristic]:
    """Median change of the angle in each light, degrees."""
    outlined = [(photo.image.pixels, by_hand(photo)) for photo in photos]
    for slug, strength in LIGHTS:
        shifts = [
            after - before
            for pixels, lesion in outlined
            for before in _angle(pixels, lesion)
            for after in _angle(DISTURBANCES[slug](pixels, strength), lesion)
        ]
        yield Characteristic("ita_moves", f"{slug} {strength:+g}", len(shifts), float(np.median(shifts)))


def _darker(name: str, angles: Sequence[float], darkest: float | None) -> Characteristic:
    return share_of("darker", name, [darkest is not None and angle < darkest for angle in angles])
