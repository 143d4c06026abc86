"""The committed tables of every scoring set, and the algorithms that cannot be scored with the reasons.

Algorithms are known here by their tables alone: `<set>/<slug>.csv` beside `truth/<set>.csv`. Operating points belong to
the algorithms' sheets and are passed in. An algorithm takes part if it has tables of both days. A set that does not
count in QI excludes no algorithm, and is left out if the folder has no truth of it. A table from elsewhere joins with
the sets that it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from model.evaluation.answers import Answers, Columns, Mask
from model.evaluation.facts import Facts, read_facts
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.resampling import RESAMPLES, draw, seed_of
from model.evaluation.sets import DAYS, SETS
from model.evaluation.tables import ImageTable, occurring, read_table
from model.evaluation.tally import Counts
from model.evaluation.terms import Terms
from model.lesion.practice import Practice, Threshold
from model.table_errors import TableError

Item = TypeVar("Item")


@dataclass(frozen=True)
class Excluded:
    """An algorithm that cannot be scored; `t(f"errors.{reason.code}", **reason.data)` gives the reason."""

    slug: str
    reason: TableError


@dataclass(frozen=True, eq=False)
class SetTables:
    """One scoring set with the answers of all algorithms; arrays follow the order of `images` and `slugs`.

    `truth` is the column of each image's diagnosis, `(n,)`, and `probabilities` are `(algorithms, n, classes)`. Slugs
    are sorted, and `thresholds` lacks algorithms without an operating point. `lesions` has the lesion of each image;
    None if each shows a different one. Scores of probabilities use the practice of the `terms`, those at an operating
    point its own practice.
    """

    name: str
    images: tuple[str, ...]
    truth: Columns
    slugs: tuple[str, ...]
    probabilities: NDArray[np.float64]
    thresholds: Mapping[str, Threshold]
    lesions: tuple[str, ...] | None = None
    terms: Terms = field(default_factory=Terms)

    @property
    def diagnoses(self) -> tuple[str, ...]:
        """Names of the diagnoses that occur, in column order; means over diagnoses use only these."""
        return occurring(self.truth, self.terms.classes)

    def answers(self, slug: str) -> Answers:
        """Truth and probabilities of one algorithm, with its operating point."""
        probabilities, point = self.probabilities[self.slugs.index(slug)], self.thresholds.get(slug)
        threshold, practice = (point.value, point.practice) if point else (None, None)
        terms = self.terms
        return Answers(self.truth, probabilities, terms.classes, terms.target, threshold, terms.practice, practice)

    @property
    def practice(self) -> Practice:
        """The practice that scores of probabilities use."""
        return self.terms.practice

    @property
    def positive(self) -> Mask:
        """Which photos show the target, `(n,)`."""
        shown: Mask = self.truth == self.terms.column
        return shown

    def only(self, slugs: Iterable[str]) -> SetTables:
        """The same photos with the answers of these algorithms alone, of those that have any."""
        chosen = set(slugs)
        places = [place for place, slug in enumerate(self.slugs) if slug in chosen]
        return replace(self, slugs=tuple(self.slugs[at] for at in places), probabilities=self.probabilities[places])

    def joined_by(self, slug: str, table: ImageTable) -> SetTables:
        """The same photos with the answers of one more algorithm, which has no operating point.

        Raises:
            TableError: the table holds other images.
        """
        slugs = tuple(sorted((*self.slugs, slug)))
        values = table.in_order_of(self.images).values
        return replace(self, slugs=slugs, probabilities=np.insert(self.probabilities, slugs.index(slug), values, 0))

    def draws(self, resamples: int = RESAMPLES) -> Counts:
        """Resamples of this set, `(n, resamples)`; the same for every algorithm, page and command."""
        return draw(self.truth, seed_of(self.images), resamples, self.lesions)


@dataclass(frozen=True, eq=False)
class Benchmark:
    """The tables of both days and of every other set that has a truth, in the order of `SETS`.

    An algorithm without a readable table of a day is `excluded`. One of the ranking without a readable table of another
    set is `unanswered` under the name of that set. Those of `unranked` combine others: they are scored, never ranked.
    """

    sets: dict[str, SetTables]
    excluded: tuple[Excluded, ...]
    unanswered: Mapping[str, tuple[Excluded, ...]] = field(default_factory=dict)
    unranked: frozenset[str] = frozenset()
    terms: Terms = field(default_factory=Terms)

    def answered(self, name: str) -> bool:
        """Whether any algorithm has answers to a set; False for a missing set."""
        return name in self.sets and bool(self.sets[name].slugs)

    @property
    def slugs(self) -> tuple[str, ...]:
        """The algorithms that can be scored on any set, sorted."""
        return tuple(sorted({slug for tables in self.sets.values() for slug in tables.slugs}))

    @property
    def ranked(self) -> tuple[str, ...]:
        """The scored algorithms that compete, sorted."""
        return tuple(slug for slug in self.slugs if slug not in self.unranked)

    @property
    def references(self) -> tuple[str, ...]:
        """The scored algorithms that do not compete, sorted."""
        return tuple(slug for slug in self.slugs if slug in self.unranked)

    @property
    def participants(self) -> tuple[str, ...]:
        """All algorithms, scored or excluded, sorted."""
        return tuple(sorted({*self.slugs, *(algorithm.slug for algorithm in self.excluded)}))

    def joined_by(self, slug: str, tables: Mapping[str, ImageTable]) -> Benchmark:
        """The same with one more algorithm, which has tables of some sets; errors as for `SetTables.joined_by`."""
        joined = {name: self.sets[name].joined_by(slug, table) for name, table in tables.items()}
        return replace(self, sets={**self.sets, **joined})


def participants(folder: Path = BENCHMARK, submissions: Iterable[str] = ()) -> list[str]:
    """Slugs of the submissions and of every other algorithm that has a table, sorted."""
    return sorted({*submissions, *(path.stem for name in SETS for path in (folder / name).glob("*.csv"))})


def read_benchmark(
    folder: Path = BENCHMARK,
    thresholds: Mapping[str, Threshold] | None = None,
    slugs: Sequence[str] | None = None,
    unranked: Iterable[str] = (),
    terms: Terms | None = None,
) -> Benchmark:
    """Read the tables of every set without computing a score.

    `folder` holds `truth/<set>.csv` and `<set>/<slug>.csv`, and `thresholds` the known operating points. The
    participants are `slugs`, by default all algorithms with a table; those without tables are excluded by name.
    Algorithms of `unranked` take part without a rank. Tables have the columns of the `terms`.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    terms = terms or Terms()
    truths = _truths(folder, terms)
    listed = participants(folder) if slugs is None else sorted(slugs)
    read = {name: _read_set(folder, name, truth, listed, terms) for name, truth in truths.items()}
    excluded: dict[str, Excluded] = {}
    for day in reversed(DAYS):  # the reason of the first day is kept
        excluded |= read[day][1]
    sets, unanswered = {}, {}
    for name, (tables, refused) in read.items():
        sets[name] = _set_tables(folder, name, truths[name], _without(tables, excluded), thresholds or {}, terms)
        unanswered[name] = tuple(_without(refused, excluded).values())
    return Benchmark(
        sets,
        tuple(excluded[slug] for slug in sorted(excluded)),
        {name: algorithms for name, algorithms in unanswered.items() if algorithms},
        frozenset(unranked),
        terms,
    )


