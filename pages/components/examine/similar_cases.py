"""The known cases of an explanation, as a strip: diagnosis, similarity, link to the picture."""

from __future__ import annotations

from collections import Counter
from html import escape

import streamlit as st

from model.algorithms.contract import Explanation, SimilarCase
from model.lesion.image_folder import archive_page
from model.text import Texts
from pages.components.cache import galleries


def show_cases(t: Texts, explanation: Explanation) -> None:
    """Draw the most similar known cases; nothing for an algorithm that does not compare."""
    cases = explanation.cases
    if not cases:
        return
    pictures = {case: galleries.known_case_thumbnail(case.image_id) for case in cases}
    notes = [t("cases.text"), t("cases.summary", diagnoses=summary(t, cases))]
    if not all(pictures.values()):
        notes.append(t("cases.not_shipped"))
    items = "".join(_item(t, case, picture) for case, picture in pictures.items())
    st.html(
        f'<section class="known-cases"><h3>{escape(t("cases.title"))}</h3>'
        f"<p>{escape(' '.join(notes))}</p><ol>{items}</ol></section>"
    )


def summary(t: Texts, cases: tuple[SimilarCase, ...]) -> str:
    """Return the number of cases of each diagnosis, the most frequent first."""
    counts = Counter(case.diagnosis for case in cases).most_common()
    return ", ".join(t("cases.count", diagnosis=t(f"diagnoses.{d}.name"), number=number) for d, number in counts)


def _item(t: Texts, case: SimilarCase, picture: str | None) -> str:
    diagnosis = t(f"diagnoses.{case.diagnosis}.name")
    alt = escape(t("cases.alt", diagnosis=diagnosis, image=case.image_id))
    shown = f'<img src="{picture}" alt="{alt}">' if picture else ""
    similarity = escape(t("cases.similarity", value=t.number(case.similarity, 2)))
    address = archive_page(case.image_id)
    link = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{escape(case.image_id)}</a>'
    return f"<li>{shown}<strong>{escape(diagnosis)}</strong><span>{similarity}</span>{link}</li>"
