"""Asks one algorithm after the other about a photo and writes at its seat what it says, or why it says nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from model.algorithms.contract import Prediction
from model.algorithms.jury import quick_first
from model.algorithms.words import names_of
from model.lesion.image import LesionImage
from model.text import Texts
from pages.components.cache import algorithm_scores, loaded_algorithms
from pages.components.jury.seats import Seat
from pages.components.session.examinations import Timed, checked, keep_prediction, prediction_of
from pages.components.session.work import Watch, unwatched


def in_turn(voters: Sequence[Seat]) -> list[Seat]:
    """The quick ones before the slow ones."""
    of = {seat.juror.slug: seat for seat in voters}
    return [of[slug] for slug in quick_first(of, algorithm_scores.seconds_per_image(of))]


def ask(t: Texts, image: LesionImage, seat: Seat, standing: Watch = unwatched) -> None:
    """The answer of one, when it is its turn."""
    try:
        seat.prediction = prediction_of(loaded_algorithms.algorithm(seat.juror.slug), image, standing)
    except Exception as error:  # a submission is foreign code
        seat.failure = seat.failed(t, error)


def combine(t: Texts, image: LesionImage, seat: Seat, voters: Sequence[Seat]) -> None:
    """The answer of a committee from the answers that are there; its members are not asked twice."""
    rows = {one.juror.slug: one.prediction.answer.probabilities[None] for one in voters if one.prediction}
    try:
        algorithm = loaded_algorithms.algorithm(seat.juror.slug)
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
