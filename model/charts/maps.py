"""Checks of heat maps: how often they pass, and the share of their heat on the lesion.

The committed tables of the checks were measured on a seeded choice of photos of day 2. So neither the rule of the
ranking nor the chosen set changes these charts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import plotly.graph_objects as go

from model.charts.chart import Cell, Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import ROW, add_interval, dotted, empty_figure, label_rows, percent_axis
from model.charts.written import score_words
from model.evaluation.intervals import Score
from model.evaluation.sets import HOME
from model.trust.characteristic import Characteristic
from model.trust.faithfulness import MUST_BEAT, RANDOM

PASSES, FOCUS = "map_passes", "heat_on_lesion"
METRIC = "share"
"""Name under which both shares are written."""


def maps_that_pass(data: ChartData, view: View) -> Chart:
    """Share of the maps of each algorithm that pass the check of faithfulness."""
    t, chance = view.t, (RANDOM + 1 - MUST_BEAT) / (RANDOM + 1)
    notes = (t("charts.map_passes.rule", number=RANDOM), t("charts.map_passes.without"))
    return _shares(data, view, PASSES, chance, notes)


def heat_on_the_lesion(data: ChartData, view: View) -> Chart:
    """Mean share of the heat on the lesion and its rim, over the maps of each algorithm."""
    notes = (view.t("charts.heat_on_lesion.how"), view.t("charts.heat_on_lesion.slow"))
    return _shares(data, view, FOCUS, None, notes)


def _shares(data: ChartData, view: View, measure: str, chance: float | None, notes: tuple[str, ...]) -> Chart:
    t, rows = view.t, rows_of(data, measure)
    known = sorted((slug for slug in data.order if slug in rows), key=lambda slug: (-rows[slug].value, slug))
    measured = sorted(known, key=lambda slug: slug not in data.ranked)
    unmeasured = [slug for slug in data.order if slug not in rows]
    header = (t("charts.algorithm"), t("charts.photos"), t(f"charts.{measure}.x"), t("charts.low"), t("charts.high"))
    cells = tuple(_row(view, slug, rows.get(slug)) for slug in (*measured, *unmeasured))
    competing = [slug for slug in measured if slug in data.ranked]
    alt, figure = _finding(view, measure, rows, competing), _figure(view, measure, rows, measured, chance)
    notes = (*notes, *unmeasured_note(view, unmeasured))
    return Chart.named(t, measure, alt, figure, ChartTable(header, cells), notes, chance=t.percent(chance or 0))


def _figure(
    view: View, measure: str, rows: Mapping[str, Characteristic], measured: list[str], chance: float | None
) -> go.Figure:
    figure = empty_figure(view, max(300, 110 + ROW * len(measured)))
    if chance is not None:
        figure.add_vline(x=chance * 100, line=dotted(view), layer="below")
    for place, slug in enumerate(measured):
        score = score_of(rows[slug])
        add_interval(figure, view, slug, place, score, score_words(view.t, METRIC, score), 100)
    if not measured:
        figure.add_scatter(x=[], y=[], mode="markers", showlegend=False)
    label_rows(figure, view, {slug: (view.name(slug), _label(view, rows[slug])) for slug in measured})
    figure.update_yaxes(visible=False, range=[max(1, len(measured)) - 0.4, -0.85])
    figure.update_xaxes(**percent_axis(view, view.t(f"charts.{measure}.x"), 0, 101))
    return figure


def rows_of(data: ChartData, measure: str) -> Mapping[str, Characteristic]:
    """The rows of one measure on day 2, by slug."""
    rows = (row for row in data.checks if row.measure == measure and row.of.endswith(f" {HOME}"))
    return {row.of.removesuffix(f" {HOME}"): row for row in rows}


def unmeasured_note(view: View, slugs: list[str]) -> tuple[str, ...]:
    """A note with the names of the algorithms without a measurement; none if all have one."""
    return (view.t("charts.maps_unmeasured", names=view.names(slugs)),) if slugs else ()


def score_of(row: Characteristic) -> Score:
    """A measurement as a score; an unknown end of its interval is NaN."""
    low, high = (math.nan if end is None else end for end in (row.low, row.high))
    return Score(row.value, low, high)


def _label(view: View, row: Characteristic) -> str:
    return view.t("charts.maps_of", share=view.t.percent(row.value), photos=row.n)


def _row(view: View, slug: str, row: Characteristic | None) -> tuple[Cell, ...]:
    if row is None:
        return view.name(slug), None, None, None, None
    return view.name(slug), row.n, row.value, row.low, row.high


def _finding(view: View, measure: str, rows: Mapping[str, Characteristic], measured: list[str]) -> str:
    t = view.t
    if not measured:
        return t("charts.nobody")
    best, worst = measured[0], measured[-1]
    value, low = (score_words(t, METRIC, score_of(rows[slug])) for slug in (best, worst))
    if best == worst:
        return t(f"charts.{measure}.finding_alone", name=view.the(best), value=value)
    return t(f"charts.{measure}.finding", name=view.the(best), value=value, worst=view.the(worst), low=low)
