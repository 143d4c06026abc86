"""The card of one algorithm or of the system: method, scores and limits, or the reason why it cannot be loaded."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES, open_page
from model.algorithms.catalogue import DEFAULT_SLUG
from model.algorithms.contract import AlgorithmCard
from model.algorithms.jury import Juror, in_order, jurors
from model.algorithms.weights import read_sheet
from model.algorithms.words import name_of
from model.cards.card import SYSTEM
from model.errors import AlgorithmError, UnknownAlgorithm
from model.settings import settings
from model.text import Texts
from pages.components.algorithm.algorithm_view import show_card, show_scores
from pages.components.algorithm.card_view import show_model_card
from pages.components.algorithm.hard_photos_view import show_hard_photos
from pages.components.session.lesion_input import drop_here, sent_on
from pages.components.shell.algorithm_names import family_of, method_of
from pages.components.shell.failures import guarded, guarded_callback, show_failure


def asked_slug() -> str:
    """The algorithm in the address, else the one shown before, else the default."""
    slug: str = st.query_params.get("algorithm") or st.session_state.get("kept-algorithm-slug", DEFAULT_SLUG)
    st.session_state["kept-algorithm-slug"] = slug
    return slug


def link(t: Texts, slug: str, label: str) -> None:
    """Draw a link to the card of an algorithm."""
    st.page_link(PAGES["algorithm"], label=label, query_params={"algorithm": slug, "lang": t.language})


def label_of(t: Texts, slug: str, broken: set[str]) -> str:
    """Name of a card in the list; a broken submission is marked."""
    name = t("cards.system") if slug == SYSTEM else name_of(t, slug)
    return t("algorithm.not_working", name=name) if slug in broken else name


def navigation(t: Texts, members: list[Juror], shown: str) -> None:
    """Draw the choice of a card, the system last, and links to the previous and the next one."""
    slugs = [*(juror.slug for juror in members), SYSTEM]
    broken = {juror.slug for juror in members if juror.card is None}
    st.session_state["algorithm-slug"] = shown  # the address decides
    with st.container(key="algorithm-choice", horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            t("algorithm.choose"),
            slugs,
            format_func=lambda slug: label_of(t, slug, broken),
            key="algorithm-slug",
            on_change=guarded_callback(_take_slug),
            width=320,
        )
        place = slugs.index(shown)
        for words, slug in (("previous", slugs[place - 1]), ("next", slugs[(place + 1) % len(slugs)])):
            link(t, slug, t(f"algorithm.{words}", name=label_of(t, slug, broken)))


def _take_slug() -> None:
    st.query_params["algorithm"] = st.session_state["algorithm-slug"]


def system(t: Texts) -> None:
    """Draw the card of the system."""
    st.html(f'<h1>{escape(t("cards.system"))}</h1><p class="lead">{escape(t("cards.system_lead"))}</p>')
    show_model_card(t, SYSTEM)


def one_algorithm(t: Texts, shown: Juror) -> None:
    """Draw the card of one algorithm, or the reason why it cannot be loaded."""
    family = escape(family_of(t, shown.card.family)) if shown.card else ""
    method = escape(method_of(t, shown.slug))
    st.html(f'<h1>{escape(name_of(t, shown.slug))}</h1><p class="small">{family}</p><p class="lead">{method}</p>')
    if shown.card is None:
        reason = escape(t("errors.submission_broken", reason=shown.reason))
        st.html(f'<div class="refusal" role="alert"><p>{reason}</p></div>')
        return
    _with_its_weights(t, shown.card)


def _with_its_weights(t: Texts, card: AlgorithmCard) -> None:
    try:
        sheet = read_sheet(settings().weights, card.slug)
    except AlgorithmError as error:
        show_failure(t, error)
        show_card(t, card, None)
    else:
        with st.container(key="algorithm"):
            with st.container(key="algorithm-scores"):
                show_scores(t, sheet)
            with st.container(key="algorithm-card"):
                show_card(t, card, sheet)
        show_hard_photos(t, card.slug)
    show_model_card(t, card.slug)


def index(t: Texts, members: list[Juror]) -> None:
    """Draw the list of all submissions; broken ones have their reason."""
    st.html(f"<h2>{escape(t('algorithm.all'))}</h2>")
    with st.container(key="submissions"):
        with st.container(key=f"submission-{SYSTEM}", gap=None):
            link(t, SYSTEM, t("cards.system"))
        for juror in members:
            with st.container(key=f"submission-{juror.slug}", gap=None):
                link(t, juror.slug, name_of(t, juror.slug))
                broken = t("errors.submission_broken", reason=juror.reason)
                note = family_of(t, juror.card.family) if juror.card else broken
                st.html(f'<p class="small">{escape(note)}</p>')


def page(t: Texts) -> None:
    """Arrange the page."""
    members = in_order(jurors())
    asked = asked_slug()
    shown = next((juror for juror in members if juror.slug == asked), None)
    if shown is None and asked != SYSTEM:
        st.html(f"<h1>{escape(t('pages.algorithm'))}</h1>")
        show_failure(t, UnknownAlgorithm(slug=asked, known=", ".join(juror.slug for juror in members)))
    else:
        navigation(t, members, asked)
        if shown is None:
            system(t)
        else:
            one_algorithm(t, shown)
    index(t, members)


texts = open_page("algorithm")
with guarded(texts):
    sent_on(texts)
    drop_here(texts)
    page(texts)
