"""Measure where answers are less reliable: in groups of patients, at low resolution, and on rare kinds of photos.

Groups come from the committed tables of day 1, the only set with facts about its patients. Rare kinds are counted in
the manifest; a fact that it does not record has a count of 0 photos with the fact recorded.
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
from model.studies import Progress
from model.studies.study_photos import StudyPhoto, stratified, study_photos
from model.trust.characteristic import Characteristic, from_score
from model.trust.manifest import manifest_rows

SEED = 2018
JUDGED = (catalogue.DEFAULT_SLUG, catalogue.COMMITTEE)
"""Algorithms that are scored in groups."""
SHRUNK = (catalogue.DEFAULT_SLUG, "efficientnet_lite0")
"""Algorithms that are scored at low resolution."""
SIDES = (INPUT_SIDE, 150, 112, 75, 56, 40)
"""Sides of the reduced photos, pixels."""
MELANOMAS, OTHERS, BATCH = 40, 60, 10
"""Numbers of photos of day 2 at low resolution, and the size of a batch."""
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
"""Facts that are counted among the training photos; None where a row does not record the fact."""


def study(data: Path, progress: Progress) -> list[Characteristic]:
    """Melanoma AUC in groups and at low resolution; counts of rare kinds among the training photos."""
    train = manifest_rows(data, "train")
    return [*_groups(), *_shrunk(data, progress), *(_count(name, train) for name in LACKING)]


def _groups() -> Iterator[Characteristic]:
    points = {slug: read_sheet(settings().weights, slug).operating_point.in_its_practice for slug in JUDGED}
    tables, facts = read_benchmark(thresholds=points, slugs=JUDGED).sets["day1"], read_facts()
    for slug in JUDGED:
        for group in subgroup_scores(tables, slug, facts):
            if np.isnan(group.score.value) or group.small:
                continue
            yield from_score("melanoma_auc", f"{slug} day1, {group.kind}: {group.group}", group.images, group.score)


def _shrunk(data: Path, progress: Progress) -> Iterator[Characteristic]:
    some = stratified(study_photos(data, "day2"), MELANOMAS, OTHERS, SEED)
    for slug in SHRUNK:
        algorithm = catalogue.load(slug, settings().weights)
        for number, side in enumerate(SIDES, start=1):
            images = [shrunk(photo.image, side) for photo in some]
            yield _auc(f"{slug} day2, {side} px", some, _melanoma(algorithm, images))
            progress(f"resolution, {slug}", number, len(SIDES))


def shrunk(image: LesionImage, side: int) -> LesionImage:
    """The photo reduced to `side` pixels and enlarged again as every photo is on reading."""
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
    """The count of a fact; `n` is the number of photos that record it."""
    recorded = [is_so for is_so in map(LACKING[name], rows) if is_so is not None]
    return Characteristic("training_photos", name, len(recorded), float(sum(recorded)))


def _on(row: Row, *sites: str) -> bool | None:
    return row["site"] in sites if row["site"] else None
