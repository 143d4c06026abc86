"""A chart: a figure with its words and its numbers.

Figures identify algorithms by colour and marker. They have neither title nor legend: pages and reports add their own.
"""

from __future__ import annotations

import csv
import io
import math
import textwrap
from dataclasses import dataclass
from typing import Any

import pandas  # noqa: F401  (plotly looks for it in sys.modules and would find it half imported by another thread)
import plotly.graph_objects as go

from model.algorithms.words import name_of, the_name_of
from model.charts import identity
from model.charts.identity import LIGHT, Theme
from model.charts.written import capital
from model.evaluation.intervals import Score
from model.spreadsheet import no_formula
from model.text import Texts

Cell = str | float | int | None
Notes = tuple[str, ...]
FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", sans-serif'
TEXT = 16
"""Size of the text in a chart, px; at the width of a slide it can be read from the back of a room."""
LINE, THICK_LINE, THIN_LINE = 2.5, 4.5, 1.8
MARK, LARGE_MARK = 11, 15
PALE = 0.28
"""Opacity of the other algorithms while one is highlighted."""


@dataclass(frozen=True)
class ChartTable:
    """The numbers behind a chart; unknown ones are NaN. `practice` is the one that probabilities refer to, or empty."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    practice: str = ""

    def csv(self) -> str:
        """The table as CSV: decimal points in every language, unknown numbers empty, any practice as last column."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        last = [self.practice] if self.practice else []
        writer.writerow([*self.header, *(["practice"] if last else [])])
        writer.writerows([*map(_plain, row), *last] for row in self.rows)
        return file.getvalue()


@dataclass(frozen=True, eq=False)
class Chart:
    """A figure, without title and legend, with its words and numbers.

    `name` is its key in `charts` of the locales and the file name of a download. `alt` states the finding of the
    figure, `subtitle` how to read it, and `notes` are caveats, one sentence each.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    figure: go.Figure
    table: ChartTable
    notes: Notes = ()

    @classmethod
    def named(
        cls, t: Texts, name: str, alt: str, figure: go.Figure, table: ChartTable, notes: Notes = (), /, **words: object
    ) -> Chart:
        """A chart with the title and the subtitle of its name, filled with words."""
        title, subtitle = (t(f"charts.{name}.{part}", **words) for part in ("title", "subtitle"))
        return cls(name, capital(title), capital(subtitle), capital(alt), figure, table, notes)


@dataclass(frozen=True)
class View:
    """Language, highlighted algorithm and colours of a chart; the algorithms that are not highlighted are faded."""

    t: Texts
    highlighted: str | None = None
    theme: Theme = LIGHT

    def name(self, slug: str) -> str:
        """Name of an algorithm; its slug if the locale has no name for it."""
        return name_of(self.t, slug)

    def the(self, slug: str) -> str:
        """Name of an algorithm within a sentence, with its article."""
        return the_name_of(self.t, slug)

    def names(self, slugs: tuple[str, ...] | list[str]) -> str:
        """Names of several algorithms in one phrase: A, B and C."""
        t, names = self.t, [self.the(slug) for slug in slugs]
        return t("charts.and", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)

    def short(self, slug: str, width: int = 17) -> str:
        """Name broken into lines of `width` characters, for an axis."""
        return "<br>".join(textwrap.wrap(self.name(slug), width))

    def colour(self, slug: str) -> str:
        """Colour of an algorithm."""
        return identity.colour(slug, self.theme)

    def is_pale(self, slug: str) -> bool:
        """Whether another algorithm is highlighted."""
        return self.highlighted is not None and self.highlighted != slug

    def stroke(self, slug: str) -> str:
        """Colour of an algorithm, faded while another is highlighted."""
        return self.theme.faded(self.colour(slug), PALE) if self.is_pale(slug) else self.colour(slug)

    def line(self, slug: str, **options: object) -> dict[str, Any]:
        """Plotly style of the line of an algorithm."""
        width = THICK_LINE if slug == self.highlighted else THIN_LINE if self.is_pale(slug) else LINE
        dash = {"dash": "dash"} if identity.is_in_ink(slug) else {}
        return {"color": self.stroke(slug), "width": width, **dash, **options}

    def mark(self, slug: str, **options: object) -> dict[str, Any]:
        """Plotly style of the points of an algorithm."""
        size = LARGE_MARK if slug == self.highlighted else MARK
        outline = {"width": 1, "color": self.theme.paper}
        return {"color": self.stroke(slug), "symbol": identity.marker(slug), "size": size, "line": outline, **options}

    def trace(self, slug: str, **options: object) -> dict[str, Any]:
        """Options of every trace of an algorithm; a click on a point selects the algorithm of its legend group."""
        return {
            "name": self.name(slug),
            "legendgroup": slug,
            "line": self.line(slug),
            "marker": self.mark(slug),
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}},
            **options,
        }

    def ordered(self, slugs: tuple[str, ...]) -> list[str]:
        """Drawing order: the highlighted algorithm last, on top of the others."""
        return sorted(slugs, key=lambda slug: slug == self.highlighted)


def ends(score: Score) -> tuple[float, float, float]:
    """Value, lower and upper end: three cells of a table."""
    return score.value, score.low, score.high


def hover(words: str) -> str:
    """Hover text of a trace: its name, then the words."""
    return f"%{{fullData.name}}<br>{words}<extra></extra>"


def _plain(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, str):
        return no_formula(cell)  # the name of a team, for instance
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)
