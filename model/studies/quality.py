"""Measure remarks on fold 4 of role `train`: false alarms, finds, and the strength of a fault that triggers each.

All limits were chosen on folds 1 to 3 or on the distribution over all training photos. Many real photos show a ruler,
hair or ink, and then the remark is right. So 216 photos of the fold (and as many of the others) were inspected one by
one, without seeing the remarks. `assets/trust/seen.csv` has the result: 0 nothing, 1 a little or beside the lesion, 2
clearly. One person inspected them, not a dermatologist. Hand-drawn masks tell whether a lesion is cut. For all other
remarks, every photo counts as good.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import compress
from pathlib import Path
from typing import cast

from PIL import Image

from model.algorithms import catalogue
from model.lesion.image import LesionImage
from model.lesion.quality import QualityCode, quality_findings
from model.settings import settings
from model.studies import Progress
from model.studies.degraded import DEGRADATIONS, Degradation
from model.studies.study_photos import StudyPhoto, seeded_choice, study_photos
from model.trust.characteristic import FOLDER, Characteristic, share_of
from model.trust.focus import DRAWN_BY, LesionDrawer, LesionOutline, outlined
from model.trust.remarks import RemarkCode, on_frame, remark_of, remarks

FOLD, SEED = 4, 2018
ARCHIVES = ("ham10000", "isic_archive")
PHOTOS, DEGRADED = 200, 20
"""Numbers of photos of each archive: measured as they are, and given faults."""
LARGEST, SMALLEST = 0.4, 0.05
"""Range of the lesion's share on photos that are given faults, so that the lesion can be cut and can become small."""
BATCH = 10
CODES: tuple[str, ...] = (*(code for code in QualityCode if code is not QualityCode.LOW_RESOLUTION), *RemarkCode)
SEEN: tuple[str, ...] = (RemarkCode.HAIR, RemarkCode.RULER, RemarkCode.INK)
CLEARLY_CUT = 0.2
"""Share of a mask's border on the photo's edge above which a lesion is clearly cut."""

Codes = set[str]
Seen = dict[str, dict[str, int]]


def study(data: Path, progress: Progress) -> list[Characteristic]:
    """False alarms and finds by archive, and the share of remarked photos for each strength of each fault."""
    drawer = cast(LesionDrawer, catalogue.load(DRAWN_BY, settings().weights))
    inner, seen = study_photos(data, "train", FOLD), read_seen()
    rows: list[Characteristic] = []
    good: list[tuple[StudyPhoto, LesionOutline]] = []
    for archive in ARCHIVES:
        photos = seeded_choice([photo for photo in inner if photo.collection == archive], PHOTOS, SEED)
        outlines = _outlines(drawer, [photo.image for photo in photos], archive, progress)
        pairs = list(zip(photos, outlines, strict=True))
        made = [_codes(photo.image, outline) for photo, outline in pairs]
        rows += _as_they_are(archive, photos, made, seen)
        fit = [pair for pair, codes in zip(pairs, made, strict=True) if not codes and _is_fit(*pair, seen)]
        good += fit[:DEGRADED]
    return [*rows, *_with_faults(drawer, good, progress)]


def read_seen(folder: Path = FOLDER) -> Seen:
    """The findings of the inspection by image and code: 0 nothing, 1 a little or beside the lesion, 2 clearly."""
    with (folder / "seen.csv").open(newline="", encoding="utf-8") as file:
        return {row["image"]: {code: int(row[code]) for code in SEEN} for row in csv.DictReader(file)}


def _codes(image: LesionImage, outline: LesionOutline) -> Codes:
    return {finding.code for finding in quality_findings(image)} | {remark.code for remark in remarks(image, outline)}


def _outlines(
    drawer: LesionDrawer, images: Sequence[LesionImage], title: str, progress: Progress
) -> list[LesionOutline]:
    outlines: list[LesionOutline] = []
    while len(outlines) < len(images):
        outlines += [outlined(mask) for mask in drawer.masks(images[len(outlines) : len(outlines) + BATCH])]
        progress(f"outlines, {title}", len(outlines), len(images))
    return outlines


def _as_they_are(
    archive: str, photos: Sequence[StudyPhoto], made: Sequence[Codes], seen: Seen
) -> Iterator[Characteristic]:
    """False alarms on photos without a fault, and finds on photos with a clear one."""
    cut = [on_frame(LesionOutline(photo.mask)) for photo in photos]
    for code in CODES:
        of, here = f"{code} {archive}", [code in codes for codes in made]
        without, clear = _truth(code, photos, cut, seen)
        yield share_of("false_alarm", of, list(compress(here, without)))
        if any(clear):
            yield share_of("remarked", of, here)
            yield share_of("found", of, list(compress(here, clear)))


def _truth(
    code: str, photos: Sequence[StudyPhoto], cut: Sequence[float], seen: Seen
) -> tuple[Sequence[bool], Sequence[bool]]:
    """Which photos are without a fault, and which show it clearly; empty where this is unknown."""
    if code in SEEN:
        levels = [seen.get(photo.image_id, {}).get(code, -1) for photo in photos]
        return [level == 0 for level in levels], [level == 2 for level in levels]
    if code == RemarkCode.CUT:
        return [share == 0 for share in cut], [share > CLEARLY_CUT for share in cut]
    return [True] * len(photos), []


def _is_fit(photo: StudyPhoto, outline: LesionOutline, seen: Seen) -> bool:
    """Whether a photo was inspected and found clean, and its lesion has a good size and is not cut."""
    is_clean = photo.image_id in seen and not any(seen[photo.image_id].values())
    return is_clean and SMALLEST < outline.share < LARGEST and on_frame(outline) == 0


def _with_faults(
    drawer: LesionDrawer, good: Sequence[tuple[StudyPhoto, LesionOutline]], progress: Progress
) -> Iterator[Characteristic]:
    for degradation in DEGRADATIONS:
        shares = []
        for step in degradation.steps:
            images = [_image(degradation, step, photo, outline, n) for n, (photo, outline) in enumerate(good)]
            made = _makes(drawer, degradation.code, images, f"{degradation.name} {step:g}", progress)
            shares.append(share_of("speaks", f"{degradation.code} {degradation.name}: {step:g}", made))
        yield from shares
        half = [step for step, row in zip(degradation.steps, shares, strict=True) if row.value >= 0.5]
        if half:
            yield Characteristic("speaks_from", f"{degradation.code} {degradation.name}", len(good), half[0])


def _makes(
    drawer: LesionDrawer, code: str, images: Sequence[LesionImage], title: str, progress: Progress
) -> list[bool]:
    """Whether the remark is made about each image; as on the page, the outline is drawn on the changed image."""
    if code not in list(RemarkCode):
        return [code in {finding.code for finding in quality_findings(image)} for image in images]
    outlines = _outlines(drawer, images, title, progress)
    pairs = zip(images, outlines, strict=True)
    return [remark_of(RemarkCode(code), image, outline) is not None for image, outline in pairs]


def _image(
    degradation: Degradation, step: float, photo: StudyPhoto, outline: LesionOutline, number: int
) -> LesionImage:
    pixels = degradation.change(photo.image.pixels, outline.mask, step, number)
    return LesionImage.from_rgb(Image.fromarray(pixels), "PNG")
