"""Who and what is on the photos of the sets: counts by diagnosis, age, sex and site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.charts.chart_data import ChartData
from model.evaluation.facts import AGE_BANDS, UNKNOWN, Facts
from model.evaluation.tables import CLASSES
from model.text import Texts

SEXES = ("female", "male")


@dataclass(frozen=True)
class PhotoCounts:
    """How many photos there are.

    Attributes:
        sets: names, in the order of the counts.
        by_diagnosis: name of the class, then its photos in each set.
        total: photos of each set.
    """

    sets: tuple[str, ...]
    by_diagnosis: tuple[tuple[str, tuple[int, ...]], ...]
    total: tuple[int, ...]


def photo_counts(material: ChartData) -> PhotoCounts:
    """Counts from the truth of every set."""
    sets = material.evaluation.benchmark.sets
    counts = [np.bincount(of.truth, minlength=len(CLASSES)).tolist() for of in sets.values()]
    rows = tuple(zip(CLASSES, zip(*counts, strict=True), strict=True))
    return PhotoCounts(tuple(sets), rows, tuple(map(sum, counts)))


def patient_rows(t: Texts, facts: Sequence[Facts]) -> tuple[tuple[str, str], ...]:
    """Groups of age and sex with their photos and shares; empty where nothing is known."""
    if not facts:
        return ()
    ages = Counter(of.age_band for of in facts)
    sexes = Counter(of.sex or UNKNOWN for of in facts)
    counted = [(t(f"groups.age.{band}"), ages[band]) for band in (*AGE_BANDS, UNKNOWN)]
    counted += [(t(f"groups.sex.{sex}"), sexes[sex]) for sex in (*SEXES, UNKNOWN)]
    return tuple((name, f"{t.number(count)} ({t.percent(count / len(facts))})") for name, count in counted)
