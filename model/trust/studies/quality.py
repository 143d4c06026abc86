"""What each remark about a photo is worth, on fold 4 of role `train`: when it is made wrongly, and when it is missed.

All limits were chosen on folds 1 to 3 or on how all training photos are spread. Real photos are not clean: many have a
ruler, hair or ink on them, and then the remark is right. So 216 photos of the fold (and as many of the others) were
looked at one by one, without knowing what would be remarked, and what was seen stands in `assets/trust/seen.csv`: 0
nothing, 1 a little or beside the lesion, 2 clearly. It was one pair of eyes, and no dermatologist's. Whether a lesion
is cut is known from the masks that people drew. All other remarks are counted as if every photo were good.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import numpy as np
from PIL import Image

from model.algorithms import catalogue
from model.evaluation.intervals import wilson
from model.lesion.image import LesionImage
from model.lesion.quality import QualityCode, quality_findings
from model.settings import settings
from model.trust.characteristic import FOLDER, Characteristic
from model.trust.focus import DRAWN_BY, LesionDrawer, LesionOutline, outlined
from model.trust.remarks import RemarkCode, on_frame, remark_of, remarks
from model.trust.studies import Progress
from model.trust.studies.degraded import DEGRADATIONS, Degradation
from model.trust.studies.study_photos import StudyPhoto, seeded_choice, study_photos

FOLD, SEED = 4, 2018
ARCHIVES = ("ham10000", "isic_archive")
PHOTOS, DEGRADED = 200, 20
"""Photos of each archive that are looked at as they are, and good ones that are made worse."""
LARGEST, SMALLEST = 0.4, 0.05
"""Share of the photo of a lesion that is made worse: it can be cut and can become small."""
BATCH = 10
CODES: tuple[str, ...] = (*(code for code in QualityCode if code is not QualityCode.LOW_RESOLUTION), *RemarkCode)
SEEN: tuple[str, ...] = (RemarkCode.HAIR, RemarkCode.RULER, RemarkCode.INK)

Codes = set[str]


def study(data: Path, progress: Progress) -> list[Characteristic]:
    """False alarms and finds by archive; for each step of each degradation the share of photos that is remarked."""
    drawer = cast(LesionDrawer, catalogue.load(DRAWN_BY, settings().weights))
    inner, seen = study_photos(data, "train", FOLD), read_seen()
    rows: list[Characteristic] = []
    good: list[tuple[StudyPhoto, LesionOutline]] = []
    for archive in ARCHIVES:
        some = seeded_choice([photo for photo in inner if photo.collection == archive], PHOTOS, SEED)
        outlines = _outlines(drawer, [photo.image for photo in some], archive, progress)
        said = [_said(photo.image, outline) for photo, outline in zip(some, outlines, strict=True)]
        rows += _as_they_are(archive, some, said, seen)
        good += [each for each, codes in zip(zip(some, outlines, strict=True), said, strict=True) if not codes]
    return [*rows, *_made_worse(drawer, _good(good, seen), progress)]


def read_seen(folder: Path = FOLDER) -> dict[str, dict[str, int]]:
    """What was seen on each photo, by image: 0 nothing, 1 a little or beside the lesion, 2 clearly."""
    with (folder / "seen.csv").open(newline="", encoding="utf-8") as file:
        return {row["image"]: {code: int(row[code]) for code in SEEN} for row in csv.DictReader(file)}


def _said(image: LesionImage, outline: LesionOutline) -> Codes:
    return {each.code for each in quality_findings(image)} | {each.code for each in remarks(image, outline)}


def _outlines(
    drawer: LesionDrawer, images: Sequence[LesionImage], title: str, progress: Progress
) -> list[LesionOutline]:
    found: list[LesionOutline] = []
    while len(found) < len(images):
        found += [outlined(mask) for mask in drawer.masks(images[len(found) : len(found) + BATCH])]
        progress(f"outlines, {title}", len(found), len(images))
    return found


def _as_they_are(
    archive: str, photos: Sequence[StudyPhoto], said: Sequence[Codes], seen: dict[str, dict[str, int]]
) -> Iterator[Characteristic]:
    """Where a remark is made though nothing is wrong, and where it is made though something is."""
    cut = [on_frame(LesionOutline(photo.mask)) for photo in photos]
    for code in CODES:
        of, here = f"{code} {archive}", [code in codes for codes in said]
        if code in SEEN:
            levels = [seen.get(photo.image_id, {}).get(code, -1) for photo in photos]
            without, clear = ([one == level for one in levels] for level in (0, 2))
        elif code == RemarkCode.CUT:
            without, clear = [one == 0 for one in cut], [one > CLEARLY_CUT for one in cut]
        else:
            without, clear = [True] * len(photos), []
        yield _share("false_alarm", of, [one for one, good in zip(here, without, strict=True) if good])
        if any(clear):
            yield _share("remarked", of, here)
            yield _share("found", of, [one for one, is_so in zip(here, clear, strict=True) if is_so])


CLEARLY_CUT = 0.2
"""Share of a mask's border on the photo's edge."""


def _good(
    photos: Sequence[tuple[StudyPhoto, LesionOutline]], seen: dict[str, dict[str, int]]
) -> list[tuple[StudyPhoto, LesionOutline]]:
    """Photos without any remark, seen to be clean, large enough for the networks, whose lesion stands free."""
    fit = [
        (photo, outline)
        for photo, outline in photos
        if not any(seen.get(photo.image_id, {"": 1}).values())
        and SMALLEST < outline.share < LARGEST
        and on_frame(outline) == 0
    ]
    return [each for archive in ARCHIVES for each in [one for one in fit if one[0].collection == archive][:DEGRADED]]


def _made_worse(
    drawer: LesionDrawer, good: Sequence[tuple[StudyPhoto, LesionOutline]], progress: Progress
) -> Iterator[Characteristic]:
    for degradation in DEGRADATIONS:
        shares = []
        for step in degradation.steps:
            images = [_image(degradation, step, photo, outline, n) for n, (photo, outline) in enumerate(good)]
            made = _makes(drawer, degradation.code, images, f"{degradation.name} {step:g}", progress)
            shares.append(_share("speaks", f"{degradation.code} {degradation.name}: {step:g}", made))
        yield from shares
        half = [step for step, row in zip(degradation.steps, shares, strict=True) if row.value >= 0.5]
        if half:
            yield Characteristic("speaks_from", f"{degradation.code} {degradation.name}", len(good), half[0])


def _makes(
    drawer: LesionDrawer, code: str, images: Sequence[LesionImage], title: str, progress: Progress
) -> list[bool]:
    """Whether the remark is made about each; the outline is drawn on the photo as it is now, as on the page."""
    if code not in list(RemarkCode):
        return [code in {finding.code for finding in quality_findings(image)} for image in images]
    outlines = _outlines(drawer, images, title, progress)
    return [remark_of(RemarkCode(code), *each) is not None for each in zip(images, outlines, strict=True)]


def _image(
    degradation: Degradation, step: float, photo: StudyPhoto, outline: LesionOutline, number: int
) -> LesionImage:
    pixels = degradation.change(photo.image.pixels, outline.mask, step, number)
    return LesionImage.from_rgb(Image.fromarray(pixels), "PNG")


def _share(measure: str, of: str, made: Sequence[bool]) -> Characteristic:
    found = wilson(int(np.sum(made)), len(made))
    return Characteristic(measure, of, len(made), found.value, found.low, found.high)
