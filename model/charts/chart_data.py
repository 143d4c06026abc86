"""The data that charts draw: the evaluation of all algorithms, a rule, a set, and facts beside the scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from model.charts.published import Published, Reader
from model.evaluation.benchmark import SetTables
from model.evaluation.evaluation import Evaluation
from model.evaluation.facts import Facts
from model.evaluation.intervals import Score
from model.evaluation.qi import Ranking, Rule, WinnerByRule, rank, winner_by_rule
from model.text import Texts
from model.trust.characteristic import Characteristic

if TYPE_CHECKING:
    from model.charts.chart import View  # imports plotly


@dataclass(frozen=True)
class Cost:
    """Seconds for one photo, measured in the run on day 2, and bytes of the weights; None if unknown."""

    seconds: float | None = None
    bytes: int | None = None


@dataclass(frozen=True, eq=False)
class ChartData:
    """Everything that a chart may draw.

    `day` is the set that charts of one set show. `facts` are about the patients of day 1, `costs` by slug. `readers`
    and `published` are results of others, `checks` measurements of the algorithms' heat maps.
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
        """All algorithms ranked by the rule."""
        return rank(self.evaluation, self.rule)

    @cached_property
    def by_rule(self) -> WinnerByRule:
        """The winners under all rules."""
        return winner_by_rule(self.evaluation)

    @property
    def tables(self) -> SetTables:
        """The answers of all algorithms on the set."""
        return self.evaluation.benchmark.sets[self.day]

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All algorithms with answers to the set, the best of the ranking first."""
        return tuple(standing.slug for standing in self.ranking.standings if standing.slug in self.tables.slugs)

    def score(self, slug: str, metric: str) -> Score:
        """A score of one algorithm on the set."""
        return self.evaluation.score(self.day, slug, metric)

    def set_name(self, t: Texts) -> str:
        """The name of the set in a language."""
        return t(f"charts.{self.day}")

    def focus(self, view: View) -> str:
        """The algorithm that a chart of one algorithm shows: the highlighted one, or the first of the ranking.

        Raises:
            IndexError: there are no algorithms.
        """
        return view.highlighted if view.highlighted in self.order else self.order[0]
