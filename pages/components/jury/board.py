"""The jury on the page: everything at its final size from the beginning, filled as the answers arrive."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components.shell.frame import PAGES
from model.algorithms.jury import SORTS, Sort, in_order
from model.algorithms.words import name_of, names_of
from model.lesion.pictures import jpeg_address
from model.lesion.practice_words import speaks_of
from model.text import Texts
from model.work_queue import Job
from pages.components.cache import algorithm_scores
from pages.components.examine.diagnosis_reveal import show_known
from pages.components.jury.cards import card_html, small_picture
from pages.components.jury.seats import Seat
from pages.components.jury.summary import legend, mean_html, summary_html
from pages.components.session.lesion_input import ChosenPhoto
from pages.components.session.work import waiting_html
from pages.components.shell.failures import guarded_callback
from pages.components.shell.practice_choice import practice_control, small


def sort_control(t: Texts) -> Sort:
    """The chosen order; it keeps its place when the page changes."""

    def keep() -> None:
        st.session_state["kept-jury-sort"] = st.session_state["jury-sort"] or st.session_state["kept-jury-sort"]

    st.session_state.setdefault("kept-jury-sort", SORTS[0])
    st.session_state["jury-sort"] = st.session_state["kept-jury-sort"]
    st.segmented_control(
        t("jury.sort"),
        SORTS,
        format_func=lambda name: t(f"jury.sort_{name}"),
        key="jury-sort",
        on_change=guarded_callback(keep),
    )
    chosen: Sort = st.session_state["kept-jury-sort"]
    return chosen


def ordered(seats: Sequence[Seat], sort: Sort) -> list[Seat]:
    """The seats as they are shown."""
    melanoma = {seat.juror.slug: seat.opinion.melanoma for seat in seats if seat.opinion}
    records = {}
    if sort == "record":
        found = {seat.juror.slug: algorithm_scores.track_record("day2", seat.juror.slug) for seat in seats}
        records = {slug: record.melanoma_auc for slug, record in found.items() if record}
    of = {seat.juror.slug: seat for seat in seats}
    found = [of[juror.slug] for juror in in_order([seat.juror for seat in seats], sort, melanoma, records)]
    return sorted(found, key=lambda seat: seat.sheet is None)  # who cannot answer comes last, whatever the order


class Board:
    """Everything that is drawn, at its final size from the beginning, and filled bit by bit."""

    def __init__(self, t: Texts, photo: ChosenPhoto, voters: list[Seat], combining: list[Seat]) -> None:
        self.t, self.photo, self.voters, self.combining = t, photo, voters, combining
        self.small = small_picture(photo.image)
        self.slots: dict[str, DeltaGenerator] = {}
        self.order: list[Seat] = []
        self._line = st.empty()
        with st.container(key="jury-top"):
            self._summary = st.empty()
            with st.container(key="jury-photo", gap="small"):
                self._photo()
                show_known(t, photo)
            self._mean = st.empty()

    def draw(self) -> None:
        """Everything as it is known now."""
        t = self.t
        self._practice()
        with st.container(key="jurors-head", horizontal=True, vertical_alignment="bottom"):
            st.html(f"<h2>{escape(t('jury.cards'))}</h2>", width="content")
            sort = sort_control(t)
        self.order = ordered(self.voters, sort)
        with st.container(key="jurors"):
            for seat in self.order:
                self._place(seat)
        st.html(legend(t))
        self.summarise()
        self.mean_map()

    def _photo(self) -> None:
        """The photo of which they speak, with its source."""
        source = escape(self.photo.source(self.t))
        alt = escape(self.t("view.photo_alt", source=self.photo.source(self.t)))
        picture = f'<img src="{jpeg_address(self.small)}" alt="{alt}">'
        st.html(f'<figure class="jury-picture">{picture}<figcaption>{source}</figcaption></figure>')

    def _practice(self) -> None:
        """Which frequencies the figures speak of, and a choice of others where one of them can follow it."""
        seats = [seat for seat in (*self.combining, *self.voters) if seat.threshold]
        of = {seat.juror.slug: seat.threshold.practice for seat in seats if seat.threshold}
        equal = [slug for slug, practice in of.items() if practice.is_equal]
        with st.container(key="jury-practice", gap="xsmall"):
            if len(equal) < len(of):
                practice_control(self.t)
            for practice in sorted(set(of.values()), key=lambda one: one.is_equal):
                words = speaks_of(self.t, practice)
                mixed = practice.is_equal and len(equal) < len(of)
                small(f"{names_of(self.t, equal)}: {words}" if mixed else words)
            query = {"lang": self.t.language}
            st.page_link(PAGES["consultation"], label=self.t("consultation.link"), query_params=query)

    def _place(self, seat: Seat) -> None:
        t, slug = self.t, seat.juror.slug
        with st.container(key=f"juror-{slug}", gap=None):
            self.slots[slug] = st.empty()
            st.page_link(
                PAGES["algorithm"],
                label=t("jury.card_link", name=name_of(t, slug)),
                query_params={"algorithm": slug, "lang": t.language},
            )
        self.show(seat)

    def show(self, seat: Seat) -> None:
        """The card of one seat as it is now."""
        if seat.juror.slug in self.slots:
            self.slots[seat.juror.slug].html(card_html(self.t, self.small, seat))

    def stand(self, job: Job) -> None:
        """How many visitors are served before this one."""
        if job.ahead:
            self._line.html(waiting_html(self.t, job, ""))
        else:
            self._line.empty()

    def leave_the_line(self) -> None:
        """Nothing is left to wait for."""
        self._line.empty()

    def summarise(self) -> None:
        """The words on top as they are now."""
        self._summary.html(summary_html(self.t, self.voters, self.combining))

    def mean_map(self) -> None:
        """The mean of the maps that are there."""
        self._mean.html(mean_html(self.t, self.small, self.voters))

    def is_sorted_by(self, sort: Sort) -> bool:
        """The cards stand as they would be drawn now."""
        return [seat.juror.slug for seat in self.order] == [seat.juror.slug for seat in ordered(self.voters, sort)]
