"""Draw the photo of a sample or of a presenter's case, with the facts that may be shown before its diagnosis.

The photo is embedded in the page as a data address. So a room of phones makes no requests for it, and it stays on the
page when a new run interrupts the current one.
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
"""Sides of the picture for a large screen and for a phone, pixels."""


def show_case(t: Texts, case: Case, side: int = LARGE) -> None:
    """Draw photo and caption; a sentence where the file can no longer be read."""
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


def truth_html(t: Texts, case: Case) -> str:
    """The known diagnosis of a case as HTML."""
    words = t("quiz.truth", diagnosis=t(f"diagnoses.{case.diagnosis}.name"))
    return f'<p class="truth" role="status">{escape(words)}</p>'


def known_of(t: Texts, case: Case) -> list[str]:
    """The facts of a case without its diagnosis: age, sex, site and licence, as far as they are known."""
    age = [t("quiz.age", count=case.age)] if case.age is not None else []
    sex = [t(f"quiz.{case.sex}")] if case.sex in ("female", "male") else []
    origin = t("quiz.drawn") if case.source == "generated" else f"{case.source}, {case.licence}"
    return [*age, *sex, *([case.site] if case.site else []), origin]
