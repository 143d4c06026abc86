"""Two algorithms head to head: the differences of their scores, and who is right where."""

from __future__ import annotations

import math
import textwrap

import numpy as np
import plotly.graph_objects as go

from model.charts.chart import LARGE_MARK, Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import PHONE, ROW, add_cells, dotted, empty_figure, error_bars, label_rows, word_axis
from model.charts.written import AS_NUMBER, DASH
from model.evaluation.duel import COMPARED, Duel, duel_of
from model.evaluation.intervals import Score
from model.evaluation.paired import Difference
from model.evaluation.significance import LEVEL
from model.text import Texts

SIDES = (True, False)
"""Right, then wrong: the rows and columns of the counts."""


def differences(data: ChartData, view: View) -> Chart:
    """The paired difference of each score with its interval, first minus second."""
    t, duel = view.t, duel_of(data.evaluation, data.day, data.duellists)
    header = tuple(t(f"charts.{name}") for name in ("score", "difference_of_scores", "low", "high"))
    rows = tuple((t(f"metrics.{name}"), of.value, of.low, of.high) for name, of in duel.differences.items())
    alt, figure, notes = _differences_alt(view, duel), _differences_figure(view, duel), _rule_note(data, view)
    return Chart.named(t, "differences", alt, figure, ChartTable(header, rows), notes, **_names(data, view))


def _names(data: ChartData, view: View) -> dict[str, object]:
    one, other = data.duellists
    return {"one": view.the(one), "other": view.the(other), "day": data.set_name(view.t)}


def _differences_figure(view: View, duel: Duel) -> go.Figure:
    figure = empty_figure(view, 120 + ROW * len(COMPARED))
    figure.add_vline(x=0, line=dotted(view), layer="below")
    labels = {}
    for place, (metric, difference) in enumerate(duel.differences.items()):
        figure.add_trace(_point(view, duel.pair, difference, place))
        labels[metric] = view.t(f"metrics.{metric}"), _difference_words(view.t, metric, difference)
    label_rows(figure, view, labels, algorithms=False)
    figure.update_yaxes(visible=False, range=[len(COMPARED) - 0.4, -0.75])
    ends = [abs(end) for of in duel.differences.values() for end in (of.low, of.high) if not math.isnan(end)]
    reach = 105 * max([0.02, *ends])
    title = view.t("charts.differences.x", one=view.name(duel.pair[0]), other=view.name(duel.pair[1]))
    figure.update_xaxes(title_text="<br>".join(textwrap.wrap(title, PHONE)), range=[-reach, reach], nticks=7)
    return figure


def _point(view: View, pair: tuple[str, str], difference: Difference, place: int) -> go.Scatter:
    """The difference in points, in the colours of the better one; hollow if chance may explain it."""
    slug = pair[0] if difference.value >= 0 else pair[1]
    colour = view.colour(slug)
    fill = colour if _is_clear(difference) else view.theme.paper
    mark = view.mark(slug, size=LARGE_MARK, color=fill, line={"width": 2.5, "color": colour})
    return go.Scatter(
        x=[difference.value * 100],
        y=[place],
        mode="markers",
        **view.trace(slug, line=None, marker=mark),
        error_x=error_bars(Score(difference.value, difference.low, difference.high), 100, colour, 3),
        hoverinfo="skip",
        showlegend=False,
    )


def _is_clear(difference: Difference) -> bool:
    return difference.low > 0 or difference.high < 0


def _difference_words(t: Texts, metric: str, difference: Difference) -> str:
    """A difference with its interval: in points, or as a number with two decimals."""
    if math.isnan(difference.value):
        return DASH
    scale, digits = (1, 3) if metric in AS_NUMBER else (100, 1)
    value, low, high = (_signed(t, end * scale, digits) for end in (difference.value, difference.low, difference.high))
    return f"{value} ({low} {DASH} {high})"


def _signed(t: Texts, value: float, digits: int) -> str:
    shown = round(value, digits)
    sign = "\N{MINUS SIGN}" if shown < 0 else "+" if shown > 0 else ""
    return sign + t.number(abs(shown), digits)


def _differences_alt(view: View, duel: Duel) -> str:
    """Return the sentence that names the clearly better algorithm and the scores that show it."""
    t = view.t
    sentences = []
    for slug, sign in zip(duel.pair, (1, -1), strict=True):
        better = [name for name, of in duel.differences.items() if _is_clear(of) and sign * of.value > 0]
        if better:
            names = ", ".join(t(f"metrics.{name}") for name in better)
            sentences.append(t("charts.differences.better", name=view.name(slug), metrics=names))
    return " ".join(sentences) or t("charts.differences.none")


def _rule_note(data: ChartData, view: View) -> tuple[str, ...]:
    """Whether the test of the ranking separates the two; nothing for one without a rank."""
    slugs = data.pairs.slugs
    if not set(data.duellists) <= set(slugs) or data.duellists[0] == data.duellists[1]:
        return ()
    one, other = map(slugs.index, data.duellists)
    p = data.pairs.adjusted[one, other]
    return () if math.isnan(p) else (view.t(f"charts.differences.{'tied' if p >= LEVEL else 'apart'}"),)


def right_where(data: ChartData, view: View) -> Chart:
    """Numbers of photos by who calls them right, with the melanomas among them."""
    t, duel = view.t, duel_of(data.evaluation, data.day, data.duellists)
    cells = {(first, second): duel.counts(first, second) for first in SIDES for second in SIDES}
    names = [view.name(slug) for slug in duel.pair]
    rows = tuple((_side(t, first), _side(t, second), *counts) for (first, second), counts in cells.items())
    table = ChartTable((*names, t("charts.photos"), t("charts.melanomas")), rows)
    words = {"one": view.the(duel.pair[0]), "other": view.the(duel.pair[1])}
    counts = {"only_one": cells[True, False][0], "only_other": cells[False, True][0], "both": cells[True, True][0]}
    alt = t("charts.right_where.alt", **words, **counts, neither=cells[False, False][0])
    return Chart.named(t, "right_where", alt, _counts_figure(view, duel, cells), table, (), **_names(data, view))


def _counts_figure(view: View, duel: Duel, cells: dict[tuple[bool, bool], tuple[int, int]]) -> go.Figure:
    t, heads = view.t, [[f"{view.short(slug)}<br>{_side(view.t, side)}" for side in SIDES] for slug in duel.pair]
    photos = np.array([[cells[first, second][0] for second in SIDES] for first in SIDES], np.float64)
    text = [[_cell(t, *cells[first, second]) for second in SIDES] for first in SIDES]
    figure = empty_figure(view, 340)
    add_cells(figure, view, photos, float(photos.max()), text=text, hoverinfo="skip")
    figure.update_yaxes(**word_axis(heads[0], range=[1.5, -0.5]))
    figure.update_xaxes(**word_axis(heads[1], side="top", tickangle=0))
    return figure


def _cell(t: Texts, photos: int, melanomas: int) -> str:
    return f"<b>{t.number(photos)}</b><br>{t('charts.right_where.melanomas', melanomas=melanomas)}"


def _side(t: Texts, right: bool) -> str:
    return t(f"charts.right_where.{'right' if right else 'wrong'}")