def _read_set(
    folder: Path, name: str, truth: ImageTable, slugs: Sequence[str], terms: Terms
) -> tuple[dict[str, ImageTable], dict[str, Excluded]]:
    """The readable prediction tables of a set by slug, and the other algorithms with their reasons."""
    tables, refused = {}, {}
    for slug in slugs:
        try:
            predictions = read_table(folder / name / f"{slug}.csv", terms.classes, f"{name}/{slug}.csv")
            tables[slug] = predictions.in_order_of(truth.images)
        except TableError as error:
            refused[slug] = Excluded(slug, error)
    return tables, refused


def _lesions(images: tuple[str, ...], facts: tuple[Facts, ...]) -> tuple[str, ...] | None:
    """Lesion of each image; None if no two images share one. An image without a known lesion counts as its own."""
    known = {patient.image: patient.lesion for patient in facts if patient.lesion}
    lesions = tuple(known.get(image, f"image {image}") for image in images)
    return lesions if len(set(lesions)) < len(lesions) else None


def _truths(folder: Path, terms: Terms) -> dict[str, ImageTable]:
    present = [name for name in SETS if name in DAYS or (folder / "truth" / f"{name}.csv").exists()]
    read = {name: (folder / "truth" / f"{name}.csv", f"truth/{name}.csv") for name in present}
    return {name: read_table(path, terms.classes, shown) for name, (path, shown) in read.items()}


def _without(by_slug: Mapping[str, Item], excluded: Mapping[str, Excluded]) -> dict[str, Item]:
    return {slug: item for slug, item in by_slug.items() if slug not in excluded}


def _set_tables(
    folder: Path,
    name: str,
    truth: ImageTable,
    tables: Mapping[str, ImageTable],
    thresholds: Mapping[str, Threshold],
    terms: Terms,
) -> SetTables:
    values = np.array([table.values for table in tables.values()])
    probabilities = values.reshape(len(tables), len(truth.images), len(terms.classes))
    lesions = _lesions(truth.images, read_facts(folder, name))
    slugs, points = tuple(tables), dict(thresholds)
    return SetTables(name, truth.images, truth.columns(), slugs, probabilities, points, lesions, terms)
