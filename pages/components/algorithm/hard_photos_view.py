"""The photos where one algorithm is wrong alone, right alone, or where all are wrong, with their pictures if there."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from model.algorithms.jury import jurors
from model.charts.written import capital
from model.evaluation.hard_photos import KINDS, HardPhoto
from model.lesion.image_folder import archive_page
from model.text import Texts
from pages.components.cache import algorithm_scores, galleries

SHOWN = 12
"""Photos in a list; the algorithm was the most certain of these."""


def show_hard_photos(t: Texts, slug: str) -> None:
    """Draw the number of photos of each kind, and the list of the chosen kind; nothing where a table is missing."""
    others = tuple(one.slug for one in jurors() if one.card and not one.combines and one.slug != slug)
    found = algorithm_scores.hard_photos_of(slug, others) if others else None
    if found is None:
        return
    st.html(f"<h2>{escape(t('hard_photos.title'))}</h2><p class='prose'>{escape(t('hard_photos.how'))}</p>")
    chosen = st.segmented_control(
        t("hard_photos.title"),
        KINDS,
        format_func=lambda kind: t(f"hard_photos.{kind}", count=len(found[kind])),
        key="hard-photos",
        label_visibility="collapsed",
    )
    if chosen:
        st.html(list_html(t, found, chosen))


def list_html(t: Texts, found: Mapping[str, tuple[HardPhoto, ...]], kind: str) -> str:
    """Return a list of photos: diagnosis, answer, link to the archive, and the picture where it is on this computer."""
    photos = found[kind][:SHOWN]
    pictures = {photo: galleries.known_case_thumbnail(photo.image) for photo in photos}
    rest = len(found[kind]) - len(photos)
    more = t("hard_photos.first", shown=len(photos), count=len(found[kind])) if rest else ""
    note = " ".join(filter(None, (more, t("cases.not_shipped") if not all(pictures.values()) else "")))
    note = note if photos else t("hard_photos.none")
    items = "".join(_item(t, photo, picture) for photo, picture in pictures.items())
    return f'<section class="known-cases"><p>{escape(note)}</p><ol>{items}</ol></section>'


def _item(t: Texts, photo: HardPhoto, picture: str | None) -> str:
    truth = t(f"diagnoses.{photo.truth}.name")
    alt = escape(t("cases.alt", diagnosis=truth, image=photo.image))
    shown = f'<img src="{picture}" alt="{alt}">' if picture else ""
    answer = t("hard_photos.answer", diagnosis=t(f"diagnoses.{photo.answer}.name"), share=t.percent(photo.certainty))
    address = archive_page(photo.image)
    link = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{escape(photo.image)}</a>'
    return f"<li>{shown}<strong>{escape(capital(truth))}</strong><span>{escape(answer)}</span>{link}</li>"
