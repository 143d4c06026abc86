"""The committed tables of every scoring set, and the algorithms that cannot be scored with the reasons.

Algorithms are known here by their tables alone: `<set>/<slug>.csv` beside `truth/<set>.csv`. Operating points belong to
the algorithms' sheets and are passed in. An algorithm takes part if it has tables of both days. A set that does not
count in QI excludes no algorithm, and is left out if the folder has no truth of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from model.errors import TableError
from model.evaluation.answers import Answers, Columns
from model.evaluation.facts import Facts, read_facts
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.resampling import RESAMPLES, draw, seed_of
from model.evaluation.sets import DAYS, SETS
from model.evaluation.tables import CLASSES, ImageTable, occurring, read_table
from model.evaluation.tally import Counts
from model.lesion.practice import Practice, Threshold, default_practice

Item = TypeVar("Item")


@dataclass(frozen=True)
class Excluded:
    """An algorithm whose tables cannot be scored: `t(f"errors.{reason.code}", **reason.data)` says why."""

    slug: str
    reason: TableError


@dataclass(frozen=True, eq=False)
class SetTables:
    """One scoring set with the answers of all algorithms; arrays in the order of `images` and of `slugs`.

    Attributes:
        name: one of `SETS`.
        images: identifiers, `n` of them.
        truth: column of each image's diagnosis, `(n,)`.
        slugs: the algorithms, sorted.
        probabilities: `(algorithms, n, classes)`.
        thresholds: operating points by slug; an algorithm without one is not in it.
        lesions: lesion of each image, `(n,)`; None where each image is a lesion of its own.
        practice: what scores of probabilities speak of; scores at an operating point speak of its own.
    """

    name: str
    images: tuple[str, ...]
    truth: Columns
    slugs: tuple[str, ...]
    probabilities: NDArray[np.float64]
    thresholds: Mapping[str, Threshold]
    lesions: tuple[str, ...] | None = None
    practice: Practice = field(default_factory=default_practice)

    @property
    def diagnoses(self) -> tuple[str, ...]:
        """Names of the diagnoses that occur, in column order; means over the diagnoses are over these."""
        return occurring(self.truth)

    def answers(self, slug: str) -> Answers:
        """Truth and probabilities of one algorithm, with its operating point."""
        given, point = self.probabilities[self.slugs.index(slug)], self.thresholds.get(slug)
        value, of = (point.value, point.practice) if point else (None, None)
        return Answers(self.truth, given, CLASSES, threshold=value, practice=self.practice, threshold_practice=of)

    def draws(self, resamples: int = RESAMPLES) -> Counts:
        """The resamples of this set, `(n, resamples)`: the same for every algorithm, page and command."""
        return draw(self.truth, seed_of(self.images), resamples, self.lesions)


@dataclass(frozen=True, eq=False)
class Benchmark:
    """The tables of every set for the algorithms that have both days, and the rest with its reasons.

    Attributes:
        sets: by name, in the order of `SETS`; both days, and what else there is a truth of.
        excluded: who lacks a day, and why.
        unanswered: by name of a set that does not count in QI: who takes part and is not in it, and why.
    """

    sets: dict[str, SetTables]
    excluded: tuple[Excluded, ...]
    unanswered: Mapping[str, tuple[Excluded, ...]] = field(default_factory=dict)

    def answered(self, name: str) -> bool:
        """Somebody has answers to a set; False for one that is not there."""
        return name in self.sets and bool(self.sets[name].slugs)

    @property
    def slugs(self) -> tuple[str, ...]:
        """The algorithms that can be scored, sorted."""
        return self.sets[DAYS[0]].slugs

    @property
    def participants(self) -> tuple[str, ...]:
        """All algorithms, scored or excluded, sorted."""
        return tuple(sorted({*self.slugs, *(algorithm.slug for algorithm in self.excluded)}))


def participants(folder: Path = BENCHMARK, submissions: Iterable[str] = ()) -> list[str]:
    """The submissions, and whoever else has a table; sorted."""
    return sorted({*submissions, *(path.stem for name in SETS for path in (folder / name).glob("*.csv"))})


def read_benchmark(
    folder: Path = BENCHMARK, thresholds: Mapping[str, Threshold] | None = None, slugs: Sequence[str] | None = None
) -> Benchmark:
    """Read the tables of every set; quick, no score is computed.

    Args:
        folder: holds `truth/<set>.csv` and `<set>/<slug>.csv`.
        thresholds: operating points by slug, where known.
        slugs: who takes part, so that one without tables is excluded by name; without it, whoever has a table.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    truths = _truths(folder)
    found: dict[str, dict[str, ImageTable]] = {name: {} for name in truths}
    left: dict[str, list[Excluded]] = {name: [] for name in truths}
    for slug in participants(folder) if slugs is None else sorted(slugs):
        for name, truth in truths.items():
            try:
                found[name][slug] = _predictions(folder, name, slug, truth)
            except TableError as error:
                left[name].append(Excluded(slug, error))
    excluded = {one.slug: one for day in reversed(DAYS) for one in left[day]}  # the reason of the first day stands
    sets = {
        name: _set_tables(folder, name, truths[name], _without(found[name], excluded), thresholds or {})
        for name in truths
    }
    unanswered = {name: tuple(_without({one.slug: one for one in left[name]}, excluded).values()) for name in left}
    return Benchmark(
        sets,
        tuple(excluded[slug] for slug in sorted(excluded)),
        {name: of for name, of in unanswered.items() if of},
    )


def _lesions(images: tuple[str, ...], facts: tuple[Facts, ...]) -> tuple[str, ...] | None:
    """Lesion of each image; None where no two images share one. An image of an unknown lesion is its own."""
    known = {of.image: of.lesion for of in facts if of.lesion}
    lesions = tuple(known.get(image, f"image {image}") for image in images)
    return lesions if len(set(lesions)) < len(lesions) else None


def _truths(folder: Path) -> dict[str, ImageTable]:
    """The truth of both days, and of every other set that has one here."""
    there = [name for name in SETS if name in DAYS or (folder / "truth" / f"{name}.csv").exists()]
    return {name: read_table(folder / "truth" / f"{name}.csv", name=f"truth/{name}.csv") for name in there}


def _without(of: Mapping[str, Item], excluded: Mapping[str, Excluded]) -> dict[str, Item]:
    return {slug: one for slug, one in of.items() if slug not in excluded}


def _set_tables(
    folder: Path, name: str, truth: ImageTable, found: Mapping[str, ImageTable], thresholds: Mapping[str, Threshold]
) -> SetTables:
    values = np.array([table.values for table in found.values()])
    probabilities = values.reshape(len(found), len(truth.images), len(CLASSES))
    lesions = _lesions(truth.images, read_facts(folder, name))
    return SetTables(name, truth.images, truth.columns(), tuple(found), probabilities, dict(thresholds), lesions)


def _predictions(folder: Path, name: str, slug: str, truth: ImageTable) -> ImageTable:
    return read_table(folder / name / f"{slug}.csv", name=f"{name}/{slug}.csv").in_order_of(truth.images)
