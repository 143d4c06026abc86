"""Outcomes of 1,000 patients at an operating point: melanomas found and missed, needless excisions."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES, open_page
from model.algorithms.weights import read_sheet
from model.algorithms.words import name_of, the_name_of
from model.evaluation.consultation import Consultation
from model.lesion.practice import Practice
from model.settings import settings
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.consultation.consultation_choice import (
    SCORED,
    SET,
    chosen_point,
    in_the_practice,
    offered,
    own_point,
    point_control,
    set_control,
    show_algorithm_control,
)
from pages.components.consultation.consultation_view import show_outcomes, show_table
from pages.components.session.lesion_input import drop_here, sent_on
from pages.components.shell.algorithm_choice import chosen_slug
from pages.components.shell.failures import guarded
from pages.components.shell.practice_choice import chosen_practice, practice_control


def controls(t: Texts, slug: str, practice: Practice) -> float:
    """Algorithm, practice, photos, operating point; returns the last in the default practice."""
    own = own_point(read_sheet(settings().weights, slug).operating_point)
    choices = offered(own)
    point = chosen_point(choices, own)
    with st.container(key="consultation-controls", gap="small"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            show_algorithm_control(t)
            practice_control(t)
            set_control(t)
        point_control(t, choices, point, own, practice)
    return point


def consultations(slug: str, point: float, practice: Practice) -> dict[str, Consultation]:
    """The consultation on each set with answers of the algorithm."""
    threshold = in_the_practice(point, practice)
    counts = {name: algorithm_scores.counts_at(slug, name, threshold) for name in SCORED}
    return {name: Consultation.at(at_point, threshold) for name, at_point in counts.items() if at_point is not None}


def page(t: Texts) -> None:
    """Arrange the page."""
    st.html(f'<h1>{escape(t("consultation.title"))}</h1><p class="small">{escape(t("consultation.how"))}</p>')
    slug, practice = chosen_slug(), chosen_practice()
    point = controls(t, slug, practice)
    by_set = consultations(slug, point, practice)
    name, scored = name_of(t, slug), SET.value()
    with st.container(key="consultation"):
        with st.container(key="consultation-outcomes", gap="small"):
            if scored in by_set:
                show_outcomes(t, the_name_of(t, slug), by_set[scored], practice, scored)
            else:
                st.html(f'<p class="sentence" role="status">{escape(t("algorithm.not_scored"))}</p>')
        with st.container(key="consultation-table", gap="small"):
            if by_set:
                show_table(t, by_set)
            query = {"algorithm": slug, "lang": t.language}
            st.page_link(PAGES["algorithm"], label=t("jury.card_link", name=name), query_params=query)


texts = open_page("consultation")
with guarded(texts):
    sent_on(texts)
    drop_here(texts)
    page(texts)
