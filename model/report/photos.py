"""Who and what is on the photos of the two sets: counts by diagnosis, age, sex and site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.charts.material import Material
from model.evaluation.facts import AGE_BANDS, UNKNOWN, Facts
from model.evaluation.sets import DAYS
from model.evaluation.tables import CLASSES
from model.text import Texts

SEXES = ("female", "male")


@dataclass(frozen=True)
class PhotoCounts:
    """How many photos there are.

    Attributes:
        by_diagnosis: name of the class, then its photos on each day.
        total: photos of each day.
    """

    by_diagnosis: tuple[tuple[str, int, int], ...]
    total: tuple[int, int]


def photo_counts(material: Material) -> PhotoCounts:
    """Counts from the truth of both days."""
    days = material.evaluation.benchmark.sets
    day1, day2 = (np.bincount(days[day].truth, minlength=len(CLASSES)) for day in DAYS)
    rows = tuple((name, int(one), int(other)) for name, one, other in zip(CLASSES, day1, day2, strict=True))
    return PhotoCounts(rows, (int(day1.sum()), int(day2.sum())))


def patient_rows(t: Texts, facts: Sequence[Facts]) -> tuple[tuple[str, str], ...]:
    """Groups of age and sex with their photos and shares; empty where nothing is known."""
    if not facts:
        return ()
    ages = Counter(of.age_band for of in facts)
    sexes = Counter(of.sex or UNKNOWN for of in facts)
    counted = [(t(f"groups.age.{band}"), ages[band]) for band in (*AGE_BANDS, UNKNOWN)]
    counted += [(t(f"groups.sex.{sex}"), sexes[sex]) for sex in (*SEXES, UNKNOWN)]
    return tuple((name, f"{t.number(count)} ({t.percent(count / len(facts))})") for name, count in counted)
