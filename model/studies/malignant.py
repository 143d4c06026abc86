"""Measure the operating point for any malignant diagnosis on scoring sets, and on lesions that are none of the seven.

On `day2` and `elsewhere` the committed tables are read and no photo. `elsewhere` shows melanomas as its only malignant
lesions. The photos of role `other` serve for scoring alone: none of them was seen when a threshold was chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.algorithms import catalogue
from model.algorithms.contract import Prediction
from model.algorithms.jury import Opinion, opinion_of
from model.algorithms.weights import WeightsSheet, read_sheet
from model.evaluation.answers import answers_of
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.sets import ELSEWHERE, HOME
from model.evaluation.tables import read_table
from model.lesion.diagnosis import MALIGNANT
from model.lesion.practice import default_practice
from model.reading.ask import batch_answers
from model.settings import settings
from model.studies import Progress
from model.trust.characteristic import Characteristic, share_of
from model.trust.malignant import ABOVE_MALIGNANT, ABOVE_MELANOMA, ALL_KINDS, BENIGN, CHECK, KINDS, subject
from model.trust.manifest import MILK_TABLE, manifest_rows, photos_of_rows

JUDGED = (catalogue.DEFAULT_SLUG, catalogue.COMMITTEE)
"""Algorithms whose points are measured."""
Rows = NDArray[np.floating]


def study(data: Path, progress: Progress) -> list[Characteristic]:
    """Sensitivity and specificity of the malignant point, and the lesions of each other kind above either point."""
    sheets = {slug: read_sheet(settings().weights, slug) for slug in JUDGED}
    photos = manifest_rows(data, "other", MILK_TABLE)
    algorithms = {slug: catalogue.load(slug, settings().weights) for slug in JUDGED}
    answers = batch_answers(algorithms, list(photos_of_rows(data, photos)), progress=progress)
    return [
        *(row for sheet in sheets.values() for name in (HOME, ELSEWHERE) for row in of_set(sheet, name)),
        *(row for slug, sheet in sheets.items() for row in of_others(sheet, photos, answers.rows[slug])),
    ]


def of_set(sheet: WeightsSheet, name: str, folder: Path = BENCHMARK) -> Iterator[Characteristic]:
    """Sensitivity and specificity of the malignant point in the committed tables of a set; none without a point.

    Then, among lesions that are not suspicious for melanoma, the malignant and the benign ones with the remark that
    another cancer is possible.
    """
    if sheet.malignant is None:
        return
    truth = read_table(folder / "truth" / f"{name}.csv")
    answers = answers_of(truth, read_table(folder / name / f"{sheet.slug}.csv"))
    found = opinions(sheet, answers.probabilities)
    above = np.array([opinion.malignant for opinion in found])
    calm = np.array([not opinion.suspicious for opinion in found])
    is_malignant = np.isin(answers.truth, [diagnosis.column for diagnosis in MALIGNANT])
    yield share_of(f"{CHECK}_sensitivity", f"{sheet.slug} {name}", above[is_malignant].tolist())
    yield share_of(f"{CHECK}_specificity", f"{sheet.slug} {name}", (~above[~is_malignant]).tolist())
    for kind, lesions in (("malignant", is_malignant), ("benign", ~is_malignant)):
        yield share_of("said_possible", f"{sheet.slug} {name}, {kind}", above[calm & lesions].tolist())


def of_others(sheet: WeightsSheet, photos: list[dict[str, str]], rows: Rows) -> Iterator[Characteristic]:
    """The share of each kind of lesions above the melanoma point, and above the malignant one where there is one."""
    by_kind: dict[str, list[Opinion]] = {kind: [] for kind in ALL_KINDS}
    for photo, opinion in zip(photos, opinions(sheet, rows), strict=True):
        by_kind[kind_of(photo)].append(opinion)
    for kind, found in by_kind.items():
        of = subject(sheet.slug, kind)
        yield share_of(ABOVE_MELANOMA, of, [opinion.suspicious for opinion in found])
        if sheet.malignant is not None:
            yield share_of(ABOVE_MALIGNANT, of, [opinion.malignant for opinion in found])


def kind_of(photo: Mapping[str, str]) -> str:
    """The kind of a lesion that is none of the seven, from its row of the manifest."""
    return KINDS.get(photo["full_diagnosis"], BENIGN)


def opinions(sheet: WeightsSheet, rows: Rows) -> list[Opinion]:
    """The opinions on several photos, from rows `(n, 7)` for equally frequent diagnoses, as the pages form them."""
    return [opinion_of(sheet, Prediction(row), default_practice()) for row in rows]
