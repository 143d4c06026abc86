"""Asks the jury: all answers first, the quick ones before the slow ones, then the maps, the slow ones last."""

from __future__ import annotations

import streamlit as st

from model.algorithms.contract import Algorithm
from model.algorithms.jury import jurors
from model.lesion.image import LesionImage
from model.text import Texts
from model.work_queue import Job
from pages.components.cache import loaded_algorithms
from pages.components.examine.gate_view import ask_the_gate, is_refused, show_caution, show_refused
from pages.components.examine.outlines import outline_on
from pages.components.jury.board import Board
from pages.components.jury.jury_asking import ask, combine, in_turn
from pages.components.jury.seats import Seat, seated
from pages.components.report.case_report_view import JuryReport
from pages.components.session.examinations import examination_of
from pages.components.session.lesion_input import ChosenPhoto
from pages.components.shell.practice_choice import chosen_practice

STEP = 0.05
"""Progress of a slow map is shown in steps of this share."""


def hearing(t: Texts, photo: ChosenPhoto) -> None:
    """Draw the jury and let it speak, in the thread of the page; a card fills as soon as its answer is there."""
    if is_refused(photo.image):
        show_refused(t, photo)
        return
    seats = seated(t, photo.image, jurors(), chosen_practice())
    voters = [seat for seat in seats if not seat.juror.combines]
    combining = [seat for seat in seats if seat.juror.combines]
    above = st.empty()
    board = Board(t, photo, voters, combining)
    board.draw()
    report = JuryReport(t, photo, [seat.juror.slug for seat in board.order if not seat.failure])
    ask_the_gate(photo.image, board.stand)
    with above:
        show_caution(t, photo.image)
    turns = in_turn(voters)
    for seat in turns:
        if seat.awaits_answer:
            ask(t, photo.image, seat, board.stand)
            board.show(seat)
            board.summarise()
    for seat in combining:
        if seat.awaits_answer:
            combine(t, photo.image, seat, voters)
    board.summarise()
    if not board.is_sorted_by(st.session_state["kept-jury-sort"]):
        st.rerun()  # by verdict, the order is known only now; nothing is computed again
    _maps(t, photo.image, turns, board)
    report.finish_of(seats)


def _maps(t: Texts, image: LesionImage, seats: list[Seat], board: Board) -> None:
    awaiting = [seat for seat in seats if seat.awaits_map]
    _outline(image, seats, board)
    for seat in sorted(awaiting, key=_is_slow):
        try:
            _explain(loaded_algorithms.algorithm(seat.juror.slug), image, seat, board)
        except Exception as error:  # a submission is foreign code
            seat.map_failure = seat.failed(t, error)
        seat.progress = None
        board.show(seat)
        board.mean_map()
        board.summarise()
    board.leave_the_line()


def _outline(image: LesionImage, seats: list[Seat], board: Board) -> None:
    """Where the lesion is, drawn once for all cards; those whose map is there already get their gauge now."""
    outline = outline_on(image, board.stand)
    for seat in seats:
        if outline is not None and seat.outline is None:
            seat.outline = outline
            if seat.examination is not None:
                board.show(seat)


def _explain(algorithm: Algorithm, image: LesionImage, seat: Seat, board: Board) -> None:
    def stand(job: Job) -> None:
        board.stand(job)
        share = job.share or 0.0
        if _is_slow(seat) and (seat.progress is None or share - seat.progress >= STEP):
            seat.progress = share
            board.show(seat)

    seat.examination = examination_of(algorithm, image, None, stand)


def _is_slow(seat: Seat) -> bool:
    """Its map takes long, because it is measured by covering part after part."""
    return seat.juror.card is not None and seat.juror.card.explanation == "occlusion"
