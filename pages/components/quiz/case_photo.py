"""The photo of a sample or of a presenter's case on its mat, with what may be said of it before its diagnosis.

It arrives together with the page, as an address that holds it: a room of phones fetches nothing, and no picture is gone
when a run is overtaken by the next.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from model.errors import LesionImageError
from model.lesion.gallery import Case
from model.text import Texts
from pages.components.cache import galleries
from pages.components.shell.practice_choice import small

LARGE, SMALL = 900, 480
"""Sides of the picture, pixels: for a desk or a stage, and for a phone."""


def show_case(t: Texts, case: Case, side: int = LARGE) -> None:
    """Photo and caption; a sentence where the file cannot be read any more."""
    try:
        address = galleries.case_picture(case, side)
    except (LesionImageError, OSError):
        small(t("quiz.unreadable"))
        return
    caption = escape(" · ".join(known_of(t, case)))
    st.html(
        f'<img class="case-photo" src="{address}" alt="{escape(t("quiz.photo_alt"))}">'
        f'<p class="mat-caption">{caption}</p>'
    )


def known_of(t: Texts, case: Case) -> list[str]:
    """What may be said of a case before its diagnosis: age, sex and site where they are known, and its licence."""
    age = [t("quiz.age", count=case.age)] if case.age is not None else []
    sex = [t(f"quiz.{case.sex}")] if case.sex in ("female", "male") else []
    origin = t("quiz.drawn") if case.source == "generated" else f"{case.source}, {case.licence}"
    return [*age, *sex, *([case.site] if case.site else []), origin]
