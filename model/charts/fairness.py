"""Who is fair: the melanoma AUC in groups of age, sex and site on day 1."""

from __future__ import annotations

import math

import plotly.graph_objects as go

from model.charts.chart import LARGE_MARK, Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import empty_figure, error_bars, label_rows
from model.charts.written import score_words
from model.evaluation.intervals import Score
from model.evaluation.subgroups import FEW_IMAGES, FEW_TARGETS, SubgroupScore, subgroup_scores

METRIC = "melanoma_auc"
RESAMPLES = 500
"""Of each group: its interval is wide, and a tenth of its width does not matter."""


def subgroups(material: ChartData, view: View) -> Chart:
    """The algorithm in focus in every group, beside its value over all of day 1."""
    t, slug = view.t, material.focus(view)
    tables = material.evaluation.benchmark.sets["day1"]
    found = subgroup_scores(tables, slug, material.facts, METRIC, RESAMPLES) if material.facts else ()
    overall = material.evaluation.scores["day1"][slug].overall[METRIC]
    drawn = [group for group in found if not math.isnan(group.score.value)]
    figure = empty_figure(view, 110 + 54 * len(drawn))
    if not math.isnan(overall.low):
        figure.add_vrect(
            x0=overall.low,
            x1=overall.high,
            fillcolor=view.theme.faded(view.theme.ink, 0.07),
            line_width=0,
            layer="below",
        )
    figure.add_vline(x=overall.value, line={"dash": "dot", "color": view.theme.quiet, "width": 2})
    labels = {}
    for place, group in enumerate(drawn):
        figure.add_trace(_point(view, slug, group, place))
        labels[f"{group.kind} {group.group}"] = _words(view, group)
    label_rows(figure, view, labels, algorithms=False)
    lows = [group.score.low for group in drawn if not math.isnan(group.score.low)]
    figure.update_xaxes(title_text=t(f"metrics.{METRIC}"), range=[max(0.0, min([0.9, *lows]) - 0.02), 1.01], nticks=6)
    figure.update_yaxes(visible=False, range=[len(drawn) - 0.4, -0.75])
    header = (
        t("charts.group"),
        t("charts.photos"),
        t("charts.melanomas"),
        t(f"metrics.{METRIC}"),
        t("charts.low"),
        t("charts.high"),
        t("charts.remark"),
    )
    rows = tuple(
        (
            group_name(view, group),
            group.images,
            group.melanomas,
            group.score.value,
            group.score.low,
            group.score.high,
            t("charts.subgroups.small") if group.small else "",
        )
        for group in found
    )
    return Chart(
        "subgroups",
        t("charts.subgroups.title", name=view.name(slug)),
        t("charts.subgroups.subtitle", value=score_words(t, METRIC, overall)),
        _alt(view, slug, found, overall),
        figure,
        ChartTable(header, rows),
        _notes(view, found),
    )


def group_name(view: View, group: SubgroupScore) -> str:
    """A group in words."""
    t = view.t
    if f"groups.{group.kind}.{group.group}" in t:
        return t(f"groups.{group.kind}.{group.group}")
    return f"{t(f'groups.{group.kind}.name')}: {group.group}"


def _point(view: View, slug: str, group: SubgroupScore, place: int) -> go.Scatter:
    """Full where it can be trusted, hollow and dashed in colour's stead where the group is small."""
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
    left = group_name(view, group)
    if group.small:
        left += f" <i>({t('charts.subgroups.small')})</i>"
    return left, t("charts.subgroups.counts", melanomas=group.melanomas, photos=group.images)


def _alt(view: View, slug: str, found: tuple[SubgroupScore, ...], overall: Score) -> str:
    t = view.t
    trusted = [group for group in found if not group.small and not math.isnan(group.score.value)]
    if not trusted:
        return t("charts.subgroups.none")
    worst = min(trusted, key=lambda group: group.score.value)
    apart = worst.score.high < overall.low
    return t(
        "charts.subgroups.alt_apart" if apart else "charts.subgroups.alt",
        name=view.name(slug),
        group=group_name(view, worst),
        value=score_words(t, METRIC, worst.score),
    )


def _notes(view: View, found: tuple[SubgroupScore, ...]) -> tuple[str, ...]:
    t = view.t
    small = [group_name(view, group) for group in found if group.small]
    warning = (
        (t("charts.subgroups.warning", images=FEW_IMAGES, melanomas=FEW_TARGETS, groups=", ".join(small)),)
        if small
        else ()
    )
    return (*warning, t("charts.subgroups.skin"))
