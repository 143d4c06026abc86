"""Search the ISIC Archive, draw thumbnails without their diagnoses, and fetch the photo that is picked.

Requests run in the thread of the page and not in the work queue, so a slow network delays no other visitor. Results are
stored in the session, pictures in the cache on disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from threading import Event

import streamlit as st

from pages.components.shell.frame import PAGES
from model.errors import ArchiveError, ArchiveUnreachable, LesionImageError, TenOpinionsError
from model.isic_archive.archive import Archive, Found
from model.isic_archive.case import ArchiveCase
from model.isic_archive.folder import attribution_of
from model.isic_archive.search import Search
from model.lesion.decode import read_lesion_image
from model.lesion.gallery import thumbnail_of
from model.lesion.pictures import data_address
from model.text import Texts
from pages.components.session.photos import ChosenPhoto, FromArchive, state
from pages.components.shell.failures import guarded_callback, show_failure

SHOWN = 24
"""Number of thumbnails per search."""
AT_ONCE = 6
"""Number of concurrent requests for pictures."""
FOUND, ASKED, PICKED = "archive-found", "archive-asked", "archive-picked"


@dataclass(frozen=True)
class ShownCases:
    """The result of a search, with the available thumbnails as data addresses by ISIC identifier."""

    found: Found
    pictures: dict[str, str]


def search_button(t: Texts, asked: Archive, search: Search) -> None:
    """Draw the button and run its search; a failure leaves the previous result."""
    st.button(t("archive.search"), key="archive-go", type="primary", on_click=guarded_callback(_ask), args=(search,))
    place = st.empty()
    wanted = st.session_state.get(ASKED)
    if wanted is None:
        return
    place.html(f'<p class="waiting" role="status">{escape(t("archive.asking"))}</p>')
    try:
        result = asked.search(wanted, SHOWN)
        st.session_state[FOUND] = ShownCases(result, pictures_of(asked, result.cases))
    except TenOpinionsError as error:
        with place.container():
            show_failure(t, error)
    else:
        place.empty()
    st.session_state.pop(ASKED, None)  # last, so that the search is repeated if the run was stopped


def _ask(search: Search) -> None:
    st.session_state[ASKED] = search


def pictures_of(asked: Archive, cases: Sequence[ArchiveCase]) -> dict[str, str]:
    """The available thumbnails as data addresses by identifier; after a network failure, no more are requested."""
    failed = Event()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        pictures = pool.map(lambda case: _picture(asked, case, failed), cases)
        return {case.isic_id: picture for case, picture in zip(cases, pictures, strict=True) if picture}


def _picture(asked: Archive, case: ArchiveCase, failed: Event) -> str:
    if failed.is_set():
        return ""
    try:
        return data_address(thumbnail_of(read_lesion_image(asked.thumbnail(case))))
    except ArchiveUnreachable:
        failed.set()
    except (ArchiveError, LesionImageError):
        pass
    return ""


def show_found(t: Texts) -> None:
    """Draw the thumbnails as buttons without diagnoses, and the attribution of each."""
    shown: ShownCases | None = st.session_state.get(FOUND)
    if shown is None:
        return
    cases = shown.found.cases
    heading = t("archive.found", count=len(cases)) if cases else t("archive.nothing")
    cached = f" {t('archive.from_cache')}" if shown.found.from_cache else ""
    st.html(f'<p role="status">{escape(heading + cached)}</p>')
    if cases:
        _buttons(t, shown)
        items = enumerate(cases, 1)
        show_attributions(t, {t("archive.case", number=number): case for number, case in items})


def _buttons(t: Texts, shown: ShownCases) -> None:
    style = "".join(
        f".st-key-case-archive-{i} button {{ background-image: url({shown.pictures[case.isic_id]}) }}"
        for i, case in enumerate(shown.found.cases)
        if case.isic_id in shown.pictures
    )
    st.html(f"<style>{style}</style>")
    with st.container(horizontal=True, key="archive-cases", gap="xsmall"):
        for i, case in enumerate(shown.found.cases):
            name = t("archive.case_learned" if case.learned else "archive.case", number=i + 1)
            st.button(name, key=f"case-archive-{i}", on_click=guarded_callback(_pick), args=(case,))


def show_attributions(t: Texts, cases: Mapping[str, ArchiveCase]) -> None:
    """Draw whom each picture is owed to, by the name that it has on the page; nothing without pictures."""
    if not cases:
        return
    items = "".join(
        f"<li>{escape(t('archive.owed', name=name, who=attribution_of(case), licence=case.licence))}</li>"
        for name, case in cases.items()
    )
    st.html(f'<details><summary>{escape(t("archive.whom"))}</summary><ul class="small">{items}</ul></details>')


def _pick(case: ArchiveCase) -> None:
    st.session_state[PICKED] = case


def take_picked(t: Texts, asked: Archive) -> None:
    """Fetch the picked photo and go to its examination; after a failure, show it and stay."""
    place = st.empty()
    case: ArchiveCase | None = st.session_state.get(PICKED)
    if case is None:
        return
    place.html(f'<p class="waiting" role="status">{escape(t("archive.fetching"))}</p>')
    known = FromArchive(attribution_of(case), case.licence, case.known_as, case.diagnosis, case.confirmed, case.learned)
    try:
        state().choose(ChosenPhoto(read_lesion_image(asked.photo(case)), "archive", archived=known))
    except TenOpinionsError as error:
        st.session_state.pop(PICKED, None)
        with place.container():
            show_failure(t, error)
        return
    st.session_state.pop(PICKED, None)
    st.switch_page(PAGES["examine"], query_params={"lang": t.language})
