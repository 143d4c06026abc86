"""The photos where one algorithm is wrong alone, right alone, or where all are wrong, with their pictures if there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from model.algorithms.jury import jurors
from model.evaluation.hard_photos import KINDS, HardPhoto
from model.text import Texts
from pages.components.cache import algorithm_scores, galleries
from pages.components.shell.photo_strip import KnownPhoto, strip_html

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

    `picture_of` and `linked` are those of `strip_html`.
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
    """Return the first photos of a list, with the answer to each, and how many there are."""
    photos = [KnownPhoto(photo.image, photo.truth, _answer(t, photo)) for photo in found[:SHOWN]]
    words = t("hard_photos.first", shown=SHOWN, count=len(found)) if len(found) > SHOWN else ""
    return strip_html(t, photos, words if photos else t("hard_photos.none"), picture_of=picture_of, linked=linked)


def _answer(t: Texts, photo: HardPhoto) -> str:
    diagnosis = t(f"diagnoses.{photo.answer}.name")
    return t("hard_photos.answer", diagnosis=diagnosis, share=t.percent(photo.certainty))
