"""Catalogue, weights sheets and committed tables -> the scores of every algorithm and the data that charts draw.

The only place that puts a leaderboard together: for the page, the report, the figures of the story and the command.
Imports no torch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from model.algorithms import catalogue
from model.algorithms.weights import WeightsSheet, bytes_needed, read_sheets
from model.charts.chart_data import ChartData, Cost
from model.charts.published import read_published, read_readers
from model.evaluation.benchmark import participants
from model.evaluation.evaluation import Evaluation, evaluate
from model.evaluation.facts import read_facts
from model.evaluation.qi import Rule
from model.evaluation.resampling import RESAMPLES
from model.evaluation.runs import seconds_per_image
from model.evaluation.sets import HOME
from model.evaluation.tables import ImageTable
from model.evaluation.terms import Terms
from model.trust.characteristic import of_maps


@dataclass(frozen=True, eq=False)
class Leaderboard:
    """The scores of every algorithm and the sheets of their weights.

    The folder holds the prediction tables and the runs that wrote them. A sheet that cannot be read is left out.
    """

    folder: Path
    sheets: Mapping[str, WeightsSheet]
    evaluation: Evaluation

    def joined_by(self, slug: str, tables: Mapping[str, ImageTable]) -> Leaderboard:
        """The same with one more algorithm, which has tables of some sets and no sheet.

        Raises:
            TableError: a table holds other images than its set.
        """
        return replace(self, evaluation=self.evaluation.joined_by(slug, tables))

    @property
    def is_of_lesions(self) -> bool:
        """Whether it asks for the seven diagnoses of a lesion, which readers and other publications are known of."""
        return self.evaluation.benchmark.terms == Terms()

    def chart_data(self, rule: Rule | None = None, day: str = HOME) -> ChartData:
        """Everything that the charts of a rule and a set draw; day 2 if no algorithm has answers to the set."""
        return ChartData(
            self.evaluation,
            rule or Rule(),
            day if self.evaluation.benchmark.answered(day) else HOME,
            read_facts(self.folder),
            {slug: self._cost(slug) for slug in self.evaluation.slugs},
            *((read_readers(), read_published(), of_maps()) if self.is_of_lesions else ((), (), ())),
            {slug: catalogue.kind_of(slug).family for slug in self.evaluation.slugs},
        )

    def _cost(self, slug: str) -> Cost:
        return Cost(seconds_per_image(self.folder, slug), bytes_needed(slug, self.sheets.get))


def read_leaderboard(
    folder: Path, weights: Path, resamples: int = RESAMPLES, terms: Terms | None = None
) -> Leaderboard:
    """Score every submission and every other algorithm that has a table in the folder, at the points of its sheet.

    With `terms` of another question than the seven diagnoses, the algorithms of the catalogue do not take part.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    if terms is not None and terms != Terms():
        return Leaderboard(folder, {}, evaluate(folder, resamples=resamples, terms=terms))
    slugs = participants(folder, catalogue.slugs())
    sheets = read_sheets(weights, slugs)
    thresholds = {slug: sheet.operating_point.in_its_practice for slug, sheet in sheets.items()}
    return Leaderboard(folder, sheets, evaluate(folder, thresholds, slugs, resamples, catalogue.combining(slugs)))
