"""Ways to choose a photo: drop, paste, upload, camera, samples, own cases; folded away once there is one."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES
from model.errors import TenOpinionsError
from model.lesion.gallery import Case, RefusedRow
from model.settings import settings
from model.text import Texts
from model.work_queue import Job
from pages.components.cache import galleries
from pages.components.session.photo_series import PhotoSeries
from pages.components.session.photos import ChosenPhoto, Gallery, InputState, state
from pages.components.session.uploads import mailbox
from pages.components.session.visit_strip import COMPARE, MARK, visit_bar
from pages.components.session.work import done_in_turn, waiting_html
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.uploader import draw_uploader

ARCHIVE = "pages/archive.py"
SAMPLE = "sample"
ROWS_NAMED = 5
"""Wrong rows of a table of cases that are named; the others are counted."""
"""Parameter of the address that names a sample."""


def received(t: Texts) -> InputState:
    """Take what was chosen since the last run, in the queue, and return the input state of this session."""
    current = _received(t)
    if current.series_given:
        st.switch_page(PAGES["series"], query_params={"lang": t.language})
    if current.given:
        st.query_params.pop(COMPARE, None)  # the new photo alone
    current.given = False
    return current


def received_series(t: Texts) -> PhotoSeries | None:
    """Take what was given since the last run as part of the series, and return the series."""
    current = _received(t, as_series=True)
    current.series_given = False
    return current.series


def sent_on(t: Texts) -> InputState:
    """Open Examine with a photo that was given on this page; else return the input state of this session."""
    current = _received(t)
    if current.series_given:
        st.switch_page(PAGES["series"], query_params={"lang": t.language})
    if current.given:
        st.switch_page(PAGES["examine"], query_params={"lang": t.language})
    return current


def drop_here(t: Texts) -> None:
    """Let a page without a mat take a photo that is dropped or pasted on it."""
    with st.container(key="unseen"):
        st.file_uploader(t("input.upload"), key="upload", accept_multiple_files=True)


def drop_series(t: Texts) -> None:
    """Draw the mat of a series."""
    with st.container(key="input", gap="small"), st.container(key="own", gap="xsmall"):
        _uploader(t, t("series.upload"), t("series.lead"))


def _received(t: Texts, as_series: bool = False) -> InputState:
    current = state()
    _pick_named_sample(current)
    camera = st.session_state.get("camera")
    named = [file.file_id for file in [*(st.session_state.get("upload") or ()), *([camera] if camera else ())]]
    box = mailbox(named)
    place = st.empty()  # in every run: if the uploader below moved, an upload under way would be broken off
    if current.picked is not None or current.is_being_read() or (box is not None and not box.is_empty()):

        def stand(job: Job) -> None:
            place.html(f'<div class="of-input">{waiting_html(t, job, t("input.reading"))}</div>')

        # a new key: the job of an earlier run may have looked into the mailbox already
        done_in_turn(object(), lambda _: current.receive(box, as_series), stand)
        place.empty()
    return current


def _pick_named_sample(current: InputState) -> None:
    """Pick the sample that the address names, once: it must not replace a photo that is chosen later."""
    name = st.query_params.pop(SAMPLE, "")
    case = next((case for case in galleries.known_samples() if case.path.name == name), None)
    if case is not None:
        current.picked = (case, "sample")


def lesion_input(t: Texts) -> ChosenPhoto | None:
    """Draw the visit's photos and the ways to choose one; return the photo on the page, or None before the first."""
    current = received(t)
    visit_bar(t, current)
    mat(t, current)
    return current.photos[-1] if current.photos else None


def mat(t: Texts, current: InputState, few: bool = False) -> None:
    """Draw the mat that takes a photo, with the drawn examples below it; `few` shows one for each diagnosis."""
    with st.container(key="input", gap="small"):
        with st.container(key="own", gap="xsmall"):
            _own_photo(t, current)
        with st.container(key="galleries", gap="xxsmall"):
            _samples(t, few)
            if not few:
                _cases(t)
            if not few and settings().archive != "off":
                st.page_link(ARCHIVE, label=t("input.archive"), query_params={"lang": t.language})
    for refusal in current.refusals:
        show_failure(t, refusal, t("failure.title"), t("failure.kept") if current.photos else "")


def _own_photo(t: Texts, current: InputState) -> None:
    """Draw uploader and camera."""
    _uploader(t, t("input.upload"), t("input.upload_help"))
    toggle = t("input.camera_close" if current.camera_open else "input.camera")
    st.button(toggle, key="camera-toggle", on_click=guarded_callback(_toggle_camera))
    if current.camera_open:
        st.camera_input(t("input.camera_label"), key="camera")


def _uploader(t: Texts, label: str, how: str) -> None:
    names = ("upload_button", "upload_touch", "upload_drop", "camera_button")
    draw_uploader("upload", label, {name.replace("_", "-"): t(f"input.{name}") for name in names}, how)


def _toggle_camera() -> None:
    state().camera_open = not state().camera_open


def _samples(t: Texts, few: bool) -> None:
    shown = galleries.sample_gallery().shown
    _gallery(t, "sample", tuple(sample for sample in shown if sample[0].number == 1) if few else shown, few)


def _cases(t: Texts) -> None:
    try:
        thumbnails = galleries.case_gallery()
    except TenOpinionsError as error:  # a broken folder must not hide the other ways
        show_failure(t, error)
        return
    _gallery(t, "case", thumbnails.shown)
    if thumbnails.refused:
        names = escape(t("input.cases_refused", names=", ".join(thumbnails.refused)))
        st.html(f'<p class="small">{names}</p>')
    if thumbnails.wrong_rows:
        wrong = "".join(f"<li>{escape(row_words(t, row))}</li>" for row in thumbnails.wrong_rows[:ROWS_NAMED])
        heading = escape(t("input.rows_refused", count=len(thumbnails.wrong_rows)))
        st.html(f'<div class="small">{heading}<ul>{wrong}</ul></div>')


def row_words(t: Texts, row: RefusedRow) -> str:
    """Return why a row of the table of cases names none, with its line and what was found."""
    return t("input.row_refused", line=row.line, reason=t(f"case_reasons.{row.reason}"), got=row.got or "–")


def _gallery(t: Texts, origin: Gallery, cases: tuple[tuple[Case, str], ...], few: bool = False) -> None:
    if not cases:
        return
    heading, note = escape(t(f"input.{origin}s")), escape(t(f"input.{origin}s_note"))
    st.html(f'<p class="small"><strong>{heading}</strong> · {note}</p>')
    style = "".join(
        f".st-key-case-{origin}-{i} button {{ background-image: url({address}) }}"
        for i, (_, address) in enumerate(cases)
    )
    shown = state().photos[-1].case if state().photos else None
    marks = [f".st-key-case-{origin}-{i} button {{ {MARK} }}" for i, (case, _) in enumerate(cases) if case == shown]
    st.html(f"<style>{style}{''.join(marks)}</style>")
    with st.container(horizontal=True, key=f"strip-{origin}", gap="xsmall", wrap=False):
        for i, (case, _) in enumerate(cases):
            name = t(f"diagnoses.{case.diagnosis}.short")
            if not few:
                name = t("input.sample_name", diagnosis=name, number=case.number)
            st.button(name, key=f"case-{origin}-{i}", on_click=guarded_callback(_pick), args=(case, origin))


def _pick(case: Case, origin: Gallery) -> None:
    state().picked = (case, origin)
