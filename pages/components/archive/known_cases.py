"""Known cases beside a photo, as a strip; pictures that are not on this computer come from the ISIC Archive on request.

Only who asks for the pictures and has agreed sends a request: its identifiers hint at what the own photo looks like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from model.errors import TenOpinionsError
from model.isic_archive.archive import archive
from model.isic_archive.case import ArchiveCase
from model.lesion.learned import ISIC_NAME
from model.text import Texts
from pages.components.archive.archive_choice import consent
from pages.components.archive.archive_view import pictures_of, show_attributions
from pages.components.cache.galleries import known_case_thumbnail
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.photo_strip import KnownPhoto, strip_html

FETCHED, WANTED = "archive-known", "archive-known-wanted"


@dataclass(frozen=True)
class FetchedCase:
    """A case of the archive with its picture as a data address."""

    case: ArchiveCase
    picture: str


def show_known_cases(t: Texts, key: str, photos: Sequence[KnownPhoto], words: str = "", title: str = "") -> None:
    """Draw the strip and, where pictures are missing, the button that asks for them; `key` tells two strips apart."""
    strip = st.container()
    _fetch_wanted(t, key)
    pictures = {photo.image: _picture(photo.image) for photo in photos}
    with strip:
        st.html(strip_html(t, photos, words, title, picture_of=pictures.get))
        show_attributions(t, {image: _fetched()[image].case for image in pictures if image in _fetched()})
    missing = [image for image, picture in pictures.items() if picture is None and ISIC_NAME.fullmatch(image)]
    if missing and archive() is not None and not _is_wanted(key):
        label, name = t("archive.pictures"), f"archive-pictures-{key}"
        st.button(label, key=name, on_click=guarded_callback(_ask), args=(key, missing))


def _picture(image: str) -> str | None:
    """Address of the picture: from this computer, else from what was fetched; None where there is neither."""
    here = known_case_thumbnail(image)
    return here if here or image not in _fetched() else _fetched()[image].picture


def _fetched() -> dict[str, FetchedCase]:
    """What this visit has fetched, by identifier."""
    fetched: dict[str, FetchedCase] = st.session_state.setdefault(FETCHED, {})
    return fetched


def _ask(key: str, images: Sequence[str]) -> None:
    st.session_state[WANTED] = (key, images)


def _is_wanted(key: str) -> bool:
    return bool(st.session_state.get(WANTED, ("",))[0] == key)


def _fetch_wanted(t: Texts, key: str) -> None:
    """Fetch what was asked for in this strip, after consent; a failure is said, and the strip stays."""
    asked = archive()
    if not _is_wanted(key) or asked is None or not consent(t):
        return
    place = st.empty()
    place.html(f'<p class="waiting" role="status">{escape(t("archive.fetching_pictures"))}</p>')
    try:
        cases = {case.isic_id: case for case in asked.known(st.session_state[WANTED][1])}
        pictures = pictures_of(asked, list(cases.values()))
        _fetched().update({image: FetchedCase(cases[image], picture) for image, picture in pictures.items()})
    except TenOpinionsError as error:
        with place.container():
            show_failure(t, error)
    else:
        place.empty()
    st.session_state.pop(WANTED, None)  # last, so that it is asked again if the run was stopped
