"""About: the default network, its scores on the scoring sets, its limits, privacy and licences."""

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
from pages.components.session.lesion_input import send_on
from pages.components.shell.facts_table import facts_table
from pages.components.shell.failures import guarded, show_failure
from pages.components.shell.practice_choice import option


def card(t: Texts, algorithm: AlgorithmCard, sheet: WeightsSheet) -> None:
    """Draw the facts of an algorithm from its class and its weights' sheet."""
    facts = {
        "name": t(f"algorithms.{algorithm.slug}.name"),
        "authors": algorithm.authors,
        "family": t(f"families.{algorithm.family}"),
        "explanation": t(f"explanations.{algorithm.explanation}"),
        "training_data": t(f"training_data.{algorithm.training_data}"),
        "fit": t.number(sheet.fit_images),
        "trained_on": sheet.trained_on,
        "input": f"{algorithm.input_side} × {algorithm.input_side} px",
        "version": sheet.version,
        "size": t("about.megabytes", value=sheet.size / 1e6),
        "licences": t("about.licences_of", code=algorithm.code_licence, weights=algorithm.weights_licence),
        "citations": "; ".join(algorithm.citations),
    }
    method = escape(t(f"algorithms.{algorithm.slug}.method"))
    st.html(f"<h2>{escape(t('about.card'))}</h2><p class='prose'>{method}</p>")
    facts_table(t("about.card"), [], [(t(f"about.{name}"), value) for name, value in facts.items()])


def scores(t: Texts) -> None:
    """Draw the scores on every set, and links to all model cards."""
    st.html(f"<h2>{escape(t('about.scores'))}</h2><p class='prose'>{escape(t('about.scores_text'))}</p>")
    scores_table(t, DEFAULT_SLUG, t("about.no_scores"))
    with st.container(key="about-cards", horizontal=True):
        st.page_link(PAGES["algorithm"], label=t("algorithm.all_link"), query_params={"lang": t.language})
        query = {"algorithm": SYSTEM, "lang": t.language}
        st.page_link(PAGES["algorithm"], label=t("cards.system_link"), query_params=query)


def limits(t: Texts, temperature: float | None) -> None:
    """Draw the limits of the network; `temperature` is that of its calibration."""
    sentences = [t(f"about.limits_{name}") for name in ("skin", "artefacts", "unknown")]
    names = ", ".join(option(t, practice) for practice in practices().values())
    sentences.append(t("about.limits_prior", practices=names))
    if temperature is not None:
        sentences.append(t("about.limits_calibration", temperature=t.number(temperature, 2)))
    points = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    st.html(f"<h2>{escape(t('about.limits'))}</h2><ul class='prose'>{points}</ul>")


def page(t: Texts) -> None:
    """Draw the page; where the network's files are missing, an error stands in place of its facts."""
    st.html(f"<h1>{escape(t('about.title'))}</h1><p class='lead'>{escape(t('about.intro'))}</p>")
    temperature = None
    try:
        algorithm, sheet = loaded_algorithms.card(DEFAULT_SLUG)
        temperature = sheet.temperature
        card(t, algorithm, sheet)
        scores(t)
    except AlgorithmError as error:
        show_failure(t, error)
    limits(t, temperature)
    show_limits(t)
    for name in ("privacy", "samples", "licence"):
        st.html(f"<h2>{escape(t(f'about.{name}'))}</h2><p class='prose'>{escape(t(f'about.{name}_text'))}</p>")


texts = open_page("about")
with guarded(texts):
    send_on(texts)
    page(texts)
