"""Whose maps can be believed: how often they pass the check, and how much of their heat lies on the lesion.

Drawn from the committed tables of the checks, which were measured on a seeded choice of photos of day 2, so neither the
rule of the ranking nor the set that is looked at changes them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from model.charts.chart import LARGE_MARK, Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import ROW, empty_figure, error_bars, label_rows, percent_axis
from model.charts.written import score_words
from model.evaluation.intervals import Score, Undefined, no_score
from model.evaluation.sets import HOME
from model.trust.characteristic import Characteristic
from model.trust.faithfulness import MUST_BEAT, RANDOM

PASSES, FOCUS = "map_passes", "heat_on_lesion"
METRIC = "share"
"""Both are shares, and written as such."""


def maps_that_pass(material: ChartData, view: View) -> Chart:
    """Share of the maps of each algorithm that pass the check of faithfulness."""
    t, chance = view.t, (RANDOM + 1 - MUST_BEAT) / (RANDOM + 1)
    notes = (t("charts.map_passes.rule", number=RANDOM), t("charts.map_passes.without"))
    return _shares(material, view, PASSES, chance, notes)


def heat_on_the_lesion(material: ChartData, view: View) -> Chart:
    """Share of the heat that lies on the lesion and its rim, mean of the maps of each algorithm."""
    t = view.t
    notes = (t("charts.heat_on_lesion.how"), t("charts.heat_on_lesion.slow"))
    return _shares(material, view, FOCUS, None, notes)


def _shares(material: ChartData, view: View, measure: str, chance: float | None, notes: tuple[str, ...]) -> Chart:
    t = view.t
    found = rows_of(material, measure)
    order = sorted(material.order, key=lambda slug: (slug not in found, -_score(found, slug).value, slug))
    drawn = [slug for slug in order if slug in found]
    figure = empty_figure(view, max(300, 110 + ROW * len(drawn)))
    if chance is not None:
        figure.add_vline(x=chance * 100, line={"dash": "dot", "color": view.theme.quiet, "width": 2}, layer="below")
    for place, slug in enumerate(drawn):
        score = _score(found, slug)
        figure.add_scatter(
            x=[score.value * 100],
            y=[place],
            mode="markers",
            **view.trace(slug, line=None, marker=view.mark(slug, size=LARGE_MARK)),
            error_x=error_bars(score, 100, view.stroke(slug), 4),
            hovertemplate=f"%{{fullData.name}}<br>{score_words(t, METRIC, score)}<extra></extra>",
        )
    if not drawn:
        figure.add_scatter(x=[], y=[], mode="markers", showlegend=False)
    label_rows(figure, view, {slug: (view.name(slug), _label(view, found[slug])) for slug in drawn})
    figure.update_yaxes(visible=False, range=[max(1, len(drawn)) - 0.4, -0.85])
    figure.update_xaxes(**percent_axis(view, t(f"charts.{measure}.x"), 0, 101))
    header = (t("charts.algorithm"), t("charts.photos"), t(f"charts.{measure}.x"), t("charts.low"), t("charts.high"))
    return Chart(
        measure,
        t(f"charts.{measure}.title"),
        t(f"charts.{measure}.subtitle", chance=t.percent(chance or 0)),
        _finding(view, measure, found, drawn),
        figure,
        ChartTable(header, tuple(_row(view, slug, found.get(slug)) for slug in order)),
        (*notes, *_unmeasured(view, [slug for slug in order if slug not in found])),
    )


def rows_of(material: ChartData, measure: str) -> Mapping[str, Characteristic]:
    """The rows of one measure on day 2, by slug."""
    rows = (row for row in material.checks if row.measure == measure and row.of.endswith(f" {HOME}"))
    return {row.of.removesuffix(f" {HOME}"): row for row in rows}


def _score(found: Mapping[str, Characteristic], slug: str) -> Score:
    row = found.get(slug)
    if row is None:
        return no_score(Undefined.NO_TABLE)
    low, high = (math.nan if end is None else end for end in (row.low, row.high))
    return Score(row.value, low, high)


def _label(view: View, row: Characteristic) -> str:
    t = view.t
    return t("charts.maps_of", share=t.percent(row.value), photos=row.n)


def _row(
    view: View, slug: str, row: Characteristic | None
) -> tuple[str, int | None, float | None, float | None, float | None]:
    if row is None:
        return view.name(slug), None, None, None, None
    return view.name(slug), row.n, row.value, row.low, row.high


def _finding(view: View, measure: str, found: Mapping[str, Characteristic], drawn: list[str]) -> str:
    """Who has the highest share and who the lowest, with their intervals."""
    t = view.t
    if not drawn:
        return t("charts.nobody")
    most, least = (score_words(t, METRIC, _score(found, slug)) for slug in (drawn[0], drawn[-1]))
    if len(drawn) == 1:
        return t(f"charts.{measure}.finding_alone", name=view.name(drawn[0]), value=most)
    return t(f"charts.{measure}.finding", name=view.name(drawn[0]), value=most, worst=view.name(drawn[-1]), low=least)


def _unmeasured(view: View, slugs: list[str]) -> tuple[str, ...]:
    t = view.t
    return (t("charts.maps_unmeasured", names=view.names(slugs)),) if slugs else ()
