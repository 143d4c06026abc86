"""Algorithm, set and operating point of the consultation, kept in the address so that a link opens the same view."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from model.algorithms.catalogue import DEFAULT_SLUG
from model.algorithms.weights import OperatingPoint
from model.algorithms.words import name_of
from model.evaluation.sets import ELSEWHERE, HOME
from model.lesion.practice import Practice, Threshold, default_practice, threshold_in
from model.text import Texts
from pages.components.cache import loaded_algorithms
from pages.components.shell.failures import guarded_callback

SCORED = (HOME, ELSEWHERE)
"""Whose tables are asked; day 1 comes from the archive of the training."""
STEPS = (
    0.002, 0.003, 0.004, 0.005, 0.006, 0.008, 0.01, 0.012, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.05, 0.06, 0.07,
    0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95,
)  # fmt: skip
"""Melanoma probabilities in the default practice; each is shown as what it is in the chosen one."""
KEPT = "kept-algorithm"
"""The same as on the examine page: who comes from there goes on with the same algorithm."""
KEPT_SET, KEPT_POINT = "kept-consultation-set", "kept-consultation-point"


def chosen_slug() -> str:
    """The algorithm: by the address, else as chosen before."""
    asked = st.query_params.get("algorithm") or st.session_state.get(KEPT, DEFAULT_SLUG)
    slug = asked if asked in loaded_algorithms.usable_slugs() else DEFAULT_SLUG
    st.session_state[KEPT] = slug
    return slug


def algorithm_control(t: Texts, slug: str) -> None:
    """Whose operating point it is; another algorithm begins at its own."""

    def change() -> None:
        st.query_params["algorithm"] = st.session_state[KEPT] = st.session_state["consultation-algorithm"]
        _keep(KEPT_POINT, "point", "")

    st.session_state["consultation-algorithm"] = slug
    st.selectbox(
        t("algorithm.choose"),
        loaded_algorithms.usable_slugs(),
        format_func=lambda each: name_of(t, each),
        key="consultation-algorithm",
        on_change=guarded_callback(change),
        width=320,
    )


def chosen_set() -> str:
    """Whose photos say what the operating point does: by the address, else as chosen before."""
    asked = st.query_params.get("set") or st.session_state.get(KEPT_SET, HOME)
    name = asked if asked in SCORED else HOME
    _keep(KEPT_SET, "set", name)
    return name


def set_control(t: Texts, chosen: str) -> None:
    """Photos like those of the training, or from other clinics."""

    def change() -> None:
        _keep(KEPT_SET, "set", st.session_state["consultation-set"] or chosen)

    st.session_state["consultation-set"] = chosen
    st.segmented_control(
        t("consultation.set"),
        SCORED,
        format_func=lambda name: t(f"consultation.set_{name}"),
        key="consultation-set",
        on_change=guarded_callback(change),
    )


def own_point(point: OperatingPoint) -> float:
    """That of the sheet, in the default practice; for equal frequencies there is none there, so its share stands in."""
    own, practice = point.in_its_practice, default_practice()
    return practice.melanoma if own.practice.is_equal else round(threshold_in(own.value, own.practice, practice), 4)


def offered(own: float) -> list[float]:
    """All that can be chosen, the own one among them."""
    return sorted({*STEPS, own})


def chosen_point(choices: Sequence[float], own: float) -> float:
    """By the address, else as chosen before, in the default practice; the own one where neither names another."""
    asked = st.query_params.get("point") or st.session_state.get(KEPT_POINT, "")
    point = {f"{value:g}": value for value in choices}.get(asked, own)
    _keep(KEPT_POINT, "point", _written(point, own))
    return point


def _written(point: float, own: float) -> str:
    """As the address has it: nothing for the own one."""
    return "" if point == own else f"{point:g}"


def _keep(key: str, parameter: str, value: str) -> None:
    """In the session and in the address."""
    st.session_state[key] = value
    if value:
        st.query_params[parameter] = value
    else:
        st.query_params.pop(parameter, None)


def point_control(t: Texts, choices: Sequence[float], chosen: float, own: float, practice: Practice) -> None:
    """A slider over the operating points, written as melanoma probabilities of the practice; and the way back."""

    def take(value: float) -> None:
        _keep(KEPT_POINT, "point", _written(value, own))

    st.session_state["consultation-point"] = chosen
    st.select_slider(
        t("consultation.point"),
        choices,
        format_func=lambda value: t.point(in_the_practice(value, practice).value),
        key="consultation-point",
        on_change=guarded_callback(lambda: take(st.session_state["consultation-point"])),
    )
    written = t.point(in_the_practice(own, practice).value)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="small">{escape(t("consultation.own_words", threshold=written))}</p>', width="content")
        st.button(
            t("consultation.own"),
            key="consultation-own",
            on_click=guarded_callback(lambda: take(own)),
            disabled=chosen == own,
        )


def in_the_practice(value: float, practice: Practice) -> Threshold:
    """The operating point that divides the photos as `value` does in the default practice."""
    return Threshold(threshold_in(value, default_practice(), practice), practice)
