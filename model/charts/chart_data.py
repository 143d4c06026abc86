"""What charts are drawn from: the evaluation of all algorithms, the rule, the set, and what is known beside scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from model.charts.published import Published
from model.charts.readers import Reader
from model.evaluation.benchmark import SetTables
from model.evaluation.evaluation import Evaluation
from model.evaluation.facts import Facts
from model.evaluation.qi import Ranking, Rule, WinnerByRule, rank, winner_by_rule
from model.trust.characteristic import Characteristic

if TYPE_CHECKING:
    from model.charts.chart import View  # imports plotly


@dataclass(frozen=True)
class Cost:
    """What an algorithm costs.

    Attributes:
        seconds: for one photo, as measured in its run over day 2; None where unknown.
        bytes: of its weights; None where unknown.
    """

    seconds: float | None = None
    bytes: int | None = None


@dataclass(frozen=True, eq=False)
class ChartData:
    """Everything that a chart may be asked about.

    Attributes:
        evaluation: scores and tables of all algorithms.
        rule: how they are ranked.
        day: the set that charts of one set are about.
        facts: of the patients of day 1.
        costs: by slug.
        readers: published results of dermatologists.
        published: the best results of others on the photos of our sets.
        checks: what was measured of the maps of the algorithms.
    """

    evaluation: Evaluation
    rule: Rule = field(default_factory=Rule)
    day: str = "day2"
    facts: tuple[Facts, ...] = ()
    costs: Mapping[str, Cost] = field(default_factory=dict)
    readers: tuple[Reader, ...] = ()
    published: tuple[Published, ...] = ()
    checks: tuple[Characteristic, ...] = ()

    @cached_property
    def ranking(self) -> Ranking:
        """All algorithms under the rule."""
        return rank(self.evaluation, self.rule)

    @cached_property
    def by_rule(self) -> WinnerByRule:
        """Who would win under other rules."""
        return winner_by_rule(self.evaluation)

    @property
    def tables(self) -> SetTables:
        """The answers of all algorithms on the set."""
        return self.evaluation.benchmark.sets[self.day]

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All algorithms that answer the set, the best of the ranking first."""
        return tuple(standing.slug for standing in self.ranking.standings if standing.slug in self.tables.slugs)

    def focus(self, view: View) -> str:
        """The algorithm that a chart of one algorithm is about: the highlighted one, else the first of the ranking.

        Raises:
            IndexError: there are no algorithms.
        """
        return view.highlighted if view.highlighted in self.order else self.order[0]
