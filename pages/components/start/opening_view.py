"""The first page shows the thing itself: a lesion, where one algorithm looks, all verdicts; a click opens the case."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from contextlib import suppress
from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES
from model.algorithms.jury import Opinion, agreement
from model.algorithms.weights import WeightsSheet, read_sheet
from model.algorithms.words import name_of
from model.errors import AlgorithmError
from model.lesion.diagnosis import Diagnosis
from model.lesion.practice import Practice
from model.lesion.practice_words import stated
from model.settings import settings
from model.stage.opening import COMBINES, FOLDER, HEAT, LOOKS, Opening, read
from model.text import Texts
from pages.components.cache import galleries
from pages.components.shell.practice_choice import chosen_practice


def opening(t: Texts) -> None:
    """The case of the first page; nothing where it is not there, or other weights than those that ship answered."""
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
    """The committed case as the weights that ship answer it, and their sheets; None without whose map is shown."""
    found = read()
    sheets = _sheets(found.predictions) if found else {}
    current = found.given_by({slug: sheet.sha256 for slug, sheet in sheets.items()}) if found else None
    return (current if current is not None and LOOKS in current.predictions else None), sheets


def imitated(current: Opening) -> Diagnosis:
    """What the sample was drawn to imitate."""
    known = galleries.known_samples()
    return next((case.diagnosis for case in known if case.path.name == current.sample), Diagnosis.MEL)


def opinions_in(current: Opening, sheets: dict[str, WeightsSheet], practice: Practice) -> list[Opinion]:
    """Every answer, stated for a practice, the most suspicious first."""
    opinions = [
        Opinion(slug, prediction, sheets[slug].operating_point.shown_in(practice))
        for slug, prediction in current.predictions.items()
    ]
    return sorted(opinions, key=lambda opinion: -opinion.melanoma)


def _sheets(slugs: Iterable[str]) -> dict[str, WeightsSheet]:
    sheets = {}
    for slug in slugs:
        with suppress(AlgorithmError):
            sheets[slug] = read_sheet(settings().weights, slug)
    return sheets


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
    rows = "".join(_row(t, opinion) for opinion in opinions)
    practices = {opinion.threshold.practice.slug: opinion.threshold.practice for opinion in opinions}
    small = " ".join(stated(t, one) for one in practices.values())
    return (
        f'<h2>{escape(title)}</h2><ul class="opening-verdicts">{rows}</ul>'
        f'<p class="small">{escape(t("jury.meter_how"))} {escape(small)}</p>'
    )


def _row(t: Texts, opinion: Opinion) -> str:
    state = "suspicious" if opinion.suspicious else "calm"
    return (
        f'<li class="{state}"><span class="shape" aria-hidden="true"></span>'
        f"<span>{escape(name_of(t, opinion.slug))}</span>"
        f"<span>{escape(t(f'jury.{state}'))}</span>"
        f"<strong>{escape(t.percent_beside(opinion.melanoma, opinion.threshold.value))}</strong></li>"
    )
