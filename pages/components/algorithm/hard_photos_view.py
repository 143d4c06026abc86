"""The photos where one algorithm is wrong alone, right alone, or where all are wrong, with their pictures if there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    show_kinds(t, found, "hard-photos")


def show_kinds(
    t: Texts,
    found: Mapping[str, tuple[HardPhoto, ...]],
    key: str,
    picture_of: Callable[[str], str | None] = galleries.known_case_thumbnail,
    linked: bool = True,
) -> None:
    """Draw the choice of a kind with the number of its photos, and the list of the chosen one.

    `picture_of` returns the address of a photo's picture, None where it is not here. Photos that are `linked` have a
    page in the archive.
    """
    chosen = st.segmented_control(
        t("hard_photos.title"),
        KINDS,
        format_func=lambda kind: t(f"hard_photos.{kind}", count=len(found[kind])),
        key=key,
        label_visibility="collapsed",
    )
    if chosen:
        st.html(_list_html(t, found[chosen], picture_of, linked))


def _list_html(t: Texts, found: tuple[HardPhoto, ...], picture_of: Callable[[str], str | None], linked: bool) -> str:
    """Return a list of photos: class, answer, link to the archive, and the picture where it is on this computer."""
    photos = found[:SHOWN]
    pictures = {photo: picture_of(photo.image) for photo in photos}
    rest = len(found) - len(photos)
    more = t("hard_photos.first", shown=len(photos), count=len(found)) if rest else ""
    note = " ".join(filter(None, (more, t("cases.not_shipped") if not all(pictures.values()) else "")))
    note = note if photos else t("hard_photos.none")
    items = "".join(_item(t, photo, picture, linked) for photo, picture in pictures.items())
    return f'<section class="known-cases"><p>{escape(note)}</p><ol>{items}</ol></section>'


def _item(t: Texts, photo: HardPhoto, picture: str | None, linked: bool) -> str:
    truth = t(f"diagnoses.{photo.truth}.name")
    alt = escape(t("cases.alt", diagnosis=truth, image=photo.image))
    shown = f'<img src="{picture}" alt="{alt}">' if picture else ""
    answer = t("hard_photos.answer", diagnosis=t(f"diagnoses.{photo.answer}.name"), share=t.percent(photo.certainty))
    link = f"<small>{escape(photo.image)}</small>"
    if linked:
        address = archive_page(photo.image)
        link = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{escape(photo.image)}</a>'
    return f"<li>{shown}<strong>{escape(capital(truth))}</strong><span>{escape(answer)}</span>{link}</li>"
