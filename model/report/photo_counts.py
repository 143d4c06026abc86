"""The section on the photos that were scored: counts by set, diagnosis, age and sex."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.charts.chart_data import ChartData
from model.charts.written import capital
from model.evaluation.facts import AGE_BANDS, UNKNOWN, Facts
from model.evaluation.tables import CLASSES
from model.report.contents import Block, Grid, Paragraph, Section, section
from model.text import Texts

SEXES = ("female", "male")


@dataclass(frozen=True)
class PhotoCounts:
    """Numbers of photos in each of the sets: of each class by name, and in total."""

    sets: tuple[str, ...]
    by_diagnosis: tuple[tuple[str, tuple[int, ...]], ...]
    total: tuple[int, ...]


def photo_counts(material: ChartData) -> PhotoCounts:
    """Count the photos of every set by their true diagnosis."""
    sets = material.evaluation.benchmark.sets
    counts = [np.bincount(tables.truth, minlength=len(CLASSES)).tolist() for tables in sets.values()]
    rows = tuple(zip(CLASSES, zip(*counts, strict=True), strict=True))
    return PhotoCounts(tuple(sets), rows, tuple(map(sum, counts)))


def patient_rows(t: Texts, facts: Sequence[Facts]) -> tuple[tuple[str, str], ...]:
    """Groups of age and sex with their counts and shares; empty without facts."""
    if not facts:
        return ()
    ages = Counter(fact.age_band for fact in facts)
    sexes = Counter(fact.sex or UNKNOWN for fact in facts)
    counted = [(t(f"groups.age.{band}"), ages[band]) for band in (*AGE_BANDS, UNKNOWN)]
    counted += [(t(f"groups.sex.{sex}"), sexes[sex]) for sex in (*SEXES, UNKNOWN)]
    return tuple((name, f"{t.number(count)} ({t.percent(count / len(facts))})") for name, count in counted)


def photos_section(t: Texts, material: ChartData) -> Section:
    """The sets, their truth, and tables of diagnoses and patients."""
    tables = material.evaluation.benchmark.sets
    words = [t(f"report.photos.{name}", photos=len(of_set.images)) for name, of_set in tables.items()]
    words += [t(f"report.photos.{name}") for name in ("form", "truth", "origin")]
    blocks: list[Block] = [*map(Paragraph, words), _diagnoses_grid(t, photo_counts(material))]
    if patients := patient_rows(t, material.facts):
        blocks.append(Grid(t("report.photos.patients"), (t("charts.group"), t("charts.photos")), patients))
    blocks.append(Paragraph(t("report.photos.unknown")))
    return section(t, "photos", "5, 6, 7, 8, 10, 11, 20", "data", *blocks)


def _diagnoses_grid(t: Texts, counts: PhotoCounts) -> Grid:
    header = (t("charts.diagnosis"), *(capital(t(f"charts.{name}")) for name in counts.sets))
    rows = [(capital(t(f"diagnoses.{name}.name")), photos) for name, photos in counts.by_diagnosis]
    rows.append((t("report.photos.all"), counts.total))
    return Grid(t("report.photos.table"), header, tuple((name, *map(t.number, photos)) for name, photos in rows))
