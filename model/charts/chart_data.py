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
from model.evaluation.paired import Pairwise
from model.evaluation.qi import Ranking, Rule, Standing, rank
from model.evaluation.significance import compare_qi, tied_with
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
    and `published` are results of others, `checks` measurements of the algorithms' heat maps. `families` has the kind
    of method by slug. Where `family` names one, only its algorithms and those of no known family are drawn, with their
    ranks among all. `pair` is compared head to head, by default the first two.
    """

    evaluation: Evaluation
    rule: Rule = field(default_factory=Rule)
    day: str = "day2"
    facts: tuple[Facts, ...] = ()
    costs: Mapping[str, Cost] = field(default_factory=dict)
    readers: tuple[Reader, ...] = ()
    published: tuple[Published, ...] = ()
    checks: tuple[Characteristic, ...] = ()
    families: Mapping[str, str] = field(default_factory=dict)
    family: str = ""
    pair: tuple[str, str] | None = None

    @cached_property
    def ranking(self) -> Ranking:
        """All algorithms ranked by the rule."""
        return rank(self.evaluation, self.rule)

    @cached_property
    def pairs(self) -> Pairwise:
        """Every ranked algorithm compared with every other under the rule."""
        return compare_qi(self.evaluation, self.rule)

    @cached_property
    def tied(self) -> tuple[str, ...]:
        """The algorithms that chance alone may separate from the first, the best first."""
        rows = [row.slug for row in self.ranking.standings]
        tied = tied_with(self.pairs, rows[0]) if rows else ()
        return tuple(slug for slug in rows if slug in tied and slug not in self.ranking.winners)

    @property
    def rows(self) -> tuple[Standing, ...]:
        """The rows of the ranking that are shown, the best first."""
        shown = ("", self.family)
        return tuple(r for r in self.ranking.standings if not self.family or self.families.get(r.slug, "") in shown)

    @property
    def tables(self) -> SetTables:
        """The answers of all algorithms on the set."""
        return self.evaluation.benchmark.sets[self.day]

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """The shown algorithms of the ranking with answers to the set, the best first."""
        return tuple(row.slug for row in self.rows if row.slug in self.tables.slugs)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The same, and after them those without a rank, for reference."""
        return self.ranked + tuple(row.slug for row in self.ranking.references if row.slug in self.tables.slugs)

    @property
    def everyone(self) -> tuple[str, ...]:
        """All algorithms with answers to the set whatever their family, those without a rank last."""
        rows = (*self.ranking.standings, *self.ranking.references)
        return tuple(row.slug for row in rows if row.slug in self.tables.slugs)

    @property
    def ranked_families(self) -> tuple[str, ...]:
        """The families of the ranking, that of the best first."""
        families = (self.families.get(row.slug, "") for row in self.ranking.standings)
        return tuple(dict.fromkeys(filter(None, families)))

    @property
    def duellists(self) -> tuple[str, str]:
        """The two algorithms of the head to head; the same one twice where there is only one."""
        one, other = (self.everyone * 2)[:2]
        return self.pair if self.pair and set(self.pair) <= set(self.everyone) else (one, other)

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
