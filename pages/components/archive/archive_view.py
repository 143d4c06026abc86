"""What the ISIC Archive has found: small pictures without their diagnosis, and the one that was picked.

Requests run in the thread of the visitor's own page and not in the line of all visitors: a slow network holds up nobody
else. What was found stays in this session; the pictures lie in the cache on the disk.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from threading import Event

import streamlit as st

from pages.components.shell.frame import PAGES
from model.errors import ArchiveError, ArchiveUnreachable, LesionImageError, TenOpinionsError
from model.isic_archive.archive import Archive, ArchiveCase, Found, Search, archive
from model.isic_archive.folder import attribution_of
from model.lesion.decode import read_lesion_image
from model.lesion.gallery import thumbnail_of
from model.text import Texts
from pages.components.cache.galleries import data_address
from pages.components.session.lesion_input import FromArchive, state
from pages.components.shell.failures import guarded_callback, show_failure

SHOWN = 24
"""So many small pictures at once."""
AT_ONCE = 6
"""So many pictures are fetched beside each other."""
FOUND, ASKED, PICKED = "archive-found", "archive-asked", "archive-picked"


@dataclass(frozen=True)
class ShownCases:
    """What was found, with the small pictures that could be had as data addresses by name."""

    found: Found
    pictures: dict[str, str]


def known_archive() -> Archive | None:
    """The archive; None where it is switched off on this computer."""
    return archive()


def search_button(t: Texts, asked: Archive, search: Search) -> None:
    """The button, and what comes of pressing it; a failure leaves what was found before."""
    st.button(t("archive.search"), key="archive-go", type="primary", on_click=guarded_callback(_ask), args=(search,))
    place = st.empty()
    wanted = st.session_state.get(ASKED)
    if wanted is None:
        return
    place.html(f'<p class="waiting" role="status">{escape(t("archive.asking"))}</p>')
    try:
        found = asked.search(wanted, SHOWN)
        st.session_state[FOUND] = ShownCases(found, _pictures(asked, found))
    except TenOpinionsError as error:
        with place.container():
            show_failure(t, error)
    else:
        place.empty()
    st.session_state.pop(ASKED, None)  # only now: a run that was stopped meanwhile is asked again


def _ask(search: Search) -> None:
    st.session_state[ASKED] = search


def _pictures(asked: Archive, found: Found) -> dict[str, str]:
    """Those that can be had; once the network has failed for one, the others are not waited for."""
    failed = Event()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        pictures = pool.map(lambda case: _picture(asked, case, failed), found.cases)
        return {case.isic_id: picture for case, picture in zip(found.cases, pictures, strict=True) if picture}


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


def show_found(t: Texts, asked: Archive) -> None:
    """The pictures as buttons, without their diagnoses, and whom each of them is owed to."""
    shown: ShownCases | None = st.session_state.get(FOUND)
    if shown is None:
        return
    cases = shown.found.cases
    heading = t("archive.found", count=len(cases)) if cases else t("archive.nothing")
    kept = f" {t('archive.from_cache')}" if shown.found.from_cache else ""
    st.html(f'<p role="status">{escape(heading + kept)}</p>')
    if not cases:
        return
    style = "".join(
        f".st-key-case-archive-{i} button {{ background-image: url({shown.pictures[case.isic_id]}) }}"
        for i, case in enumerate(cases)
        if case.isic_id in shown.pictures
    )
    st.html(f"<style>{style}</style>")
    with st.container(horizontal=True, key="archive-cases", gap="xsmall"):
        for i, case in enumerate(cases):
            name = t("archive.case", number=i + 1)
            st.button(name, key=f"case-archive-{i}", on_click=guarded_callback(_pick), args=(case,))
    owed = "".join(
        f"<li>{escape(t('archive.owed', number=i + 1, who=attribution_of(case), licence=case.licence))}</li>"
        for i, case in enumerate(cases)
    )
    st.html(f'<details><summary>{escape(t("archive.whom"))}</summary><ul class="small">{owed}</ul></details>')


def _pick(case: ArchiveCase) -> None:
    st.session_state[PICKED] = case


def take_picked(t: Texts, asked: Archive) -> None:
    """Fetch the photo that was picked and go on to its examination; a failure is said, and everything stays."""
    place = st.empty()
    case: ArchiveCase | None = st.session_state.get(PICKED)
    if case is None:
        return
    place.html(f'<p class="waiting" role="status">{escape(t("archive.fetching"))}</p>')
    known = FromArchive(attribution_of(case), case.licence, case.known_as, case.diagnosis)
    try:
        data = asked.photo(case)
        state().choose_archived(read_lesion_image(data), known)
    except TenOpinionsError as error:
        st.session_state.pop(PICKED, None)
        with place.container():
            show_failure(t, error)
        return
    st.session_state.pop(PICKED, None)
    st.switch_page(PAGES["examine"], query_params={"lang": t.language})
