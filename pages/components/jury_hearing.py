"""Asks the jury: all answers first, the quick ones before the slow ones, then the maps, the slow ones last."""

from __future__ import annotations

import time

import numpy as np
import streamlit as st

from model.algorithms.contract import Algorithm, Prediction
from model.algorithms.jury import jurors, quick_first
from model.lesion.image import LesionImage
from model.line import Ticket
from model.text import Texts
from pages.components import resources
from pages.components.algorithm_names import names_of
from pages.components.examinations import Timed, checked, examination_of, keep_prediction, prediction_of
from pages.components.gate_view import ask_the_gate, is_refused, show_caution, show_refused
from pages.components.jury_seats import Seat, seated
from pages.components.jury_view import Board
from pages.components.lesion_input import ChosenPhoto
from pages.components.outlines import outline_on
from pages.components.practice_choice import chosen_practice

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
    ask_the_gate(photo.image, board.stand)
    with above:
        show_caution(t, photo.image)
    in_turn = _in_turn(voters)
    for seat in in_turn:
        if seat.awaits_answer:
            _answer(t, photo.image, seat, board)
            board.show(seat)
            board.summarise()
    for seat in combining:
        if seat.awaits_answer:
            _combine(t, photo.image, seat, voters)
    board.summarise()
    if not board.is_sorted_by(st.session_state["kept-jury-sort"]):
        st.rerun()  # by verdict, the order is known only now; nothing is computed again
    _maps(t, photo.image, in_turn, board)


def _in_turn(voters: list[Seat]) -> list[Seat]:
    of = {seat.juror.slug: seat for seat in voters}
    return [of[slug] for slug in quick_first(of, resources.seconds_per_image(of))]


def _answer(t: Texts, image: LesionImage, seat: Seat, board: Board) -> None:
    try:
        seat.prediction = prediction_of(resources.algorithm(seat.juror.slug), image, board.stand)
    except Exception as error:  # a submission is foreign code
        seat.failure = seat.failed(t, error)


def _combine(t: Texts, image: LesionImage, seat: Seat, voters: list[Seat]) -> None:
    """The answer of a committee from the answers that are there; its members are not asked twice."""
    rows = {one.juror.slug: one.prediction.answer.probabilities[None] for one in voters if one.prediction}
    try:
        algorithm = resources.algorithm(seat.juror.slug)
        missing = tuple(slug for slug in getattr(algorithm, "members", ()) if slug not in rows)
        if missing:
            seat.failure = t("jury.incomplete", count=len(missing), names=names_of(t, missing))
            return
        started = time.perf_counter()
        row = np.asarray(algorithm.combine(rows), np.float32)[0]  # type: ignore[attr-defined]
        seat.prediction = Timed(checked(Prediction(row)), time.perf_counter() - started)
        keep_prediction(algorithm, image, seat.prediction)
    except Exception as error:  # a submission is foreign code
        seat.failure = seat.failed(t, error)


def _maps(t: Texts, image: LesionImage, in_turn: list[Seat], board: Board) -> None:
    awaiting = [seat for seat in in_turn if seat.awaits_map]
    _outline(image, in_turn, board)
    for seat in sorted(awaiting, key=_is_slow):
        try:
            _explain(resources.algorithm(seat.juror.slug), image, seat, board)
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
    def stand(ticket: Ticket) -> None:
        board.stand(ticket)
        share = ticket.share or 0.0
        if _is_slow(seat) and (seat.progress is None or share - seat.progress >= STEP):
            seat.progress = share
            board.show(seat)

    seat.examination = examination_of(algorithm, image, None, stand)


def _is_slow(seat: Seat) -> bool:
    """Its map takes long, because it is measured by covering part after part."""
    return seat.juror.card is not None and seat.juror.card.explanation == "occlusion"
