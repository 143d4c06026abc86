"""The page of a series: how many are suspicious, order and algorithm, the contact sheet, table and PDF."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from model.algorithms.contract import Algorithm
from model.evaluation.tables import named
from model.report.series import csv_of, html_of_series, summary
from model.text import Texts
from pages.components.report.report_files import file_name, offer_file
from pages.components.series.contact_sheet import ORDER, ContactSheet, draw_tile, draw_tiles
from pages.components.session.photo_series import MOST, PhotoSeries
from pages.components.session.photos import state
from pages.components.shell.algorithm_choice import algorithm_control
from pages.components.shell.failures import guarded_callback
from pages.components.shell.practice_choice import chosen_practice, practice_control


def show_series(t: Texts, series: PhotoSeries, algorithm: Algorithm) -> None:
    """Draw the series and read the photos that wait, one after the other."""
    sheet = ContactSheet(t, series, algorithm.card.slug, algorithm.sheet, chosen_practice())
    head, bar = st.empty(), st.empty()
    _draw_head(t, sheet, head)
    _controls(t, sheet)
    slots = draw_tiles(t, sheet)
    _notes(t, sheet)
    for number, slot in slots.items():
        done = len(series) - len(sheet.waiting())
        bar.progress(done / len(series), t("series.progress", done=done, total=len(series)))
        sheet.read(number)
        draw_tile(t, number, sheet.row(number), slot)
        _draw_head(t, sheet, head)
    if slots:
        st.rerun()  # in the chosen order, with table and PDF


def _draw_head(t: Texts, sheet: ContactSheet, head: st.delta_generator.DeltaGenerator) -> None:
    head.html(f'<p class="series-summary" role="status" data-own-photos>{escape(summary(t, sheet.rows()))}</p>')


def _controls(t: Texts, sheet: ContactSheet) -> None:
    with st.container(key="series-controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        words = {"format_func": lambda order: t(f"series.order_{order}"), "label_visibility": "collapsed"}
        ORDER.control(st.segmented_control, t("series.order_label"), **words)
        algorithm_control(t, t("examine.answers"))
        if not sheet.weights.operating_point.in_its_practice.practice.is_equal:
            practice_control(t)
        if not sheet.waiting():
            _files(t, sheet)
        st.button(t("series.clear"), key="series-clear", on_click=guarded_callback(state().clear_series))


def _files(t: Texts, sheet: ContactSheet) -> None:
    ready, name = sheet.sheet(), file_name(f"{t('app.name')} {t('series.title')}", "%Y-%m-%d-%H%M")
    table = partial(csv_of, ready)
    st.download_button(t("series.csv"), table, f"{name}.csv", "text/csv", key="series-csv", on_click="ignore")
    offer_file(t, "series-sheet", t("series.pdf"), name, partial(html_of_series, t, ready))


def _notes(t: Texts, sheet: ContactSheet) -> None:
    """Name the files that are no photos, and how many were left out."""
    unread = [row for row in sheet.rows() if row.photo is not None and row.photo.failure is not None]
    items = "".join(f"<li><strong>{escape(row.name)}</strong>: {escape(row.note)}</li>" for row in unread)
    if items:
        st.html(f'<h2>{escape(t("series.unread_heading"))}</h2><ul class="small">{items}</ul>')
    _left_out(t, sheet.series)


def _left_out(t: Texts, series: PhotoSeries) -> None:
    if names := series.no_photos:
        words = t("series.not_photos", count=len(names), names=named(names))
        st.html(f'<p class="small" role="status">{escape(words)}</p>')
    if left := series.left_out:
        st.html(f'<p class="small" role="status">{escape(t("series.left_out", count=left, most=MOST))}</p>')
