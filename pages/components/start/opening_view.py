"""Draw the case of the first page: a lesion, all verdicts, and a link to its examination."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES
from model.algorithms.jury import Opinion, agreement
from model.algorithms.weights import WeightsSheet, read_sheets
from model.algorithms.words import name_of
from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import Case
from model.lesion.practice import Practice
from model.settings import settings
from model.stage.opening import COMBINES, LOOKS, SIDE, Opening, read
from model.text import Texts
from pages.components.cache import galleries
from pages.components.shell.practice_choice import chosen_practice


def opening(t: Texts) -> None:
    """Draw the case, every verdict as a mark, and the way to it; nothing if it is missing or of other weights."""
    current, sheets = current_opening()
    if current is None:
        return
    st.html(_case(t, current, sheets))
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


def _sample(current: Opening) -> Case | None:
    return next((case for case in galleries.known_samples() if case.path.name == current.sample), None)


def imitated(current: Opening) -> Diagnosis:
    """Return the diagnosis that the sample imitates."""
    case = _sample(current)
    return case.diagnosis if case else Diagnosis.MEL


def opinions_in(current: Opening, sheets: dict[str, WeightsSheet], practice: Practice) -> list[Opinion]:
    """Return all opinions for a practice, the highest melanoma probability first."""
    opinions = [
        Opinion(slug, prediction, sheets[slug].operating_point.shown_in(practice))
        for slug, prediction in current.predictions.items()
    ]
    return sorted(opinions, key=lambda opinion: -opinion.melanoma)


def verdict_row(t: Texts, opinion: Opinion) -> str:
    """Return a list item with an algorithm's name and its verdict."""
    state = "suspicious" if opinion.suspicious else "calm"
    return (
        f'<li class="{state}"><span class="shape" aria-hidden="true"></span>'
        f"<span>{escape(name_of(t, opinion.slug))}</span><span>{escape(t(f'jury.{state}'))}</span></li>"
    )


def _case(t: Texts, current: Opening, sheets: dict[str, WeightsSheet]) -> str:
    opinions = opinions_in(current, sheets, chosen_practice())
    voters = agreement([opinion for opinion in opinions if opinion.slug != COMBINES])
    title = t("jury.meter", count=len(voters.suspicious), voters=voters.voters) if voters else ""
    marks = _marks("suspicious", len(voters.suspicious)) + _marks("calm", len(voters.calm)) if voters else ""
    committee = "".join(_committee(t, opinion) for opinion in opinions if opinion.slug == COMBINES)
    return (
        f'<div class="opening-case">{_picture(t, current)}<div><h2>{escape(title)}</h2>'
        f'<div class="meter" aria-hidden="true">{marks}</div>{committee}</div></div>'
    )


def _marks(kind: str, count: int) -> str:
    return f'<span class="{kind}"><span class="shape"></span></span>' * count


def _committee(t: Texts, opinion: Opinion) -> str:
    state = "suspicious" if opinion.suspicious else "calm"
    words = t("opening.committee", name=name_of(t, opinion.slug), verdict=t(f"jury.{state}").lower())
    return f'<p class="verdict {state}"><span class="shape" aria-hidden="true"></span>{escape(words)}</p>'


def _picture(t: Texts, current: Opening) -> str:
    case = _sample(current)
    if case is None:
        return ""
    alt, caption = escape(t("opening.alt", diagnosis=t(f"diagnoses.{case.diagnosis}.name"))), escape(t("opening.drawn"))
    picture = galleries.case_picture(case, SIDE)
    return f'<figure class="jury-picture"><img src="{picture}" alt="{alt}"><figcaption>{caption}</figcaption></figure>'
