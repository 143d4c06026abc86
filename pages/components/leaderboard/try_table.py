"""The place where a visitor tries a table of their own, and what becomes of it."""

from __future__ import annotations

import math
from html import escape

import streamlit as st

from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.written import score_words
from model.evaluation.benchmark import Benchmark
from model.evaluation.entry import YOURS, example
from model.evaluation.sets import DAYS
from model.text import Texts
from pages.components.leaderboard import leaderboard_state
from pages.components.session.own_table import KEY, OwnTable
from pages.components.shell.algorithm_marks import mark
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.uploader import draw_uploader


def show_own_table(view: View, data: ChartData, own: OwnTable) -> None:
    """Draw the fold with uploader and example, the refusals, and how the table does among the others."""
    t = view.t
    opened = bool(own.tables or own.refusals)
    # an expander with a key of its own would not open again once it is drawn
    with st.container(key="own-table"), st.expander(t("leaderboard.own.title"), expanded=opened):
        how, sets = (
            t("leaderboard.own.how", columns=", ".join(data.evaluation.benchmark.terms.header)),
            t("leaderboard.own.sets"),
        )
        _small(f"{how} {sets}", t("leaderboard.own.private"))
        _ways_in(t, data)
        for refusal in own.refusals:
            show_failure(t, refusal, after=t("leaderboard.own.kept") if own.tables else "")
        if own.tables:
            _show_place(view, data, own)


def _small(*sentences: str) -> None:
    st.html("".join(f"<p class='small'>{escape(said)}</p>" for said in sentences))


def _ways_in(t: Texts, data: ChartData) -> None:
    button, drop = t("leaderboard.own.upload_button"), t("leaderboard.own.upload_drop")
    with st.container(key="own"):
        words = {"upload-button": button, "upload-touch": button, "upload-drop": drop}
        draw_uploader(KEY, t("leaderboard.own.upload"), words)
    st.download_button(
        t("leaderboard.own.example"),
        lambda: _example(data).encode("utf-8-sig"),
        "ten-opinions-example.csv",
        "text/csv",
        key="csv-example",
        on_click="ignore",
    )


def _example(data: ChartData) -> str:
    """The table of an algorithm from the middle of the ranking."""
    others = [row.slug for row in data.ranking.standings if row.slug != YOURS]
    return example(data.evaluation.benchmark, others[len(others) // 2])


def _show_place(view: View, data: ChartData, own: OwnTable) -> None:
    t = view.t
    with st.container(key="own-place", gap="small"):
        said = [_rank_words(view, data, own), t("leaderboard.own.left_out")]
        if data.day not in own.tables:
            said.insert(1, t("leaderboard.own.other_set", day=data.set_name(t)))
        files = escape(t("leaderboard.own.in", name=view.name(YOURS), files=_files(t, own)))
        st.html(
            f'<div role="status"><p class="who">{mark(YOURS, view.theme)}<strong>{files}</strong></p>'
            + "".join(f"<p class='small'>{escape(sentence)}</p>" for sentence in said)
            + "</div>"
        )
        with st.container(key="own-acts", horizontal=True, gap="small"):
            if data.day not in own.tables:
                _offer_sets(t, data.evaluation.benchmark, own)
            st.button(t("leaderboard.own.out"), key="own-out", on_click=guarded_callback(own.take_out))


def _files(t: Texts, own: OwnTable) -> str:
    """The names of the files, each with its sets."""
    sets: dict[str, list[str]] = {}
    for name, table in own.tables.items():
        sets.setdefault(table.file, []).append(t(f"charts.{name}"))
    return ", ".join(t("leaderboard.own.file", file=file, sets=", ".join(names)) for file, names in sets.items())


def _rank_words(view: View, data: ChartData, own: OwnTable) -> str:
    t, rows = view.t, data.ranking.standings
    row = next(row for row in rows if row.slug == YOURS)
    if math.isnan(row.qi.value):
        return t("leaderboard.own.no_rank", sets=", ".join(t(f"charts.{day}") for day in DAYS if day not in own.tables))
    number = sum(row.rank is not None for row in rows)
    return t("leaderboard.own.rank", rank=row.rank, number=number, qi=score_words(t, data.rule.metric, row.qi))


def _offer_sets(t: Texts, benchmark: Benchmark, own: OwnTable) -> None:
    for name in filter(own.tables.__contains__, benchmark.sets):
        st.button(
            t("leaderboard.own.show", day=t(f"charts.{name}")),
            key=f"own-show-{name}",
            on_click=guarded_callback(leaderboard_state.change),
            kwargs={"set": name},
        )
