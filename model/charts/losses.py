"""What each disturbance of a photo takes of the melanoma AUC of each algorithm, from the committed table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from model.charts.chart import LARGE_MARK, Cell, Chart, ChartTable, View
from model.charts.chart_parts import ROW, empty_figure, error_bars, label_rows
from model.charts.elsewhere import by_words
from model.evaluation.intervals import Score
from model.evaluation.paired import Difference
from model.lesion.disturbances import DISTURBANCES
from model.text import Texts
from model.trust.characteristic import Characteristic

FALL, AREA = "auc_fall", "melanoma_auc"
Falls = Mapping[str, Mapping[str, Characteristic]]


def falls_of(rows: Sequence[Characteristic]) -> Falls:
    """The falls by disturbance, then slug, hardest hit first; only those of disturbances that there still are."""
    found: dict[str, dict[str, Characteristic]] = {name: {} for name in DISTURBANCES}
    for row in sorted(rows, key=lambda row: -row.value):
        slug, _, name = row.of.partition(" ")
        if row.measure == FALL and name in found:
            found[name][slug] = row
    return found


def losses(rows: Sequence[Characteristic], shown: str, view: View, slugs: Sequence[str] = ()) -> Chart:
    """What one disturbance takes of every algorithm, with the interval; its table holds all of them.

    Args:
        rows: the table of the study; may be empty.
        shown: slug of the disturbance that is drawn.
        view: for whom.
        slugs: who might have been measured; those who were not are named.

    Raises:
        KeyError: there is no such disturbance.
    """
    t, falls = view.t, falls_of(rows)
    found = falls[shown]
    figure = empty_figure(view, max(300, 110 + ROW * len(found)))
    figure.add_vline(x=0, line={"dash": "dot", "color": view.theme.quiet, "width": 2}, layer="below")
    for place, (slug, row) in enumerate(found.items()):
        _add_loss(figure, view, slug, row, place)
    label_rows(figure, view, {slug: (view.name(slug), loss_words(view, row)) for slug, row in found.items()})
    figure.update_yaxes(visible=False, range=[max(1, len(found)) - 0.4, -0.85])
    figure.update_xaxes(title_text=t("stress.losses.x"), range=_reach(found), nticks=6)
    photos = max((row.n for row in rows), default=0)
    return Chart(
        "losses",
        t("stress.losses.title"),
        t(
            "stress.losses.subtitle",
            disturbance=t(f"disturbances.{shown}"),
            strength=stated_words(t, shown),
            photos=photos,
        ),
        losses_words(view, found),
        figure,
        _table(view, rows, falls),
        _unmeasured(view, [slug for slug in slugs if slug not in found]),
    )


def stated_words(t: Texts, name: str) -> str:
    """The strength at which the harm of a disturbance is stated, in the unit of its words."""
    stated = DISTURBANCES[name].stated
    return t.number(stated, 0 if float(stated).is_integer() else 1).replace("-", "\N{MINUS SIGN}")


def losses_words(view: View, found: Mapping[str, Characteristic]) -> str:
    """How many lose more than by chance, and who most."""
    t = view.t
    if not found:
        return t("stress.losses.none_measured")
    certain = [slug for slug, row in found.items() if row.low is not None and row.low > 0]
    most = next(iter(found))
    words = {"name": view.name(most), "loss": loss_words(view, found[most]), "all": len(found)}
    if not certain:
        return t("stress.losses.nobody", **words)
    return t("stress.losses.finding", number=len(certain), **words)


def loss_words(view: View, row: Characteristic) -> str:
    """What is lost, with a minus, and its interval."""
    return by_words(view.t, Difference(row.value, *_ends(row), math.nan))


def _unmeasured(view: View, slugs: list[str]) -> tuple[str, ...]:
    t = view.t
    return (t("charts.maps_unmeasured", names=view.names(slugs)),) if slugs else ()


def _ends(row: Characteristic) -> tuple[float, float]:
    low, high = (math.nan if end is None else end for end in (row.low, row.high))
    return low, high


def _add_loss(figure: go.Figure, view: View, slug: str, row: Characteristic, place: int) -> None:
    low, high = _ends(row)
    figure.add_scatter(
        x=[-row.value],
        y=[place],
        mode="markers",
        **view.trace(slug, line=None, marker=view.mark(slug, size=LARGE_MARK)),
        error_x=error_bars(Score(-row.value, -high, -low), 1, view.stroke(slug), 4),
        hovertemplate=f"%{{fullData.name}}<br>{loss_words(view, row)}<extra></extra>",
    )


def _reach(found: Mapping[str, Characteristic]) -> list[float]:
    """From the lowest end of an interval to the highest, 0 among them, with a little room."""
    known = [-end for row in found.values() for end in (row.value, *_ends(row)) if not math.isnan(end)]
    return [min([0.0, *known]) - 0.01, max([0.0, *known]) + 0.01]


def _table(view: View, rows: Sequence[Characteristic], falls: Falls) -> ChartTable:
    """One row for each algorithm: the photos as they are, then what each disturbance takes."""
    t = view.t
    areas = {row.of.split(" ")[0]: row for row in rows if row.measure == AREA}
    first = [t("charts.algorithm"), t("charts.photos"), t("stress.losses.undisturbed")]
    header = (*first, *(t(f"disturbances.{name}") for name in falls))
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (view.name(slug), area.n, area.value, *(_lost(of.get(slug)) for of in falls.values()))
        for slug, area in sorted(areas.items(), key=lambda pair: -pair[1].value)
    )
    return ChartTable(header, lines)


def _lost(row: Characteristic | None) -> float:
    return math.nan if row is None else -row.value
