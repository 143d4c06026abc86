"""What the network is, how well it does on photos it had never seen, where it must not be believed, licences."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.algorithms.catalogue import DEFAULT_SLUG
from model.errors import AlgorithmError
from model.text import Texts
from pages.components import resources
from pages.components.failures import guarded, show_failure
from pages.components.frame import open_page
from pages.components.tables import facts_table


def card(t: Texts) -> None:
    """The card of the algorithm, from its class and its sheet."""
    found, sheet = resources.card(DEFAULT_SLUG)
    rows = [
        (t("about.name"), t(f"algorithms.{found.slug}.name")),
        (t("about.family"), t(f"families.{found.family}")),
        (t("about.explanation"), t(f"explanations.{found.explanation}")),
        (t("about.training_data"), found.training_data),
        (t("about.fit"), t.number(sheet.fit_images)),
        (t("about.trained_on"), sheet.trained_on),
        (t("about.version"), sheet.version),
        (t("about.size"), t("about.megabytes", value=sheet.size / 1e6)),
        (t("about.citations"), "; ".join(found.citations)),
    ]
    st.html(f"<h2>{escape(t('about.card'))}</h2><p class='prose'>{escape(t(f'algorithms.{found.slug}.method'))}</p>")
    facts_table(t("about.card"), [], rows)


def scores(t: Texts) -> None:
    """Scores of both days, computed from the committed tables."""
    st.html(f"<h2>{escape(t('about.scores'))}</h2><p class='prose'>{escape(t('about.scores_text'))}</p>")
    names = ("balanced_accuracy", "melanoma_auc", "sensitivity", "specificity")
    rows = []
    for day, found in resources.benchmark_scores(DEFAULT_SLUG).items():
        figures = [
            f"{t.percent(s.value, 1)} ({t.interval(s.low, s.high, 1)})"
            if name != "melanoma_auc"
            else f"{t.number(s.value, 3)} ({t.number(s.low, 3)} – {t.number(s.high, 3)})"
            for name, s in ((name, found.scores[name]) for name in names)
        ]
        rows.append((t(f"about.{day}"), t.number(found.images), *figures))
    facts_table(t("about.scores"), [t("about.set"), t("about.photos"), *(t(f"about.{name}") for name in names)], rows)
    st.html(f"<p class='prose'>{escape(t('about.reference', chance=t.percent(1 / 7, 1)))}</p>")


def limits(t: Texts) -> None:
    """Where it must not be believed."""
    temperature = t.number(resources.card(DEFAULT_SLUG)[1].temperature, 2)
    sentences = [t(f"about.limits_{name}") for name in ("skin", "artefacts", "unknown", "prior")]
    points = "".join(
        f"<li>{escape(text)}</li>" for text in [*sentences, t("about.limits_calibration", temperature=temperature)]
    )
    st.html(f"<h2>{escape(t('about.limits'))}</h2><ul class='prose'>{points}</ul>")


def page(t: Texts) -> None:
    """Arrange the page."""
    st.html(f"<h1>{escape(t('about.title'))}</h1><p class='lead'>{escape(t('about.intro'))}</p>")
    for part in (card, scores, limits):
        try:
            part(t)
        except AlgorithmError as error:
            show_failure(t, error)
    for name in ("privacy", "samples", "licence"):
        st.html(f"<h2>{escape(t(f'about.{name}'))}</h2><p class='prose'>{escape(t(f'about.{name}_text'))}</p>")


texts = open_page("about")
with guarded(texts):
    page(texts)
