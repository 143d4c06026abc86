"""What an algorithm said of a photo, computed once in a session: pages that show it again do not compute it again.

What has to be computed waits for its turn in the line of all visitors, and is kept by whoever computed it: a run that
was stopped while it waited finds the answer when it comes again.

Kept in the session's own state and never in a cache that sessions share: a map is made of somebody's photo.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import streamlit as st

from model.algorithms.contract import Algorithm, Examination, Prediction, Progress
from model.algorithms.jury import Memory
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import LesionImage
from model.trust.faithfulness import MapCheck
from model.trust.focus import Outline
from model.trust.gate import Verdict
from model.trust.remarks import Remark
from model.trust.stress import Curve
from pages.components.session.work import Watch, done_in_turn, unwatched

MOST = 156
"""So many are kept: six photos before a jury of thirteen, each under two keys; a map takes 0.2 MB."""
PHOTOS = 6
"""So many outlines and checks of maps are kept."""
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Timed(Generic[Answer]):
    """An answer and how long it took to compute, seconds."""

    answer: Answer
    seconds: float


@dataclass
class SessionMemory:
    """What one session has computed so far, by fingerprint of the photo and of the weights."""

    predictions: Memory[Timed[Prediction]]
    examinations: Memory[Timed[Examination]]
    outlines: Memory[Outline]
    verdicts: Memory[Verdict]
    checks: Memory[MapCheck]
    curves: Memory[Curve]
    remarks: Memory[tuple[Remark, ...]]


def memory() -> SessionMemory:
    """The memory of this session."""
    if "examinations" not in st.session_state:
        st.session_state["examinations"] = SessionMemory(
            Memory(MOST), Memory(MOST), Memory(PHOTOS), Memory(MOST), Memory(PHOTOS), Memory(MOST), Memory(PHOTOS)
        )
    found: SessionMemory = st.session_state["examinations"]
    return found


def known_prediction(image: LesionImage, weights: str) -> Timed[Prediction] | None:
    """What these weights, named by their SHA-256, have said of this photo in this session; None where nothing."""
    return memory().predictions.recall((image.sha256, weights))


def known_examination(image: LesionImage, weights: str, target: Diagnosis | None) -> Timed[Examination] | None:
    """The same with the map for one diagnosis, or for the one that it put first."""
    return memory().examinations.recall((image.sha256, weights, target))


def prediction_of(algorithm: Algorithm, image: LesionImage, standing: Watch = unwatched) -> Timed[Prediction]:
    """The probabilities alone: quick for every algorithm."""
    kept, key = memory().predictions, (image.sha256, algorithm.sheet.sha256)

    def work(_: Progress) -> Timed[Prediction]:
        started = time.perf_counter()
        prediction = Prediction(algorithm.predict_proba([image])[0])
        kept.keep(key, found := Timed(checked(prediction), time.perf_counter() - started))
        return found

    known: Timed[Prediction] = kept.recall(key) or done_in_turn(("prediction", *key), work, standing)
    return known


def checked(prediction: Prediction) -> Prediction:
    """The same prediction; a submission is foreign code, and what is no distribution must not reach a page.

    Raises:
        ValueError: it is not seven probabilities.
    """
    row = prediction.probabilities
    if np.shape(row) != (len(DIAGNOSES),) or not np.isfinite(row).all() or abs(float(np.sum(row)) - 1) > 1e-3:
        raise ValueError(f"expected {len(DIAGNOSES)} probabilities that add up to 1")
    return prediction


def keep_prediction(algorithm: Algorithm, image: LesionImage, found: Timed[Prediction]) -> None:
    """Keep what was computed elsewhere, such as from the answers of others."""
    memory().predictions.keep((image.sha256, algorithm.sheet.sha256), found)


def examination_of(
    algorithm: Algorithm, image: LesionImage, target: Diagnosis | None = None, standing: Watch = unwatched
) -> Timed[Examination]:
    """Probabilities and the map for `target`, or without one for the diagnosis that it puts first."""
    kept, weights = memory(), algorithm.sheet.sha256

    def work(progress: Progress) -> Timed[Examination]:
        started = time.perf_counter()
        examination = algorithm.examine(image, target, progress)
        checked(examination.prediction)
        found = Timed(examination, time.perf_counter() - started)
        for key in (target, examination.explanation.target):
            kept.examinations.keep((image.sha256, weights, key), found)
        if kept.predictions.recall((image.sha256, weights)) is None:  # it came with the map
            kept.predictions.keep((image.sha256, weights), Timed(examination.prediction, 0.0))
        return found

    key = (image.sha256, weights, target)
    known: Timed[Examination] = kept.examinations.recall(key) or done_in_turn(("map", *key), work, standing)
    return known
