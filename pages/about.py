"""What the network is, how well it does on photos it had never seen, where it must not be believed, licences."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES, open_page
from model.algorithms.catalogue import DEFAULT_SLUG
from model.algorithms.contract import AlgorithmCard
from model.algorithms.weights import WeightsSheet
from model.cards.card import SYSTEM
from model.errors import AlgorithmError
from model.lesion.practice import practices
from model.text import Texts
from pages.components.about.limits_view import show_limits
from pages.components.cache import loaded_algorithms
from pages.components.leaderboard.scores_table import scores_table
from pages.components.shell.facts_table import facts_table
from pages.components.shell.failures import guarded, show_failure
from pages.components.shell.practice_choice import option


def card(t: Texts, found: AlgorithmCard, sheet: WeightsSheet) -> None:
    """The card of the algorithm, from its class and its sheet."""
    rows = [
        (t("about.name"), t(f"algorithms.{found.slug}.name")),
        (t("about.authors"), found.authors),
        (t("about.family"), t(f"families.{found.family}")),
        (t("about.explanation"), t(f"explanations.{found.explanation}")),
        (t("about.training_data"), t(f"training_data.{found.training_data}")),
        (t("about.fit"), t.number(sheet.fit_images)),
        (t("about.trained_on"), sheet.trained_on),
        (t("about.input"), f"{found.input_side} × {found.input_side} px"),
        (t("about.version"), sheet.version),
        (t("about.size"), t("about.megabytes", value=sheet.size / 1e6)),
        (t("about.licences"), t("about.licences_of", code=found.code_licence, weights=found.weights_licence)),
        (t("about.citations"), "; ".join(found.citations)),
    ]
    st.html(f"<h2>{escape(t('about.card'))}</h2><p class='prose'>{escape(t(f'algorithms.{found.slug}.method'))}</p>")
    facts_table(t("about.card"), [], rows)


def scores(t: Texts) -> None:
    """Scores of every set, and the way to the cards of all the others."""
    st.html(f"<h2>{escape(t('about.scores'))}</h2><p class='prose'>{escape(t('about.scores_text'))}</p>")
    scores_table(t, DEFAULT_SLUG, t("about.no_scores"))
    with st.container(key="about-cards", horizontal=True):
        st.page_link(PAGES["algorithm"], label=t("algorithm.all_link"), query_params={"lang": t.language})
        query = {"algorithm": SYSTEM, "lang": t.language}
        st.page_link(PAGES["algorithm"], label=t("cards.system_link"), query_params=query)


def limits(t: Texts, temperature: float | None) -> None:
    """Where it must not be believed."""
    sentences = [t(f"about.limits_{name}") for name in ("skin", "artefacts", "unknown")]
    sentences.append(t("about.limits_prior", practices=", ".join(option(t, one) for one in practices().values())))
    if temperature is not None:
        sentences.append(t("about.limits_calibration", temperature=t.number(temperature, 2)))
    points = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    st.html(f"<h2>{escape(t('about.limits'))}</h2><ul class='prose'>{points}</ul>")


def page(t: Texts) -> None:
    """Arrange the page; what needs the network's files says so where they are missing, the rest is always there."""
    st.html(f"<h1>{escape(t('about.title'))}</h1><p class='lead'>{escape(t('about.intro'))}</p>")
    temperature = None
    try:
        found, sheet = loaded_algorithms.card(DEFAULT_SLUG)
        temperature = sheet.temperature
        card(t, found, sheet)
        scores(t)
    except AlgorithmError as error:
        show_failure(t, error)
    limits(t, temperature)
    show_limits(t)
    for name in ("privacy", "samples", "licence"):
        st.html(f"<h2>{escape(t(f'about.{name}'))}</h2><p class='prose'>{escape(t(f'about.{name}_text'))}</p>")


texts = open_page("about")
with guarded(texts):
    page(texts)
