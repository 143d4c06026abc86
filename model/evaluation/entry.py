"""A prediction table from outside the folder -> its rows for each scoring set, or a refusal that names the row.

The one way in: `read_entry` reads the bytes that somebody brings, and `Leaderboard.joined_by` adds the tables to the
scores. Nothing is written, and no cache keeps the bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from model.evaluation.answers import SUM_TOLERANCE
from model.evaluation.benchmark import Benchmark
from model.evaluation.tables import ImageTable, named, table_of, table_text
from model.table_errors import TableEmpty, TableForeignImage, TableSetIncomplete, TableSumOff, TableTooLarge

YOURS = "your-table"
"""Slug of the table that a visitor tries; no submission has it, since the name of a module has no hyphen."""
MOST_MEGABYTES = 5
"""Twenty times a table of all sets with six decimals."""
ROUNDING = 0.005
"""Largest error of a probability that is rounded to two decimals."""
Photos = Mapping[str, tuple[str, ...]]
"""The images of each set."""


def read_entry(data: bytes, name: str, benchmark: Benchmark) -> dict[str, ImageTable]:
    """Read a table of one set or of several and return its rows by set, in the order of the set.

    Rows that add up to 1 only after rounding are divided by their sum. `name` is the table's name in errors.

    Raises:
        TableError: the table is invalid, a row does not add up to 1, names an image of no set, or a set lacks images.
    """
    if len(data) > MOST_MEGABYTES * 10**6:
        raise TableTooLarge(file=name, maximum=MOST_MEGABYTES)
    table = table_of(data, name, benchmark.terms.header)
    if not table.images:
        raise TableEmpty(file=name)
    photos = {of: tables.images for of, tables in benchmark.sets.items()}
    _refuse_foreign(table, photos)
    table, own = _summing_to_one(table), set(table.images)
    return {of: _part(table, of, images) for of, images in photos.items() if not own.isdisjoint(images)}


def example(benchmark: Benchmark, slug: str) -> str:
    """Return the answers of a known algorithm to all sets as the text of one table."""
    found = [(of.images, of.answers(slug).probabilities) for of in benchmark.sets.values() if slug in of.slugs]
    images, rows = [image for of, _ in found for image in of], np.concatenate([rows for _, rows in found])
    return table_text(images, rows, benchmark.terms.classes)


def _refuse_foreign(table: ImageTable, photos: Photos) -> None:
    known = {image for images in photos.values() for image in images}
    foreign = [place for place, image in enumerate(table.images) if image not in known]
    if foreign:
        line, image = table.lines[foreign[0]], table.images[foreign[0]]
        raise TableForeignImage(file=table.file, line=line, image=image, number=len(foreign))


def _summing_to_one(table: ImageTable) -> ImageTable:
    sums = table.values.sum(1, keepdims=True)
    off = np.abs(sums - 1)
    wrong = np.flatnonzero(off > ROUNDING * table.values.shape[1] + SUM_TOLERANCE)
    if len(wrong):
        line, image, got = table.lines[wrong[0]], table.images[wrong[0]], float(sums[wrong[0], 0])
        raise TableSumOff(file=table.file, line=line, image=image, got=got, number=len(wrong))
    values = np.where(off > SUM_TOLERANCE, table.values / sums, table.values)
    return replace(table, values=values)


def _part(table: ImageTable, of: str, images: tuple[str, ...]) -> ImageTable:
    """The rows of a set, which must all be there."""
    missing = sorted(set(images) - set(table.images))
    if missing:
        raise TableSetIncomplete(file=table.file, set=of, number=len(missing), total=len(images), images=named(missing))
    return table.rows_of(images)
