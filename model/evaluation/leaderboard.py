"""The committed tables -> every score of every algorithm on both days, and who is left out and why.

Algorithms are known here by their tables alone: `<day>/<slug>.csv` beside `truth/<day>.csv`. Operating points belong to
the algorithms' sheets and are passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.errors import TableError
from model.evaluation.answers import Answers, Columns
from model.evaluation.days import DAYS
from model.evaluation.facts import Facts, read_facts
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.resampling import RESAMPLES, draw, seed_of
from model.evaluation.scores import TableScores, table_scores
from model.evaluation.tables import CLASSES, Table, read_table
from model.evaluation.tally import Counts
from model.settings import settings


@dataclass(frozen=True)
class Excluded:
    """An algorithm without a rank: `t(f"errors.{reason.code}", **reason.data)` says why."""

    slug: str
    reason: TableError


@dataclass(frozen=True, eq=False)
class DayTables:
    """One scoring set with the answers of all algorithms; arrays in the order of `images` and of `slugs`.

    Attributes:
        day: `day1` or `day2`.
        images: identifiers, `n` of them.
        truth: column of each image's diagnosis, `(n,)`.
        slugs: the algorithms, sorted.
        probabilities: `(algorithms, n, classes)`.
        thresholds: operating points by slug; an algorithm without one is not in it.
        lesions: lesion of each image, `(n,)`; None where each image is a lesion of its own.
    """

    day: str
    images: tuple[str, ...]
    truth: Columns
    slugs: tuple[str, ...]
    probabilities: NDArray[np.float64]
    thresholds: Mapping[str, float]
    lesions: tuple[str, ...] | None = None

    def answers(self, slug: str) -> Answers:
        """Truth and probabilities of one algorithm, with its operating point."""
        return Answers(
            self.truth, self.probabilities[self.slugs.index(slug)], CLASSES, threshold=self.thresholds.get(slug)
        )

    def draws(self, resamples: int = RESAMPLES) -> Counts:
        """The resamples of this set, `(n, resamples)`: the same for every algorithm, page and command."""
        return draw(self.truth, seed_of(self.images), resamples, self.lesions)


@dataclass(frozen=True, eq=False)
class Benchmark:
    """The tables of both days for the algorithms that have both, and the rest with its reasons."""

    days: dict[str, DayTables]
    excluded: tuple[Excluded, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """The algorithms that can be scored, sorted."""
        return next(iter(self.days.values())).slugs


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Every score of every algorithm.

    Attributes:
        benchmark: what was scored.
        scores: by day, then slug.
        resamples: how many resamples the intervals come from.
    """

    benchmark: Benchmark
    scores: dict[str, dict[str, TableScores]]
    resamples: int

    @property
    def slugs(self) -> tuple[str, ...]:
        """The algorithms that are scored, sorted."""
        return self.benchmark.slugs

    @property
    def excluded(self) -> tuple[Excluded, ...]:
        """The algorithms that are not, with their reasons."""
        return self.benchmark.excluded

    def values(self, day: str, metric: str) -> NDArray[np.float64]:
        """One score of all algorithms, `(algorithms,)`."""
        return np.array([self.scores[day][slug].values[metric] for slug in self.slugs])

    def resampled(self, day: str, metric: str) -> NDArray[np.float64]:
        """One score of all algorithms in each resample, `(algorithms, resamples)`; paired across algorithms."""
        rows = [self.scores[day][slug].resampled[metric] for slug in self.slugs]
        return np.array(rows).reshape(len(rows), self.resamples)


def evaluate(
    folder: Path = BENCHMARK,
    thresholds: Mapping[str, float] | None = None,
    slugs: Sequence[str] | None = None,
    resamples: int = RESAMPLES,
) -> Evaluation:
    """Read and score everything: `score_benchmark(read_benchmark(...))`.

    Raises:
        TableError: the truth of a day cannot be read; what is wrong with a prediction table only excludes it.
    """
    return score_benchmark(read_benchmark(folder, thresholds, slugs), resamples)


def participants(folder: Path = BENCHMARK, submissions: Iterable[str] = ()) -> list[str]:
    """The submissions, and whoever else has a table; sorted."""
    return sorted({*submissions, *(path.stem for day in DAYS for path in (folder / day).glob("*.csv"))})


def read_benchmark(
    folder: Path = BENCHMARK, thresholds: Mapping[str, float] | None = None, slugs: Sequence[str] | None = None
) -> Benchmark:
    """Read the tables of both days; quick, no score is computed.

    Args:
        folder: holds `truth/<day>.csv` and `<day>/<slug>.csv`.
        thresholds: operating points by slug, where known.
        slugs: who takes part, so that one without tables is excluded by name; without it, whoever has a table.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    truths = {day: read_table(folder / "truth" / f"{day}.csv", name=f"truth/{day}.csv") for day in DAYS}
    columns = {day: truth.columns() for day, truth in truths.items()}
    found: dict[str, list[Table]] = {}
    excluded = []
    for slug in participants(folder) if slugs is None else sorted(slugs):
        try:
            found[slug] = [_predictions(folder, day, slug).in_order_of(truths[day].images) for day in DAYS]
        except TableError as error:
            excluded.append(Excluded(slug, error))
    days = {}
    for index, day in enumerate(DAYS):
        images = truths[day].images
        values = np.array([tables[index].values for tables in found.values()])
        probabilities = values.reshape(len(found), len(images), len(CLASSES))
        lesions = _lesions(images, read_facts(folder, day))
        days[day] = DayTables(day, images, columns[day], tuple(found), probabilities, dict(thresholds or {}), lesions)
    return Benchmark(days, tuple(excluded))


def score_benchmark(benchmark: Benchmark, resamples: int = RESAMPLES) -> Evaluation:
    """Score every algorithm on both days with the same resamples."""
    found: dict[str, dict[str, TableScores]] = {}
    with ThreadPoolExecutor(settings().threads) as threads:  # most of the work is done without the interpreter's lock
        for day, tables in benchmark.days.items():
            of = partial(_table_scores, tables, tables.draws(resamples))
            found[day] = dict(zip(tables.slugs, threads.map(of, tables.slugs), strict=True))
    return Evaluation(benchmark, found, resamples)


def _table_scores(tables: DayTables, counts: Counts, slug: str) -> TableScores:
    return table_scores(tables.answers(slug), counts, single=tables.lesions is None)


def _lesions(images: tuple[str, ...], facts: tuple[Facts, ...]) -> tuple[str, ...] | None:
    """Lesion of each image; None where no two images share one. An image of an unknown lesion is its own."""
    known = {of.image: of.lesion for of in facts if of.lesion}
    lesions = tuple(known.get(image, f"image {image}") for image in images)
    return lesions if len(set(lesions)) < len(lesions) else None


def _predictions(folder: Path, day: str, slug: str) -> Table:
    return read_table(folder / day / f"{slug}.csv", name=f"{day}/{slug}.csv")
