"""Asks the jury about the photo on the page and draws each answer as it arrives."""

from __future__ import annotations

import streamlit as st

from model.algorithms.jury import jurors
from model.reading.one_photo import Request, heard
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.examine.refusal import show_caution, show_refused
from pages.components.jury.board import Board
from pages.components.jury.projection import is_projected, project_button, project_view
from pages.components.report.case_report_view import show_report_panel
from pages.components.session.photos import ChosenPhoto, state
from pages.components.session.runner import RUNNER
from pages.components.shell.algorithm_choice import remembered_slug
from pages.components.shell.map_choice import chosen_target
from pages.components.shell.practice_choice import chosen_practice


def run_jury(t: Texts, photo: ChosenPhoto) -> None:
    """Draw the jury and ask it; a tile fills as soon as its answer arrives."""
    members = jurors()
    seconds = algorithm_scores.seconds_per_image([member.slug for member in members])
    insisted, source = state().insisted, photo.source(t)
    request = Request(
        members, chosen_practice(), insisted, remembered_slug(), chosen_target(), source=source, seconds=seconds
    )
    board = Board(t, photo)
    snapshots = heard(RUNNER, photo.image, request, board.watch)
    findings = next(snapshots)
    if findings.admission.refused:
        show_refused(t, findings)
        return
    if is_projected():
        project_view(t, findings, snapshots)
        return
    project_button(t)
    above = st.empty()
    board.draw(findings)
    maps, report = show_report_panel(t, [answer.slug for answer in board.order if answer.failure is None])
    for snapshot in snapshots:
        if snapshot.admission.refused:
            st.rerun()  # the page begins again, without an answer
        with above:
            show_caution(t, snapshot.admission)
        findings = snapshot
        board.show(findings)
        if findings.outlined and not board.is_sorted():
            st.rerun()  # the order by verdict needs all answers; nothing is computed again
    board.clear_wait()
    report.draw(findings, maps)
