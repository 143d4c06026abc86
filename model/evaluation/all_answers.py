"""Every answer of every algorithm to the photos of every set, as one table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from model.evaluation.benchmark import Benchmark, SetTables

SUSPICIOUS = "suspicious"


def all_answers(benchmark: Benchmark) -> str:
    """All answers as CSV, one row for each photo: set, image, true diagnosis, then eight columns for each algorithm.

    These are the probabilities of seven equally frequent diagnoses, and 1 if the melanoma probability reaches the
    operating point. Cells are empty where an algorithm has no table of the set or no operating point.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    columns = [f"{slug} {column}" for slug in benchmark.slugs for column in (*benchmark.terms.classes, SUSPICIOUS)]
    writer.writerow(["set", "image", "truth", *columns])
    for tables in benchmark.sets.values():
        writer.writerows(_rows(tables, benchmark.slugs))
    return file.getvalue()


def _rows(tables: SetTables, slugs: Iterable[str]) -> Iterator[list[str]]:
    groups = [_group(tables, slug) for slug in slugs]
    for place, (image, truth) in enumerate(zip(tables.images, tables.truth, strict=True)):
        yield [tables.name, image, tables.terms.classes[truth], *(cell for group in groups for cell in group[place])]


def _group(tables: SetTables, slug: str) -> list[list[str]]:
    """The eight cells of an algorithm for each photo."""
    if slug not in tables.slugs:
        return [[""] * (len(tables.terms.classes) + 1)] * len(tables.images)
    answers = tables.answers(slug)
    rows = [[f"{value:.6g}" for value in row] for row in answers.probabilities.tolist()]
    if answers.threshold is None:
        return [[*row, ""] for row in rows]
    suspicious = answers.at_point.stated[:, tables.terms.column] >= answers.threshold
    return [[*row, str(int(called))] for row, called in zip(rows, suspicious, strict=True)]
