"""The results of a report: all charts, grouped by the question that they answer, with legends and numbers."""

from __future__ import annotations

import math

from model.algorithms.contract import Progress, silent
from model.charts.chart import Cell, Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.questions import ANSWER, CHARTS, questions_of
from model.charts.written import DASH
from model.report.contents import Block, Heading, LegendEntry, Paragraph, Picture, Section, mark_of, section
from model.text import Texts

WITH_LEGEND = frozenset(
    {"roc", "corner", "precision", "decision", "reliability", "reliability_melanoma", "bump", "time", "size"}
)
"""Charts that need a legend because their lines and points carry no names."""


def results(view: View, material: ChartData, progress: Progress = silent) -> Section:
    """All charts; `progress` gets the share of them that is drawn."""
    t = view.t
    if not material.order:
        return section(t, "results", "23", "assessment", Paragraph(t("leaderboard.nobody")))
    blocks: list[Block] = [Paragraph(t("report.results.how", day=t(f"charts.{material.day}")))]
    drawn = 0
    for title, names in _groups(t, material).items():
        blocks.append(Heading(title))
        for name in names:
            blocks.append(_picture(view, material, CHARTS[name](material, view)))
            drawn += 1
            progress(drawn / len(CHARTS))
    return section(t, "results", "23", "assessment", *blocks)


def cells(t: Texts, table: ChartTable) -> tuple[tuple[str, ...], ...]:
    """The rows of a table in words; a column of whole numbers gets no decimals."""
    columns = [_column(t, column) for column in zip(*table.rows, strict=True)]
    return tuple(zip(*columns, strict=True))


def _groups(t: Texts, material: ChartData) -> dict[str, tuple[str, ...]]:
    """Names of charts by the title of their group."""
    questions = {t(f"leaderboard.questions.{question}"): names for question, names in questions_of(material).items()}
    return {t("leaderboard.table"): ANSWER} | questions


def _picture(view: View, material: ChartData, chart: Chart) -> Picture:
    legend = _legend(view, material, chart) if chart.name in WITH_LEGEND else ()
    return Picture(chart, legend, cells(view.t, chart.table))


def _legend(view: View, material: ChartData, chart: Chart) -> tuple[LegendEntry, ...]:
    """The algorithms of a chart, best first, then its other lines."""
    shown = {trace.legendgroup for trace in chart.figure.data}
    algorithms = [LegendEntry(view.name(slug), mark_of(slug)) for slug in material.order if slug in shown]
    lines = [
        LegendEntry(trace.name, None)
        for trace in chart.figure.data
        if trace.legendgroup is None and trace.name and trace.showlegend is not False and trace.mode == "lines"
    ]
    return (*algorithms, *lines)


def _column(t: Texts, column: tuple[Cell, ...]) -> list[str]:
    numbers = [cell for cell in column if isinstance(cell, float) and not math.isnan(cell)]
    digits = 0 if all(cell.is_integer() for cell in numbers) else 3
    return [_cell(t, cell, digits) for cell in column]


def _cell(t: Texts, cell: Cell, digits: int) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return DASH
    return cell if isinstance(cell, str) else t.number(cell, digits if isinstance(cell, float) else 0)
