"""About: the card of the system. What it is and is not, where not to trust it, where photos go, licences."""

from __future__ import annotations

import datetime
from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES, open_page
from model.algorithms.catalogue import COMMITTEE
from model.algorithms.jury import jurors
from model.algorithms.weights import read_sheets
from model.algorithms.words import name_of
from model.cards.card import SYSTEM
from model.lesion.practice import practices
from model.settings import settings
from model.text import Texts
from model.trust.malignant import squamous_words
from model.trust.skin_tones import tone_words
from model.trust.unknown import unknown_words
from pages.components.about.limits_view import show_limits
from pages.components.session.lesion_input import drop_here, sent_on
from pages.components.shell.facts_table import facts_table
from pages.components.shell.failures import guarded
from pages.components.shell.practice_choice import option


def points(t: Texts, title: str, *sentences: str) -> str:
    """Return a list under its heading."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<h2>{escape(t(title))}</h2><ul class='prose'>{items}</ul>"


def limits(t: Texts) -> str:
    """Return where not to trust the algorithms."""
    names = ", ".join(option(t, practice) for practice in practices().values())
    skin = tone_words(t, COMMITTEE) or t("about.limits_skin_unmeasured")
    unknown = f"{unknown_words(t, COMMITTEE)} {squamous_words(t, COMMITTEE)}"
    sentences = [
        f"{t('about.limits_skin')} {skin}",
        t("about.limits_artefacts"),
        f"{t('about.limits_unknown')} {unknown}".strip(),
        t("about.limits_camera"),
    ]
    return points(t, "about.limits", *sentences, t("about.limits_prior", practices=names))


def weights(t: Texts) -> None:
    """Draw the version of each algorithm's weights."""
    sheets = read_sheets(settings().weights, [juror.slug for juror in jurors()])
    header = (t("about.name"), t("about.version"), t("about.trained_on"))
    rows = [
        (name_of(t, slug), sheet.version, t.date(datetime.date.fromisoformat(sheet.trained_on)))
        for slug, sheet in sheets.items()
    ]
    facts_table(t("about.version"), header, rows)


def page(t: Texts) -> None:
    """Draw the page."""
    st.html(f"<h1>{escape(t('about.title'))}</h1>")
    for column, name in zip(st.columns(2, gap="large"), ("is", "isnot"), strict=True):
        column.html(points(t, f"about.{name}_title", *(t(f"about.{name}_{number}") for number in (1, 2, 3))))
    st.html(limits(t))
    with st.expander(t("known_limits.title")):
        show_limits(t)
    for name in ("privacy", "samples", "licence"):
        st.html(f"<h2>{escape(t(f'about.{name}'))}</h2><p class='prose'>{escape(t(f'about.{name}_text'))}</p>")
    with st.expander(t("about.version")):
        weights(t)
    with st.container(key="about-cards", horizontal=True):
        query = {"algorithm": SYSTEM, "lang": t.language}
        st.page_link(PAGES["algorithm"], label=t("cards.system_link"), query_params=query)
        st.page_link(PAGES["algorithm"], label=t("algorithm.all_link"), query_params={"lang": t.language})


texts = open_page("about")
with guarded(texts):
    sent_on(texts)
    drop_here(texts)
    page(texts)
