"""Every score of every algorithm on every set, computed from the tables of a benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.evaluation.benchmark import Benchmark, Excluded, SetTables, read_benchmark
from model.evaluation.intervals import Score, Undefined, no_score
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.resampling import RESAMPLES
from model.evaluation.scores import TableScores, table_scores
from model.evaluation.tables import ImageTable
from model.evaluation.tally import Counts
from model.evaluation.terms import Terms
from model.lesion.practice import Threshold
from model.settings import settings


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Every score of every algorithm by set, then slug; an algorithm without a table of a set is not in it.

    The intervals rest on so many `resamples`.
    """

    benchmark: Benchmark
    scores: dict[str, dict[str, TableScores]]
    resamples: int

    @property
    def slugs(self) -> tuple[str, ...]:
        """The algorithms that are scored, sorted."""
        return self.benchmark.slugs

    @property
    def ranked(self) -> tuple[str, ...]:
        """The algorithms that compete, sorted."""
        return self.benchmark.ranked

    @property
    def references(self) -> tuple[str, ...]:
        """The algorithms that are scored beside the ranking, sorted: they combine others."""
        return self.benchmark.references

    @property
    def excluded(self) -> tuple[Excluded, ...]:
        """The algorithms that are not scored, with their reasons."""
        return self.benchmark.excluded

    def score(self, name: str, slug: str, metric: str) -> Score:
        """One score of one algorithm on one set; undefined without a table of the set."""
        scored = self.scores.get(name, {}).get(slug)
        return scored.overall[metric] if scored else no_score(Undefined.NO_TABLE)

    def values(self, name: str, metric: str, slugs: Sequence[str] | None = None) -> NDArray[np.float64]:
        """One score of several algorithms, by default all, on one set: `(algorithms,)`, NaN without a table of it."""
        scored, slugs = self.scores[name], self.slugs if slugs is None else slugs
        return np.array([scored[slug].values[metric] if slug in scored else np.nan for slug in slugs])

    def resampled(self, name: str, metric: str, slugs: Sequence[str] | None = None) -> NDArray[np.float64]:
        """The same in each resample, `(algorithms, resamples)`; paired across algorithms.

        NaN without a table of the set. Two sets are drawn independently of each other.
        """
        scored, none = self.scores[name], np.full(self.resamples, np.nan)
        slugs = self.slugs if slugs is None else slugs
        rows = [scored[slug].resampled[metric] if slug in scored else none for slug in slugs]
        return np.array(rows).reshape(len(rows), self.resamples)

    def joined_by(self, slug: str, tables: Mapping[str, ImageTable]) -> Evaluation:
        """The same with one more algorithm, scored on the sets that it has tables of.

        Raises:
            TableError: a table holds other images than its set.
        """
        benchmark, scores = self.benchmark.joined_by(slug, tables), dict(self.scores)
        for name in tables:
            of_set = benchmark.sets[name]
            scores[name] = {**scores[name], slug: _table_scores(of_set, of_set.draws(self.resamples), slug)}
        return Evaluation(benchmark, scores, self.resamples)


def evaluate(
    folder: Path = BENCHMARK,
    thresholds: Mapping[str, Threshold] | None = None,
    slugs: Sequence[str] | None = None,
    resamples: int = RESAMPLES,
    unranked: Iterable[str] = (),
    terms: Terms | None = None,
) -> Evaluation:
    """Read the tables of a folder and score them; algorithms of `unranked` are scored without a rank.

    The tables have the columns of the `terms`, by default the seven diagnoses.

    Raises:
        TableError: the truth of a set cannot be read. A faulty prediction table only excludes its algorithm.
    """
    return score_benchmark(read_benchmark(folder, thresholds, slugs, unranked, terms), resamples)


def score_benchmark(benchmark: Benchmark, resamples: int = RESAMPLES) -> Evaluation:
    """Score every algorithm on every set; all algorithms share the resamples of a set."""
    scores: dict[str, dict[str, TableScores]] = {}
    with ThreadPoolExecutor(settings().threads) as threads:  # numpy releases the interpreter's lock
        for name, tables in benchmark.sets.items():
            score = partial(_table_scores, tables, tables.draws(resamples))
            scores[name] = dict(zip(tables.slugs, threads.map(score, tables.slugs), strict=True))
    return Evaluation(benchmark, scores, resamples)


def _table_scores(tables: SetTables, counts: Counts, slug: str) -> TableScores:
    return table_scores(tables.answers(slug), counts, single=tables.lesions is None)
