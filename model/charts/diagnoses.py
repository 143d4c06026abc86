"""What is recognised of each of the seven diagnoses, and what is taken for what."""

from __future__ import annotations

import math

import numpy as np

from model.charts.chart import Cell, Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import add_cells, empty_figure, rows_of_algorithms
from model.charts.written import DASH, score_words
from model.evaluation.answers import MELANOMA
from model.evaluation.curves import confusion
from model.evaluation.tables import CLASSES


def per_diagnosis(material: ChartData, view: View) -> Chart:
    """The share of each diagnosis that each algorithm recognises."""
    t, order, theme = view.t, material.order, view.theme
    scores = material.evaluation.scores[material.day]
    found = {slug: [scores[slug].of_class[name]["sensitivity"] for name in CLASSES] for slug in order}
    photos = np.bincount(material.tables.truth, minlength=len(CLASSES))
    shares = np.array([[score.value * 100 for score in found[slug]] for slug in order]).reshape(len(order), -1)
    figure = empty_figure(view, 150 + 42 * len(order))
    add_cells(
        figure,
        view,
        shares,
        100,
        text=[[t.number(value) if not math.isnan(value) else DASH for value in row] for row in shares],
        customdata=[
            [
                [view.name(slug), t(f"diagnoses.{name}.name"), score_words(t, "accuracy", score)]
                for name, score in zip(CLASSES, found[slug], strict=True)
            ]
            for slug in order
        ],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}: %{customdata[2]}<extra></extra>",
    )
    rows_of_algorithms(figure, view, order)
    figure.update_xaxes(
        tickvals=list(range(len(CLASSES))),
        ticktext=[
            f"{_broken(t(f'diagnoses.{name}.short'))}<br><span style='color:{theme.quiet}'>{t.number(int(n))}</span>"
            for name, n in zip(CLASSES, photos, strict=True)
        ],
        tickangle=0,
        side="top",
        showgrid=False,
    )
    header = (
        t("charts.algorithm"),
        t("charts.diagnosis"),
        t("charts.photos"),
        t("charts.recognised"),
        t("charts.low"),
        t("charts.high"),
    )
    rows = tuple(
        (view.name(slug), t(f"diagnoses.{name}.name"), int(count), score.value, score.low, score.high)
        for slug in order
        for name, count, score in zip(CLASSES, photos, found[slug], strict=True)
    )
    return Chart(
        "diagnoses",
        t("charts.diagnoses.title", day=t(f"charts.{material.day}")),
        t("charts.diagnoses.subtitle"),
        _diagnoses_alt(view, order, shares),
        figure,
        ChartTable(header, rows),
    )


def confusion_matrix(material: ChartData, view: View) -> Chart:
    """What the algorithm in focus calls what."""
    t, slug = view.t, material.focus(view)
    counts = confusion(material.tables.answers(slug))
    columns = [*CLASSES, *(["undecided"] if counts[:, -1].any() else [])]
    counts = counts[:, : len(columns)]
    with np.errstate(invalid="ignore"):
        shares = counts / counts.sum(1, keepdims=True)
    called = [t(f"diagnoses.{name}.short") if name in CLASSES else t("charts.undecided") for name in columns]
    true = [t(f"diagnoses.{name}.short") for name in CLASSES]
    figure = empty_figure(view, 520)
    add_cells(
        figure,
        view,
        shares * 100,
        100,
        text=[[t.number(int(count)) for count in row] for row in counts],
        customdata=[
            [
                [of, to, t.percent(float(share), 1), t.number(int(count))]
                for to, share, count in zip(called, share_row, row, strict=True)
            ]
            for of, share_row, row in zip(true, shares, counts, strict=True)
        ],
        hovertemplate=t(
            "charts.confusion.hover",
            true="%{customdata[0]}",
            called="%{customdata[1]}",
            number="%{customdata[3]}",
            share="%{customdata[2]}",
        )
        + "<extra></extra>",
    )
    figure.update_yaxes(
        title_text=t("charts.confusion.true"),
        tickvals=list(range(len(CLASSES))),
        ticktext=true,
        range=[len(CLASSES) - 0.5, -0.5],
        showgrid=False,
    )
    figure.update_xaxes(
        title_text=t("charts.confusion.called", name=view.name(slug)),
        tickvals=list(range(len(columns))),
        ticktext=[_broken(name) for name in called],
        tickangle=0,
        side="top",
        showgrid=False,
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *(int(count) for count in row)) for name, row in zip(true, counts, strict=True)
    )
    melanoma = CLASSES.index(MELANOMA)
    missed = {columns[at]: int(counts[melanoma, at]) for at in range(len(columns)) if at != melanoma}
    worst = max(missed, key=lambda name: missed[name])
    return Chart(
        "confusion",
        t("charts.confusion.title", name=view.name(slug), day=t(f"charts.{material.day}")),
        t("charts.confusion.subtitle"),
        t(
            "charts.confusion.alt",
            name=view.name(slug),
            hits=int(counts[melanoma, melanoma]),
            total=int(counts[melanoma].sum()),
            worst=called[columns.index(worst)],
            count=missed[worst],
        ),
        figure,
        ChartTable((t("charts.confusion.true"), *called), rows),
    )


def _broken(words: str) -> str:
    return words.replace(" ", "<br>")


def _diagnoses_alt(view: View, order: tuple[str, ...], shares: np.ndarray) -> str:
    """Who finds most melanomas, and which diagnosis is recognised least."""
    t, melanoma = view.t, CLASSES.index(MELANOMA)
    known = [place for place in range(len(order)) if not math.isnan(shares[place, melanoma])]
    if not known:
        return t("charts.nobody")
    best = max(known, key=lambda place: float(shares[place, melanoma]))
    occurring = np.flatnonzero(~np.isnan(shares).all(axis=0))  # of the others there is no photo, so no share
    least = int(occurring[np.argmin(np.nanmean(shares[:, occurring], axis=0))])
    return t(
        "charts.diagnoses.alt",
        name=view.name(order[best]),
        share=t.percent(float(shares[best, melanoma]) / 100),
        least=t(f"diagnoses.{CLASSES[least]}.name"),
        mean=t.percent(float(np.nanmean(shares[:, least])) / 100),
    )
