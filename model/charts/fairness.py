"""Melanoma AUC in groups of age, sex and site on day 1."""

from __future__ import annotations

import math
from dataclasses import replace

import plotly.graph_objects as go

from model.charts.chart import LARGE_MARK, Chart, ChartTable, View, ends
from model.charts.chart_data import ChartData
from model.charts.chart_parts import dotted, empty_figure, error_bars, label_rows
from model.charts.written import score_words
from model.evaluation.intervals import Score
from model.evaluation.subgroups import FEW_IMAGES, FEW_TARGETS, SubgroupScore, subgroup_scores

METRIC = "melanoma_auc"
RESAMPLES = 500
"""Resamples of each group; few are enough, since the intervals are wide."""
Groups = tuple[SubgroupScore, ...]


def subgroups(data: ChartData, view: View) -> Chart:
    """The algorithm in focus in every group, with its value over all of day 1."""
    t, slug = view.t, replace(data, day="day1").focus(view)  # one with answers to the only set with facts
    tables = data.evaluation.benchmark.sets["day1"]
    groups = subgroup_scores(tables, slug, data.facts, METRIC, RESAMPLES) if data.facts else ()
    overall = data.evaluation.score("day1", slug, METRIC)
    alt, figure = _alt(view, slug, groups, overall), _figure(view, slug, groups, overall)
    words = {"name": view.the(slug), "value": score_words(t, METRIC, overall)}
    return Chart.named(t, "subgroups", alt, figure, _table(view, groups), _notes(view, groups), **words)


def group_name(view: View, group: SubgroupScore) -> str:
    """Name of a group; its slug if the locale has no name for it."""
    t = view.t
    if f"groups.{group.kind}.{group.group}" in t:
        return t(f"groups.{group.kind}.{group.group}")
    return f"{t(f'groups.{group.kind}.name')}: {group.group}"


def _figure(view: View, slug: str, groups: Groups, overall: Score) -> go.Figure:
    drawn = [group for group in groups if not math.isnan(group.score.value)]
    figure = empty_figure(view, 110 + 54 * len(drawn))
    _add_overall(figure, view, overall)
    for place, group in enumerate(drawn):
        figure.add_trace(_point(view, slug, group, place))
    label_rows(figure, view, {f"{group.kind} {group.group}": _words(view, group) for group in drawn}, algorithms=False)
    lows = [group.score.low for group in drawn if not math.isnan(group.score.low)]
    least = max(0.0, min([0.9, *lows]) - 0.02)
    figure.update_xaxes(title_text=view.t(f"metrics.{METRIC}"), range=[least, 1.01], nticks=6)
    figure.update_yaxes(visible=False, range=[len(drawn) - 0.4, -0.75])
    return figure


def _add_overall(figure: go.Figure, view: View, overall: Score) -> None:
    """The value over all patients as a line, its interval as a strip."""
    if not math.isnan(overall.low):
        grey = view.theme.faded(view.theme.ink, 0.07)
        figure.add_vrect(x0=overall.low, x1=overall.high, fillcolor=grey, line_width=0, layer="below")
    figure.add_vline(x=overall.value, line=dotted(view))


def _point(view: View, slug: str, group: SubgroupScore, place: int) -> go.Scatter:
    """The score of a group; hollow, with a faded interval, if the group is small."""
    score, colour = group.score, view.colour(slug)
    mark = {"color": view.theme.paper if group.small else colour, "line": {"width": 2.5, "color": colour}}
    bars = error_bars(score, 1, view.theme.faded(colour, 0.45) if group.small else colour, 2 if group.small else 4)
    return go.Scatter(
        x=[score.value],
        y=[place],
        mode="markers",
        **view.trace(slug, line=None, marker=view.mark(slug, size=LARGE_MARK, **mark)),
        error_x=bars,
        hovertemplate=f"{group_name(view, group)}<br>{score_words(view.t, METRIC, score)}<extra></extra>",
        showlegend=place == 0,
    )


def _words(view: View, group: SubgroupScore) -> tuple[str, str]:
    t = view.t
    name = group_name(view, group)
    if group.small:
        name += f" <i>({t('charts.subgroups.small')})</i>"
    return name, t("charts.subgroups.counts", count=group.melanomas, photos=group.images)


def _table(view: View, groups: Groups) -> ChartTable:
    t = view.t
    names = ("charts.group", "charts.photos", "charts.melanomas", f"metrics.{METRIC}")
    header = tuple(t(name) for name in (*names, "charts.low", "charts.high", "charts.remark"))
    notes = {True: t("charts.subgroups.small"), False: ""}
    rows = (
        (group_name(view, group), group.images, group.melanomas, *ends(group.score), notes[group.small])
        for group in groups
    )
    return ChartTable(header, tuple(rows))


def _alt(view: View, slug: str, groups: Groups, overall: Score) -> str:
    """The worst of the groups that are large enough, and whether it is clearly below the value over all."""
    t = view.t
    trusted = [group for group in groups if not group.small and not math.isnan(group.score.value)]
    if not trusted:
        return t("charts.subgroups.none")
    worst = min(trusted, key=lambda group: group.score.value)
    key = "alt_apart" if worst.score.high < overall.low else "alt"
    words = {"group": group_name(view, worst), "value": score_words(t, METRIC, worst.score)}
    return t(f"charts.subgroups.{key}", name=view.the(slug), **words)


def _notes(view: View, groups: Groups) -> tuple[str, ...]:
    """A warning with the names of the small groups, and the missing facts about skin."""
    t = view.t
    small = ", ".join(group_name(view, group) for group in groups if group.small)
    limits = {"images": FEW_IMAGES, "melanomas": FEW_TARGETS}
    warning = (t("charts.subgroups.warning", **limits, groups=small),) if small else ()
    return (*warning, t("charts.subgroups.skin"))
