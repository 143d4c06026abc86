"""Draw the case of the first page: a lesion with one heat map, all verdicts, and a link to its examination."""

from __future__ import annotations

import base64
from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES
from model.algorithms.jury import Opinion, agreement
from model.algorithms.weights import WeightsSheet, read_sheets
from model.algorithms.words import name_of
from model.lesion.diagnosis import Diagnosis
from model.lesion.practice import Practice
from model.lesion.practice_words import stated
from model.settings import settings
from model.stage.opening import COMBINES, FOLDER, HEAT, LOOKS, Opening, read
from model.text import Texts
from pages.components.cache import galleries
from pages.components.shell.practice_choice import chosen_practice


def opening(t: Texts) -> None:
    """Draw the case; nothing if it is missing or its answers are from other weights."""
    current, sheets = current_opening()
    if current is None:
        return
    with st.container(key="opening"):
        st.html(_picture(t, current))
        with st.container(key="opening-words", gap="small"):
            st.html(_verdicts(t, current, sheets))
            asked = {"lang": t.language, "sample": current.sample}
            st.page_link(PAGES["examine"], label=f"**{t('opening.link')}**", query_params=asked)


def current_opening() -> tuple[Opening | None, dict[str, WeightsSheet]]:
    """Return the committed case with the answers of the current weights, and their sheets.

    The case is None if it is missing, or if its heat map is from other weights.
    """
    committed = read()
    if committed is None:
        return None, {}
    sheets = read_sheets(settings().weights, committed.predictions)
    current = committed.given_by({slug: sheet.sha256 for slug, sheet in sheets.items()})
    return (current if LOOKS in current.predictions else None), sheets


def imitated(current: Opening) -> Diagnosis:
    """Return the diagnosis that the sample imitates."""
    known = galleries.known_samples()
    return next((case.diagnosis for case in known if case.path.name == current.sample), Diagnosis.MEL)


def opinions_in(current: Opening, sheets: dict[str, WeightsSheet], practice: Practice) -> list[Opinion]:
    """Return all opinions for a practice, the highest melanoma probability first."""
    opinions = [
        Opinion(slug, prediction, sheets[slug].operating_point.shown_in(practice))
        for slug, prediction in current.predictions.items()
    ]
    return sorted(opinions, key=lambda opinion: -opinion.melanoma)


def verdict_row(t: Texts, opinion: Opinion, figure: str = "") -> str:
    """Return a list item with an algorithm's name, its verdict and some HTML."""
    state = "suspicious" if opinion.suspicious else "calm"
    return (
        f'<li class="{state}"><span class="shape" aria-hidden="true"></span>'
        f"<span>{escape(name_of(t, opinion.slug))}</span><span>{escape(t(f'jury.{state}'))}</span>{figure}</li>"
    )


def _picture(t: Texts, current: Opening) -> str:
    data = base64.b64encode((FOLDER / HEAT).read_bytes()).decode("ascii")
    first = t(f"diagnoses.{current.predictions[LOOKS].first}.name")
    words = {"name": name_of(t, LOOKS), "first": first, "diagnosis": t(f"diagnoses.{imitated(current)}.name")}
    alt = escape(t("opening.alt", **words))
    return (
        f'<figure class="jury-picture"><img src="data:image/jpeg;base64,{data}" alt="{alt}">'
        f"<figcaption>{escape(t('opening.caption', **words))}</figcaption></figure>"
    )


def _verdicts(t: Texts, current: Opening, sheets: dict[str, WeightsSheet]) -> str:
    opinions = opinions_in(current, sheets, chosen_practice())
    voters = agreement([opinion for opinion in opinions if opinion.slug != COMBINES])
    title = t("jury.meter", count=len(voters.suspicious), voters=voters.voters) if voters else ""
    figures = [t.percent(opinion.melanoma) for opinion in opinions]
    rows = "".join(
        verdict_row(t, opinion, f"<strong>{escape(figure)}</strong>")
        for opinion, figure in zip(opinions, figures, strict=True)
    )
    practices = {opinion.threshold.practice.slug: opinion.threshold.practice for opinion in opinions}
    small = " ".join(stated(t, practice) for practice in practices.values())
    return (
        f'<h2>{escape(title)}</h2><ul class="opening-verdicts">{rows}</ul>'
        f'<p class="small">{escape(t("jury.meter_how"))} {escape(small)}</p>'
    )
