"""Measure how often 'none of the seven' is said: on lesions that are none of them, and on lesions that are one.

The doubt from which it is said was chosen on the inner fold. There, each diagnosis is also left out in turn, as if no
algorithm knew it. The photos of role `other` and the scoring sets serve for measuring alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.algorithms import catalogue
from model.algorithms.weights import WeightsSheet, read_sheet
from model.evaluation.answers import answers_of
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.paired import delong_interval
from model.evaluation.sets import ELSEWHERE, HOME
from model.evaluation.tables import read_table
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.doubt import doubt
from model.reading.ask import batch_answers
from model.settings import settings
from model.studies import Progress
from model.studies.malignant import kind_of
from model.trust.characteristic import Characteristic, share_of
from model.trust.malignant import ALL_KINDS
from model.trust.manifest import INNER_FOLD, MILK_TABLE, manifest_rows, photos_of_rows
from model.trust.unknown import AREA, FOLD, OTHER, SAID, subject

Photos = list[dict[str, str]]
Rows = NDArray[np.floating]


def study(data: Path, progress: Progress) -> list[Characteristic]:
    """The shares with the statement of every algorithm that has a point for it."""
    others = manifest_rows(data, "other", MILK_TABLE)
    fold = [row for row in manifest_rows(data, "train", MILK_TABLE) if row["fold"] == INNER_FOLD]
    algorithms = {slug: catalogue.load(slug, settings().weights) for slug in catalogue.slugs()}
    answers = batch_answers(algorithms, list(photos_of_rows(data, [*others, *fold])), progress=progress)
    sheets = (read_sheet(settings().weights, slug) for slug in answers.rows)
    return [row for sheet in sheets for row in of_algorithm(sheet, others, fold, answers.rows[sheet.slug])]


def of_algorithm(sheet: WeightsSheet, others: Photos, fold: Photos, rows: Rows) -> Iterator[Characteristic]:
    """The figures of one algorithm from its rows `(n, 7)` for the photos of `others`, then of `fold`."""
    if sheet.unknown is None:
        return
    threshold, strange = sheet.unknown.threshold, np.arange(len(rows)) < len(others)
    said = doubt(rows) >= threshold
    yield share_of(SAID, subject(sheet.slug, OTHER), said[strange].tolist())
    yield share_of(SAID, subject(sheet.slug, FOLD), said[~strange].tolist())
    yield from (
        share_of(SAID, subject(sheet.slug, name), on_set(sheet.slug, threshold, name)) for name in (HOME, ELSEWHERE)
    )
    yield Characteristic(AREA, subject(sheet.slug, OTHER), len(rows), *delong_interval(strange, doubt(rows)))
    kinds = np.array([kind_of(photo) for photo in others])
    for kind in ALL_KINDS:
        yield share_of(SAID, subject(sheet.slug, f"{OTHER}: {kind}"), said[: len(others)][kinds == kind].tolist())
    targets = np.array([Diagnosis(photo["diagnosis"].upper()).column for photo in fold])
    yield from left_out(sheet.slug, threshold, rows[len(others) :], targets)


def on_set(slug: str, threshold: float, name: str, folder: Path = BENCHMARK) -> list[bool]:
    """For each photo of a scoring set whether the statement is made, from the committed table."""
    truth = read_table(folder / "truth" / f"{name}.csv")
    answers = answers_of(truth, read_table(folder / name / f"{slug}.csv"))
    found: list[bool] = (doubt(answers.probabilities) >= threshold).tolist()
    return found


def left_out(slug: str, threshold: float, rows: Rows, targets: NDArray[np.int64]) -> Iterator[Characteristic]:
    """For each diagnosis the share of its photos with the statement, had the algorithm not known it."""
    for diagnosis in DIAGNOSES:
        known = np.delete(rows[targets == diagnosis.column], diagnosis.column, axis=1)
        shares = known / np.maximum(known.sum(1, keepdims=True), np.finfo(float).tiny)
        of = subject(slug, f"{FOLD}, {diagnosis} left out")
        yield share_of(SAID, of, (doubt(shares) >= threshold).tolist())
