"""The jury on the page: every tile at its final size from the first frame, filled as the answers arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components.shell.frame import PAGES
from model.algorithms.jury import in_order
from model.algorithms.words import name_of
from model.lesion.pictures import jpeg_address
from model.lesion.practice import Practice
from model.lesion.practice_words import speaks_of
from model.reading.findings import Answer, Findings
from model.reading.runner import Standing
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.examine import criteria_view
from pages.components.examine.diagnosis_reveal import show_known
from pages.components.examine.explanation_view import legend_html
from pages.components.jury.cards import apart, combined_html, details_html, small_picture, tile_html
from pages.components.jury.summary import mean_html, summary_html
from pages.components.session.photos import ChosenPhoto
from pages.components.shell.kept_choice import KeptChoice
from pages.components.shell.map_choice import map_control
from pages.components.shell.practice_choice import practice_control, small

STEP = 0.05
"""Share of a slow heat map after which its progress is drawn again."""
SORT = KeptChoice("jury-sort", "family", lambda: ("family", "verdict", "record"))


def ordered(findings: Findings, sort: str) -> list[Answer]:
    """Return the voters' answers by family, melanoma probability or score; those without readable weights come last."""
    figures = {}
    if sort == "verdict":
        figures = {opinion.slug: opinion.melanoma for opinion in findings.opinions}
    if sort == "record":
        tracks = {answer.slug: algorithm_scores.track_record("day2", answer.slug) for answer in findings.voters}
        figures = {slug: track.melanoma_auc for slug, track in tracks.items() if track}
    return sorted(in_order(findings.voters, figures), key=lambda answer: answer.sheet is None)


class Board:
    """Tiles, summary and mean map of the jury.

    Attributes:
        order: the voters' answers in the order in which they are drawn.
    """

    def __init__(self, t: Texts, photo: ChosenPhoto) -> None:
        self._t, self._photo = t, photo
        self._small = small_picture(photo.image)
        self._tiles: dict[str, DeltaGenerator] = {}
        self._details: dict[str, DeltaGenerator] = {}
        self._findings = Findings(photo.image)
        self._line = self._sort = ""
        self.order: list[Answer] = []

    def draw(self, findings: Findings) -> None:
        """Draw everything at its final size, with the findings so far."""
        t, self._findings = self._t, findings
        top = st.container(key="jury-top")
        with top:
            with st.container(key="jury-says", gap="small"):
                self._summary = st.html(summary_html(t, findings))
                self._place("jury-combined", findings.combined)
            with st.container(key="jury-photo", gap="small"):
                self._draw_photo()
                show_known(t, self._photo)
            self._mean = st.html(mean_html(t, self._small, findings))
        points = _points(findings)
        with top.container(key="jury-controls", horizontal=True, vertical_alignment="center", gap="small"):
            if not all(practice.is_equal for practice in points.values()):
                practice_control(t)
            map_control(t)
            words = {"format_func": lambda name: t(f"jury.sort_{name}"), "label_visibility": "collapsed"}
            self._sort = SORT.control(st.segmented_control, t("jury.sort"), **words)
        self.order = ordered(findings, self._sort)
        self._place("jurors", self.order)
        self._draw_foot(points)
        self._criteria = st.empty()
        self._draw_criteria()

    def show(self, findings: Findings) -> None:
        """Draw the tiles that have changed, the summary and the mean map."""
        before, self._findings = self._findings, findings
        moved = {*apart(before)} ^ {*apart(findings)}
        outline_came = before.outline is not findings.outline
        for old, new in zip(before.answers, findings.answers, strict=True):
            if new is not old or new.slug in moved or (outline_came and new.examination is not None):
                self._show(new)
        self._draw_summary()
        if before.criteria is not findings.criteria:
            self._draw_criteria()
        if [answer.examination for answer in before.voters] != [answer.examination for answer in findings.voters]:
            self._mean.html(mean_html(self._t, self._small, findings))

    def watch(self, name: str, standing: Standing) -> None:
        """Draw the place in the queue, and the progress of a slow heat map on its tile."""
        self._say(self._t("line.ahead", count=standing.ahead) if standing.ahead else "")
        answer = next((answer for answer in self._findings.voters if answer.slug == name), None)
        if answer is None or not answer.awaits_map or answer.card is None or not answer.card.slow_maps:
            return
        share = standing.share or 0.0
        if answer.share is None or share - answer.share >= STEP:
            changed = replace(answer, share=share)
            self._findings = self._findings.with_answer(changed)
            self._show(changed)

    def clear_wait(self) -> None:
        """Remove the place in the queue."""
        self._say("")

    def is_sorted(self) -> bool:
        """Return whether the tiles stand in the order of the present findings."""
        return [answer.slug for answer in self.order] == [a.slug for a in ordered(self._findings, self._sort)]

    def _draw_criteria(self) -> None:
        """Draw the criteria at the foot, where nothing moves when they come."""
        if words := criteria_view.line(self._t, self._findings):
            self._criteria.html(words)

    def _draw_photo(self) -> None:
        source = self._photo.source(self._t)
        picture = f'<img src="{jpeg_address(self._small)}" alt="{escape(self._t("view.photo_alt", source=source))}">'
        st.html(f'<figure class="jury-picture">{picture}<figcaption>{escape(source)}</figcaption></figure>')

    def _place(self, key: str, answers: Sequence[Answer]) -> None:
        t = self._t
        with st.container(key=key, gap=None):
            for slug in (answer.slug for answer in answers):
                name, query = name_of(t, slug), {"algorithm": slug, "lang": t.language}
                with st.container(key=f"juror-{slug}", gap=None):
                    self._tiles[slug] = st.empty()
                    with st.popover(t("jury.details", name=name), key=f"details-{slug}", type="tertiary"):
                        self._details[slug] = st.empty()
                        st.page_link(PAGES["algorithm"], label=t("jury.card_link", name=name), query_params=query)
        for answer in answers:
            self._show(answer)

    def _show(self, answer: Answer) -> None:
        t, findings = self._t, self._findings
        combined = answer.combines
        tile = combined_html(t, answer, findings) if combined else tile_html(t, self._small, answer, findings)
        self._tiles[answer.slug].html(tile)
        self._details[answer.slug].html(details_html(t, answer, findings))

    def _draw_foot(self, points: dict[str, Practice]) -> None:
        """Draw how to read the tiles, and which frequencies the figures are stated for."""
        st.html(legend_html(self._t, self._t("jury.maps_how")))
        equal = [slug for slug, practice in points.items() if practice.is_equal]
        with st.container(key="jury-practice", gap="xsmall"):
            for practice in sorted(set(points.values()), key=lambda practice: practice.is_equal):
                words = speaks_of(self._t, practice)
                mixed = practice.is_equal and len(equal) < len(points)
                names = ", ".join(name_of(self._t, slug) for slug in equal)
                small(f"{names}: {words}" if mixed else words)
            query = {"lang": self._t.language}
            st.page_link(PAGES["consultation"], label=self._t("consultation.link"), query_params=query)

    def _say(self, line: str) -> None:
        if line != self._line:
            self._line = line
            self._draw_summary()

    def _draw_summary(self) -> None:
        self._summary.html(summary_html(self._t, self._findings, self._line))


def _points(findings: Findings) -> dict[str, Practice]:
    """Return the practice that each operating point is stated for, by slug; combining algorithms first."""
    sheets = {a.slug: a.sheet for a in (*findings.combined, *findings.voters) if a.sheet is not None}
    return {slug: sheet.operating_point.shown_in(findings.practice).practice for slug, sheet in sheets.items()}
