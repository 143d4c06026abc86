"""Loss of melanoma AUC of each algorithm by each disturbance of a photo, from the committed table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from model.charts.chart import Cell, Chart, ChartTable, View, ends
from model.charts.chart_parts import ROW, add_interval, dotted, empty_figure, label_rows
from model.charts.elsewhere import by_words
from model.charts.maps import score_of, unmeasured_note
from model.evaluation.intervals import Score
from model.evaluation.paired import Difference
from model.lesion.disturbances import DISTURBANCES
from model.text import Texts
from model.trust.characteristic import Characteristic

FALL, AREA = "auc_fall", "melanoma_auc"
Falls = Mapping[str, Mapping[str, Characteristic]]


def falls_of(rows: Sequence[Characteristic]) -> Falls:
    """The losses by disturbance, then slug, the largest first; only of current disturbances."""
    falls: dict[str, dict[str, Characteristic]] = {name: {} for name in DISTURBANCES}
    for row in sorted(rows, key=lambda row: -row.value):
        slug, _, name = row.of.partition(" ")
        if row.measure == FALL and name in falls:
            falls[name][slug] = row
    return falls


def losses(rows: Sequence[Characteristic], shown: str, view: View, slugs: Sequence[str] = ()) -> Chart:
    """Loss of every algorithm by the disturbance `shown` with its interval; the table holds all disturbances.

    The `rows` of the study may be empty. Those of `slugs` without a measurement are named in a note.

    Raises:
        KeyError: there is no such disturbance.
    """
    t, falls = view.t, falls_of(rows)
    words = {"disturbance": t(f"disturbances.{shown}"), "strength": stated_words(t, shown)}
    return Chart(
        "losses",
        t("stress.losses.title"),
        t("stress.losses.subtitle", **words, photos=max((row.n for row in rows), default=0)),
        losses_words(view, falls[shown]),
        _figure(view, falls[shown]),
        _table(view, rows, falls),
        unmeasured_note(view, [slug for slug in slugs if slug not in falls[shown]]),
    )


def _figure(view: View, losses: Mapping[str, Characteristic]) -> go.Figure:
    figure = empty_figure(view, max(300, 110 + ROW * len(losses)))
    figure.add_vline(x=0, line=dotted(view), layer="below")
    for place, (slug, row) in enumerate(losses.items()):
        loss = score_of(row)
        add_interval(figure, view, slug, place, Score(-loss.value, -loss.high, -loss.low), loss_words(view, row))
    label_rows(figure, view, {slug: (view.name(slug), loss_words(view, row)) for slug, row in losses.items()})
    figure.update_yaxes(visible=False, range=[max(1, len(losses)) - 0.4, -0.85])
    figure.update_xaxes(title_text=view.t("stress.losses.x"), range=_reach(losses), nticks=6)
    return figure


def stated_words(t: Texts, name: str) -> str:
    """The strength at which the loss by a disturbance is measured, in the unit of its text."""
    stated = DISTURBANCES[name].stated
    return t.number(stated, 0 if float(stated).is_integer() else 1).replace("-", "\N{MINUS SIGN}")


def losses_words(view: View, losses: Mapping[str, Characteristic]) -> str:
    """How many algorithms lose more than by chance, and which loses most."""
    t = view.t
    if not losses:
        return t("stress.losses.none_measured")
    certain = [slug for slug, row in losses.items() if row.low is not None and row.low > 0]
    most = next(iter(losses))
    words = {"name": view.the(most), "loss": loss_words(view, losses[most]), "all": len(losses)}
    return t(f"stress.losses.{'finding' if certain else 'nobody'}", count=len(certain), **words)


def loss_words(view: View, row: Characteristic) -> str:
    """The loss as a negative change, with its interval."""
    return by_words(view.t, Difference(*ends(score_of(row)), math.nan))


def _reach(losses: Mapping[str, Characteristic]) -> list[float]:
    known = [-end for row in losses.values() for end in ends(score_of(row)) if not math.isnan(end)]
    return [min([0.0, *known]) - 0.01, max([0.0, *known]) + 0.01]


def _table(view: View, rows: Sequence[Characteristic], falls: Falls) -> ChartTable:
    """One row for each algorithm: AUC of the undisturbed photos, then the loss by each disturbance."""
    t = view.t
    areas = {row.of.split(" ")[0]: row for row in rows if row.measure == AREA}
    first = [t("charts.algorithm"), t("charts.photos"), t("stress.losses.undisturbed")]
    header = (*first, *(t(f"disturbances.{name}") for name in falls))
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (view.name(slug), area.n, area.value, *(_lost(by_slug.get(slug)) for by_slug in falls.values()))
        for slug, area in sorted(areas.items(), key=lambda pair: -pair[1].value)
    )
    return ChartTable(header, lines)


def _lost(row: Characteristic | None) -> float:
    return math.nan if row is None else -row.value
