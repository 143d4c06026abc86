"""The case report, to be kept: one page about the photo, as a web page and, where a Chromium is installed, as PDF.

It is made when somebody asks for it, of what this session knows already; who has not answered yet is asked first.
Nothing of it is kept here: the two buttons make the file at the moment when they are pressed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.algorithms.catalogue import DEFAULT_SLUG
from model.algorithms.contract import Explanation
from model.algorithms.jury import in_order, jurors
from model.algorithms.words import name_of
from model.errors import AlgorithmError, ChromiumMissing
from model.text import Texts
from model.work_queue import Job
from pages.components.cache import algorithm_scores, loaded_algorithms
from pages.components.examine.gate_view import caution
from pages.components.examine.outlines import outline_on
from pages.components.examine.sureness_view import known_stability, surest_elsewhere
from pages.components.jury.jury_asking import ask, combine, in_turn
from pages.components.jury.seats import Seat, seated
from pages.components.session.lesion_input import ChosenPhoto
from pages.components.session.work import waiting_html
from pages.components.shell.failures import guarded_callback, sentence
from pages.components.shell.practice_choice import chosen_practice

if TYPE_CHECKING:
    from model.report.case.facts import CaseFacts, Detail, Voice

WANTED = "case-report"
"""The photo whose report was asked for, by its SHA-256."""
MOST_MAPS = 5
"""As `model.report.case.facts` has it, which is imported by who asks for a report."""
Maps = Sequence[tuple[str, Explanation]]


class ReportPlace:
    """The button, and under it the place where the report is offered once it is ready."""

    def __init__(self, t: Texts, photo: ChosenPhoto) -> None:
        self.t, self.photo = t, photo
        st.button(
            t("case_report.button"),
            key="make-case-report",
            on_click=guarded_callback(_want),
            args=(photo.image.sha256,),
        )

    def open_below(self) -> None:
        """Where what is to be said and saved will stand."""
        self.slot: DeltaGenerator = st.empty()

    def finish(self, slug: str, maps: Maps, seats: Sequence[Seat] | None = None) -> None:
        """Where it was asked for, ask whoever has not answered yet and offer the report.

        Args:
            slug: the algorithm in detail.
            maps: the heat maps to show.
            seats: the jury where it has been heard already.
        """
        if st.session_state.get(WANTED) != self.photo.image.sha256:
            return
        facts = self._facts(slug, maps, seats if seats is not None else self._heard())
        with self.slot.container(key="saved-report", gap="xsmall"):
            st.html(f'<p class="small" role="status">{escape(self.t("case_report.ready"))}</p>')
            with st.container(key="saved-report-files", horizontal=True, vertical_alignment="center", gap="small"):
                offer(self.t, facts)

    def _heard(self) -> list[Seat]:
        """The whole jury at its table, asked one after the other."""
        t, image = self.t, self.photo.image
        seats = seated(t, image, jurors(), chosen_practice())
        voters = [seat for seat in seats if not seat.juror.combines]
        for done, seat in enumerate(in_turn(voters)):

            def stand(job: Job, done: int = done) -> None:
                self._say(job, done, len(seats))

            if seat.awaits_answer:
                ask(t, image, seat, stand)
        for seat in seats:
            if seat.juror.combines and seat.awaits_answer:
                combine(t, image, seat, voters)
        return seats

    def _say(self, job: Job, done: int, of: int) -> None:
        words = self.t("case_report.underway", done=done, all=of)
        self.slot.html(waiting_html(self.t, job, words))

    def _facts(self, slug: str, maps: Maps, seats: Sequence[Seat]) -> CaseFacts:
        from model.report.case.commit import commit
        from model.report.case.facts import CaseFacts
        from model.report.origin import versions

        t, photo = self.t, self.photo
        return CaseFacts(
            image=photo.image,
            source=photo.source(t),
            caution=caution(t, photo.image),
            practice=chosen_practice(),
            voices=voices_of(seats),
            detail=_detail(photo, slug),
            maps=tuple(maps),
            outline=outline_on(photo.image, lambda job: self._say(job, len(seats), len(seats))),
            versions=versions(),
            commit=commit(),
            date=datetime.datetime.now().astimezone().date().isoformat(),
        )


class JuryReport(ReportPlace):
    """The same on the page of the jury, where the heat maps can be chosen."""

    def __init__(self, t: Texts, photo: ChosenPhoto, slugs: Sequence[str]) -> None:
        with st.container(key="jury-report", gap="small"):
            st.html(f"<h2>{escape(t('case_report.heading'))}</h2>")
            st.html(f'<p class="small">{escape(t("case_report.note"))}</p>')
            self.chosen = chosen_maps(t, slugs)
            super().__init__(t, photo)
            self.open_below()

    def finish_of(self, seats: Sequence[Seat]) -> None:
        """Offer the report of a jury that has been heard."""
        found = {seat.juror.slug: seat.examination.answer.explanation for seat in seats if seat.examination}
        slug = str(st.session_state.get("kept-algorithm", DEFAULT_SLUG))
        self.finish(slug, [(each, found[each]) for each in self.chosen if each in found], seats)


def chosen_maps(t: Texts, slugs: Sequence[str]) -> list[str]:
    """Whose heat maps the report shows; at first of those who come first on the page."""

    def keep() -> None:
        chosen = list(st.session_state["report-maps"])
        if len(chosen) <= MOST_MAPS:  # one more than fits changes nothing
            st.session_state["kept-report-maps"] = chosen

    kept = st.session_state.setdefault("kept-report-maps", list(slugs[:MOST_MAPS]))
    st.session_state["report-maps"] = [slug for slug in kept if slug in slugs]
    st.pills(
        t("case_report.choose_maps", most=MOST_MAPS),
        slugs,
        selection_mode="multi",
        format_func=lambda slug: name_of(t, slug),
        key="report-maps",
        on_change=guarded_callback(keep),
    )
    chosen = set(st.session_state["report-maps"])
    return [slug for slug in slugs if slug in chosen]


def voices_of(seats: Sequence[Seat]) -> tuple[Voice, ...]:
    """What was said at the table, in the order of the jury, who combines the others last."""
    from model.report.case.facts import Voice

    of = {seat.juror.slug: seat for seat in seats}
    order = sorted(in_order([seat.juror for seat in seats], "family", {}, {}), key=lambda juror: juror.combines)
    return tuple(
        Voice(
            juror.slug,
            of[juror.slug].sheet,
            found.answer if (found := of[juror.slug].prediction) else None,
            of[juror.slug].failure,
            juror.combines,
        )
        for juror in order
    )


def offer(t: Texts, facts: CaseFacts) -> None:
    """Two buttons that make the file and save it; one and a sentence where nothing prints."""
    from model.report.pdf import printer

    _button(t, "html", "text/html", lambda: case_html(t, facts).encode())
    try:
        printer()
    except ChromiumMissing as error:
        st.html(f"<p class='small'>{escape(sentence(t, error))}</p>")
    else:
        _button(t, "pdf", "application/pdf", lambda: case_pdf(t, facts))


def case_html(t: Texts, facts: CaseFacts) -> str:
    """The page; in a thread that knows no session."""
    from model.report.case.page import html_of_case
    from model.report.case.sheet import write_sheet

    return html_of_case(write_sheet(facts, t))


def case_pdf(t: Texts, facts: CaseFacts) -> bytes:
    """The same, printed.

    Raises:
        ReportError: no browser prints it.
    """
    from model.report.pdf import pdf_of

    return pdf_of(case_html(t, facts))


def _button(t: Texts, ending: str, mime: str, make: Callable[[], bytes]) -> None:
    words = f"{t('app.name')} {t('case_report.title')}".lower().replace(" ", "-")
    name = f"{words}-{datetime.datetime.now().astimezone():%Y-%m-%d-%H%M}.{ending}"
    label = t(f"case_report.save_{ending}")
    st.download_button(label, make, file_name=name, mime=mime, key=f"saved-report-{ending}", on_click="ignore")


def _detail(photo: ChosenPhoto, slug: str) -> Detail:
    from model.report.case.facts import Detail

    try:
        sheet = loaded_algorithms.card(slug)[1]
    except AlgorithmError:
        return Detail(slug)
    stable = known_stability(photo.image.sha256, sheet.sha256)
    return Detail(slug, algorithm_scores.unseen_at_the_point(slug), surest_elsewhere(slug), stable)


def _want(image: str) -> None:
    st.session_state[WANTED] = image
