"""Algorithm, set and operating point of the consultation, kept in the address so that a link opens the same view."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from model.algorithms.weights import OperatingPoint
from model.evaluation.sets import ELSEWHERE, HOME
from model.lesion.practice import Practice, Threshold, default_practice, threshold_in
from model.text import Texts
from pages.components.shell.algorithm_choice import algorithm_control
from pages.components.shell.failures import guarded_callback
from pages.components.shell.kept_choice import KeptChoice

SCORED = (HOME, ELSEWHERE)
"""Sets that can be chosen; the photos of day 1 come from a training archive."""
STEPS = (
    0.002, 0.003, 0.004, 0.005, 0.006, 0.008, 0.01, 0.012, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.05, 0.06, 0.07,
    0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95,
)  # fmt: skip
"""Melanoma probabilities in the default practice; each is shown converted to the chosen practice."""
SET = KeptChoice("consultation-set", HOME, lambda: SCORED, parameter="set")
POINT = KeptChoice("consultation-point", "", parameter="point")


def show_algorithm_control(t: Texts) -> None:
    """Draw the choice of the algorithm; another one begins at its own operating point."""
    algorithm_control(t, t("algorithm.choose"), then=lambda: POINT.keep(""), width=320)


def set_control(t: Texts) -> None:
    """Draw the choice of the photos: like those of the training, or from other clinics."""
    words = {name: t(f"consultation.set_{name}") for name in SCORED}
    SET.control(st.segmented_control, t("consultation.set"), format_func=words.__getitem__)


def own_point(point: OperatingPoint) -> float:
    """The sheet's operating point in the default practice; the share of melanomas for a point of equal frequencies."""
    own, practice = point.in_its_practice, default_practice()
    return practice.melanoma if own.practice.is_equal else round(threshold_in(own.value, own.practice, practice), 4)


def offered(own: float) -> list[float]:
    """All operating points that can be chosen, including the algorithm's own."""
    return sorted({*STEPS, own})


def chosen_point(choices: Sequence[float], own: float) -> float:
    """The chosen operating point in the default practice; the algorithm's own by default."""
    return {f"{value:g}": value for value in choices}.get(POINT.value(), own)


def point_control(t: Texts, choices: Sequence[float], chosen: float, own: float, practice: Practice) -> None:
    """Draw a slider of operating points, in melanoma probabilities of the practice, and a button for the own one."""

    def take(value: float) -> None:
        POINT.keep("" if value == own else f"{value:g}")

    def written(value: float) -> str:
        return t.percent(in_the_practice(value, practice).value)

    # the slider tells its values apart by their words, of which the own and the chosen point have the first choice
    by_words = {written(value): value for value in (*choices, own, chosen)}
    st.session_state["consultation-point"] = chosen
    st.select_slider(
        t("consultation.point"),
        sorted({*by_words.values(), chosen}),
        format_func=written,
        key="consultation-point",
        on_change=guarded_callback(lambda: take(st.session_state["consultation-point"])),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="small">{escape(t("consultation.own_words", threshold=written(own)))}</p>', width="content")
        st.button(
            t("consultation.own"),
            key="consultation-own",
            on_click=guarded_callback(lambda: take(own)),
            disabled=chosen == own,
        )


def in_the_practice(value: float, practice: Practice) -> Threshold:
    """The operating point that divides the photos as `value` does in the default practice."""
    return Threshold(threshold_in(value, default_practice(), practice), practice)
