"""Where the answers are worth less: groups of patients, low resolution, and what the training photos hardly show.

Groups come from the committed tables of day 1, the one set with facts about its patients. Counts come from the
manifest: what it does not record cannot be counted, and is stated as recorded for none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm
from model.algorithms.weights import read_sheet
from model.evaluation.benchmark import read_benchmark
from model.evaluation.facts import read_facts
from model.evaluation.paired import delong_interval
from model.evaluation.subgroups import subgroup_scores
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import INPUT_SIDE, LesionImage
from model.settings import settings
from model.trust.characteristic import Characteristic
from model.trust.photos import listed
from model.trust.studies import Progress
from model.trust.studies.photos import StudyPhoto, chosen, photos_of

SEED = 2018
JUDGED = (catalogue.DEFAULT_SLUG, "committee")
"""Whose answers are looked at in groups."""
SHRUNK = (catalogue.DEFAULT_SLUG, "efficientnet_lite0")
"""Who is asked about photos of fewer pixels."""
SIDES = (INPUT_SIDE, 150, 112, 75, 56, 40)
"""Pixels of the side that is left of a photo."""
MELANOMAS, OTHERS, BATCH = 40, 60, 10
"""Photos of day 2 that are shrunk, of each kind."""
CHILD = 18
"""Years."""
Row = dict[str, str]
LACKING: dict[str, Callable[[Row], bool | None]] = {
    "age under 18": lambda row: float(row["age"]) < CHILD if row["age"] else None,
    "palms, soles, hands and feet": lambda row: _on(row, "hand", "foot", "acral", "palms/soles"),
    "genital or oral": lambda row: _on(row, "genital", "oral/genital"),
    "scalp": lambda row: _on(row, "scalp"),
    "nails": lambda row: _on(row, "nail"),
    "skin type recorded": lambda row: False,
}
"""What is counted among the training photos; None where it is not recorded."""


def study(data: Path, progress: Progress) -> list[Characteristic]:
    """Melanoma AUC in groups and at low resolution; counts of what training photos hardly show."""
    train = listed(data, "train")
    return [*_groups(), *_shrunk(data, progress), *(_count(name, train) for name in LACKING)]


def _groups() -> Iterator[Characteristic]:
    points = {slug: read_sheet(settings().weights, slug).operating_point.in_its_practice for slug in JUDGED}
    tables, facts = read_benchmark(thresholds=points, slugs=JUDGED).sets["day1"], read_facts()
    for slug in JUDGED:
        for group in subgroup_scores(tables, slug, facts):
            if np.isnan(group.score.value) or group.small:
                continue
            of, score = f"{slug} day1, {group.kind}: {group.group}", group.score
            yield Characteristic("melanoma_auc", of, group.images, score.value, score.low, score.high)


def _shrunk(data: Path, progress: Progress) -> Iterator[Characteristic]:
    day2 = photos_of(data, "day2")
    melanomas = [photo for photo in day2 if photo.diagnosis is Diagnosis.MEL]
    others = [photo for photo in day2 if photo.diagnosis is not Diagnosis.MEL]
    some = [*chosen(melanomas, MELANOMAS, SEED), *chosen(others, OTHERS, SEED)]
    for slug in SHRUNK:
        algorithm = catalogue.load(slug, settings().weights)
        for number, side in enumerate(SIDES, start=1):
            images = [shrunk(photo.image, side) for photo in some]
            yield _auc(f"{slug} day2, {side} px", some, _melanoma(algorithm, images))
            progress(f"resolution, {slug}", number, len(SIDES))


def shrunk(image: LesionImage, side: int) -> LesionImage:
    """The photo with so few pixels a side; enlarged again by the door that all photos come in by."""
    small = Image.fromarray(image.pixels).resize((side, side), Image.Resampling.BOX)
    return LesionImage.from_rgb(small, "PNG")


def _melanoma(algorithm: Algorithm, images: Sequence[LesionImage]) -> list[float]:
    parts = [algorithm.predict_proba(images[at : at + BATCH]) for at in range(0, len(images), BATCH)]
    return [float(row[Diagnosis.MEL.column]) for part in parts for row in part]


def _auc(of: str, photos: Sequence[StudyPhoto], melanoma: Sequence[float]) -> Characteristic:
    is_melanoma = np.array([photo.diagnosis is Diagnosis.MEL for photo in photos])
    value, low, high = delong_interval(is_melanoma, np.array(melanoma))
    return Characteristic("melanoma_auc", of, len(photos), value, low, high)


def _count(name: str, rows: Sequence[Row]) -> Characteristic:
    """Among so many photos of which it is recorded."""
    known = [is_so for is_so in map(LACKING[name], rows) if is_so is not None]
    return Characteristic("training_photos", name, len(known), float(sum(known)))


def _on(row: Row, *sites: str) -> bool | None:
    return row["site"] in sites if row["site"] else None
