"""What a chart is: a figure with the words and the numbers that belong to it.

Out go plotly figures that say who is who by colour and marker. A page draws its own legend; a report or a downloaded
picture asks for `Chart.standalone()`, which has title and legend inside.
"""

from __future__ import annotations

import csv
import io
import math
import textwrap
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from model.charts import identity
from model.charts.identity import LIGHT, Theme
from model.evaluation.intervals import Score
from model.text import Texts

Cell = str | float | int | None
FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", sans-serif'
TEXT = 16
"""Size of the text in a chart, px; with the width of a slide it is read from the back of a room."""
LINE, THICK_LINE, THIN_LINE = 2.5, 4.5, 1.8
MARK, LARGE_MARK = 11, 15
PALE = 0.28
"""Strength of the others while one algorithm is highlighted."""


@dataclass(frozen=True)
class ChartTable:
    """The numbers behind a chart.

    Attributes:
        header: one word for each column.
        rows: cells; a number that is not known is NaN.
        practice: slug of what the probabilities behind the numbers speak of; empty where there are none.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    practice: str = ""

    def csv(self) -> str:
        """As CSV with a point as decimal sign, in every language; an unknown number is empty.

        A last column names the practice.
        """
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        last = [self.practice] if self.practice else []
        writer.writerow([*self.header, *(["practice"] if last else [])])
        writer.writerows([*map(_plain, row), *last] for row in self.rows)
        return file.getvalue()


@dataclass(frozen=True, eq=False)
class Chart:
    """One picture and everything that is said with it.

    Attributes:
        name: key in `charts` of the locales, and file name of a download.
        title: what it shows.
        subtitle: how to read it.
        alt: the finding, for whom who cannot see it.
        figure: the picture, without title and legend.
        table: the numbers behind it.
        notes: what must be known before it is believed, one sentence each.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    figure: go.Figure
    table: ChartTable
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """For whom a chart is drawn.

    Attributes:
        t: the sentences of the language.
        highlighted: the algorithm that stands out; the others step back.
        theme: the colours.
    """

    t: Texts
    highlighted: str | None = None
    theme: Theme = LIGHT

    def name(self, slug: str) -> str:
        """What an algorithm is called; one from outside may have no texts yet."""
        t = self.t
        return t(f"algorithms.{slug}.name") if f"algorithms.{slug}.name" in t else slug

    def names(self, slugs: tuple[str, ...] | list[str]) -> str:
        """Several algorithms in one phrase: A, B and C."""
        t, names = self.t, [self.name(slug) for slug in slugs]
        return t("charts.and", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)

    def short(self, slug: str, width: int = 17) -> str:
        """The name broken into lines, for the axis of a table-like chart."""
        return "<br>".join(textwrap.wrap(self.name(slug), width))

    def colour(self, slug: str) -> str:
        """Its colour."""
        return identity.colour(slug, self.theme)

    def is_pale(self, slug: str) -> bool:
        """Another one is highlighted."""
        return self.highlighted is not None and self.highlighted != slug

    def stroke(self, slug: str) -> str:
        """Its colour, as strong as it is to be drawn."""
        return self.theme.faded(self.colour(slug), PALE) if self.is_pale(slug) else self.colour(slug)

    def line(self, slug: str, **options: object) -> dict[str, Any]:
        """How its line is drawn."""
        width = THICK_LINE if slug == self.highlighted else THIN_LINE if self.is_pale(slug) else LINE
        return {"color": self.stroke(slug), "width": width, **options}

    def mark(self, slug: str, **options: object) -> dict[str, Any]:
        """How its points are drawn."""
        size = LARGE_MARK if slug == self.highlighted else MARK
        outline = {"width": 1, "color": self.theme.paper}
        return {"color": self.stroke(slug), "symbol": identity.marker(slug), "size": size, "line": outline, **options}

    def trace(self, slug: str, **options: object) -> dict[str, Any]:
        """What every trace of an algorithm has; a click on a point of its group means the algorithm."""
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
        """The order in which they are drawn: the highlighted one last, so that it lies on top."""
        return sorted(slugs, key=lambda slug: slug == self.highlighted)


def ends(score: Score) -> tuple[float, float, float]:
    """Value, lower and upper end: three cells of a table."""
    return score.value, score.low, score.high


def _plain(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)
