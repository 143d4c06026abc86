"""Recognised share of each of the seven diagnoses, and the confusion matrix."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from model.charts.chart import Chart, ChartTable, View, ends
from model.charts.chart_data import ChartData
from model.charts.chart_parts import add_cells, column_heads, empty_figure, rows_of_algorithms, word_axis
from model.charts.written import DASH, score_words
from model.evaluation.curves import confusion
from model.evaluation.intervals import Score
from model.evaluation.terms import Terms

Recognised = dict[str, list[Score]]
"""Sensitivity to each class by slug."""
UNDECIDED = "undecided"


def per_diagnosis(data: ChartData, view: View) -> Chart:
    """The share of each diagnosis that each algorithm recognises."""
    t, order, classes = view.t, data.order, data.tables.terms.classes
    scores = data.evaluation.scores[data.day]
    recognised = {slug: [scores[slug].of_class[name]["sensitivity"] for name in classes] for slug in order}
    photos = np.bincount(data.tables.truth, minlength=len(classes))
    shares = np.array([[score.value * 100 for score in recognised[slug]] for slug in order]).reshape(len(order), -1)
    figure = empty_figure(view, 150 + 42 * len(order))
    add_cells(
        figure,
        view,
        shares,
        100,
        text=[[t.number(value) if not math.isnan(value) else DASH for value in row] for row in shares],
        customdata=_recognised_words(view, classes, recognised),
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}: %{customdata[2]}<extra></extra>",
    )
    rows_of_algorithms(figure, view, order)
    figure.update_xaxes(**column_heads(_diagnosis_heads(view, classes, photos)))
    alt = _diagnoses_alt(view, data.tables.terms, data.ranked, shares[: len(data.ranked)])
    table = _recognised_table(view, classes, recognised, photos)
    return Chart.named(t, "diagnoses", alt, figure, table, day=data.set_name(t))


def _recognised_words(view: View, classes: tuple[str, ...], recognised: Recognised) -> list[list[list[str]]]:
    """Algorithm, diagnosis and share of each cell, for the hover text."""
    t = view.t
    return [
        [
            [view.name(slug), t(f"diagnoses.{name}.name"), score_words(t, "accuracy", score)]
            for name, score in zip(classes, scores, strict=True)
        ]
        for slug, scores in recognised.items()
    ]


def _diagnosis_heads(view: View, classes: tuple[str, ...], photos: NDArray[np.int64]) -> list[str]:
    t = view.t
    return [
        f"{t(f'diagnoses.{name}.short')}  <span style='color:{view.theme.quiet}'>{t.number(int(n))}</span>"
        for name, n in zip(classes, photos, strict=True)
    ]


def _recognised_table(
    view: View, classes: tuple[str, ...], recognised: Recognised, photos: NDArray[np.int64]
) -> ChartTable:
    t = view.t
    columns = ("algorithm", "diagnosis", "photos", "recognised", "low", "high")
    rows = tuple(
        (view.name(slug), t(f"diagnoses.{name}.name"), int(count), *ends(score))
        for slug, scores in recognised.items()
        for name, count, score in zip(classes, photos, scores, strict=True)
    )
    return ChartTable(tuple(t(f"charts.{column}") for column in columns), rows)


def _diagnoses_alt(view: View, terms: Terms, order: tuple[str, ...], shares: NDArray[np.float64]) -> str:
    """The algorithm that finds most of the target, and the diagnosis that is recognised least."""
    t, melanoma = view.t, terms.column
    known = [place for place in range(len(order)) if not math.isnan(shares[place, melanoma])]
    if not known:
        return t("charts.nobody")
    best = max(known, key=lambda place: float(shares[place, melanoma]))
    occurring = np.flatnonzero(~np.isnan(shares).all(axis=0))  # a diagnosis without photos has no share
    least = int(occurring[np.argmin(np.nanmean(shares[:, occurring], axis=0))])
    return t(
        "charts.diagnoses.alt",
        name=view.the(order[best]),
        share=t.percent(float(shares[best, melanoma]) / 100),
        least=t(f"diagnoses.{terms.classes[least]}.name"),
        mean=t.percent(float(np.nanmean(shares[:, least])) / 100),
    )


def confusion_matrix(data: ChartData, view: View) -> Chart:
    """True against called diagnoses of the algorithm in focus."""
    t, slug, terms = view.t, data.focus(view), data.tables.terms
    counts = confusion(data.tables.answers(slug))
    columns = [*terms.classes, *([UNDECIDED] if counts[:, -1].any() else [])]
    counts = counts[:, : len(columns)]
    called = [t(f"diagnoses.{name}.short") if name in terms.classes else t("charts.undecided") for name in columns]
    true = called[: len(terms.classes)]
    figure = empty_figure(view, 520)
    _add_counts(figure, view, counts, true, called)
    rows_down = {"title_text": t("charts.confusion.true"), "range": [len(terms.classes) - 0.5, -0.5]}
    figure.update_yaxes(**word_axis(true, **rows_down))
    title = t("charts.confusion.called", name=view.name(slug))
    figure.update_xaxes(**column_heads(called, title_text=title))
    rows = tuple((name, *row) for name, row in zip(true, counts.tolist(), strict=True))
    alt = _confusion_alt(view, slug, terms.column, counts, called)
    table = ChartTable((t("charts.confusion.true"), *called), rows)
    return Chart.named(t, "confusion", alt, figure, table, name=view.the(slug), day=data.set_name(t))


def _add_counts(figure: go.Figure, view: View, counts: NDArray[np.int64], true: list[str], called: list[str]) -> None:
    """Numbers of photos, coloured by their share of the true diagnosis."""
    t = view.t
    with np.errstate(invalid="ignore"):
        shares = counts / counts.sum(1, keepdims=True)
    words = [
        [
            [true_name, called_name, t.percent(float(share)), t.number(int(count))]
            for called_name, share, count in zip(called, share_row, row, strict=True)
        ]
        for true_name, share_row, row in zip(true, shares, counts, strict=True)
    ]
    places = {"true": 0, "called": 1, "share": 2, "number": 3}
    hover = t("charts.confusion.hover", **{name: f"%{{customdata[{place}]}}" for name, place in places.items()})
    text = [[t.number(int(count)) for count in row] for row in counts]
    add_cells(figure, view, shares * 100, 100, text=text, customdata=words, hovertemplate=f"{hover}<extra></extra>")


def _confusion_alt(view: View, slug: str, melanoma: int, counts: NDArray[np.int64], called: list[str]) -> str:
    """How many melanomas are recognised, and what the others are most often called."""
    missed = counts[melanoma].copy()
    missed[melanoma] = -1
    worst = int(missed.argmax())
    return view.t(
        "charts.confusion.alt",
        name=view.the(slug),
        hits=int(counts[melanoma, melanoma]),
        total=int(counts[melanoma].sum()),
        worst=called[worst],
        count=int(missed[worst]),
    )
