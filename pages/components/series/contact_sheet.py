"""The contact sheet of a series: a tile with verdict and probability for each photo, filled one by one."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components.shell.frame import PAGES
from model.algorithms.weights import WeightsSheet
from model.lesion.practice import Practice
from model.reading.runner import DirectRunner
from model.reading.series import SeriesAnswer, SeriesPhoto, answer_to
from model.report.series import SeriesRow, SeriesSheet, by_suspicion, row_of
from model.text import Texts
from pages.components.session.photo_series import PhotoSeries
from pages.components.session.photos import ChosenPhoto, state
from pages.components.session.runner import RUNNER
from pages.components.session.work import done_in_turn
from pages.components.shell.kept_choice import KeptChoice
from pages.components.shell.plain import plain

ORDER = KeptChoice("series-order", "suspicion", lambda: ("suspicion", "given"), parameter="order")


@dataclass(frozen=True)
class ContactSheet:
    """One series read by one algorithm, with figures for one practice."""

    t: Texts
    series: PhotoSeries
    slug: str
    weights: WeightsSheet
    practice: Practice

    def row(self, number: int) -> SeriesRow:
        """Return what is known of a photo."""
        photo = self.series.photo(number)
        if photo is None:
            return SeriesRow(self.series.name(number))
        answer = None if photo.small is None else RUNNER.recall(self._key(photo))
        return row_of(self.t, photo, answer, self.weights, self.practice)

    def rows(self) -> list[SeriesRow]:
        """Return all photos, in the chosen order."""
        given = [self.row(number) for number in range(len(self.series))]
        return by_suspicion(given) if ORDER.value() == "suspicion" else given

    def waiting(self) -> list[int]:
        """Return the numbers of the photos that have neither an answer nor a reason for none."""
        return [number for number in range(len(self.series)) if not self.row(number).verdict]

    def sheet(self) -> SeriesSheet:
        """Return the series for table and PDF."""
        return SeriesSheet(self.slug, self.weights, self.practice, self.rows())

    def read(self, number: int) -> None:
        """Decode and answer one photo, behind the first answers of all visitors."""
        series, slug = self.series, self.slug
        photo: SeriesPhoto = done_in_turn((id(series), number), lambda _: series.decode(number), background=True)
        if photo.small is not None:
            RUNNER.behind().run(self._key(photo), lambda _: _answer(slug, photo), slug)

    def _key(self, photo: SeriesPhoto) -> tuple[str, str, str]:
        assert photo.small is not None
        return "series", photo.small.sha256, self.weights.sha256


def _answer(slug: str, photo: SeriesPhoto) -> SeriesAnswer:
    assert photo.small is not None
    return answer_to(DirectRunner(RUNNER.algorithm, RUNNER.gate), slug, photo.small)


def draw_tiles(t: Texts, sheet: ContactSheet) -> dict[int, DeltaGenerator]:
    """Draw a tile for each photo, those that wait at the end; return the slots of those by number."""
    waiting = sheet.waiting()
    done = [number for number in range(len(sheet.series)) if number not in waiting]
    if ORDER.value() == "suspicion":
        done.sort(key=lambda number: -sheet.row(number).melanoma)
    slots = {}
    with st.container(key="series-grid"):
        for number in [*done, *waiting]:
            slots[number] = st.empty()
            draw_tile(t, number, sheet.row(number), slots[number])
    return {number: slots[number] for number in waiting}


def draw_tile(t: Texts, number: int, row: SeriesRow, slot: DeltaGenerator) -> None:
    """Draw one photo: a button that opens it; words alone where it waits or is no photo."""
    if not row.verdict or row.photo is None or row.photo.small is None:
        slot.html(f'<div class="tile-empty"><span>{escape(row.verdict or "…")}</span>{escape(row.name)}</div>')
        return
    kind = "" if row.opinion is None else ("suspicious" if row.opinion.suspicious else "calm")
    label = t("series.label", figure=row.figure, verdict=row.verdict, name=plain(row.name)).strip()
    with slot.container(key=f"tile-{kind or 'none'}-{number}", gap=None):
        st.html(f"<style>.st-key-series-{number} button {{ background-image: url({row.photo.thumbnail}) }}</style>")
        if st.button(label, key=f"series-{number}", width="stretch"):
            state().choose(ChosenPhoto(row.photo.image(), "upload"))
            st.switch_page(PAGES["examine"], query_params={"lang": t.language})
