"""Ways to choose a photo: upload, camera, samples, the presenter's cases. The photos before are kept for undo.

Two runs of a session's script can be alive at once: a click during a slow run starts another one. So the widgets only
note a choice, and `received` takes it in one piece, in whichever run comes first. Nothing touches Streamlit from taking
to choosing: there Streamlit would stop an older run, and the photo would be lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from threading import RLock
from typing import Literal

import streamlit as st

from model.errors import CaseFolderError, LesionImageError, TenOpinionsError
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import Case
from model.lesion.image import LesionImage
from model.settings import settings
from model.text import Texts
from model.work_queue import Job
from pages.components.cache import galleries
from pages.components.session.uploads import Mailbox, mailbox
from pages.components.session.work import done_in_turn, waiting_html
from pages.components.shell.failures import guarded_callback, show_failure

KEPT = 5
"""Earlier photos kept for undo; each takes at most 3 MB of the session's memory."""
MARK = "box-shadow: 0 0 0 3px var(--calm) !important; border-color: var(--calm) !important"
"""Style of the thumbnail whose photo is on the page."""
Origin = Literal["upload", "camera", "sample", "case", "archive"]
Gallery = Literal["sample", "case"]
ARCHIVE = "pages/archive.py"
SAMPLE = "sample"
"""Parameter of the address that names a sample."""
CAMERA = "camera-input-"
"""Beginning of the file names of Streamlit's camera."""


@dataclass(frozen=True)
class FromArchive:
    """Facts of the ISIC Archive about a photo.

    Attributes:
        attribution: name of the image and of its contributors.
        licence: as the archive writes it.
        known_as: the archive's own words for the diagnosis.
        diagnosis: one of the seven; shown on request only.
    """

    attribution: str
    licence: str
    known_as: str
    diagnosis: Diagnosis


@dataclass(frozen=True, eq=False)
class ChosenPhoto:
    """The photo on the page and its origin."""

    image: LesionImage
    origin: Origin
    case: Case | None = None
    archived: FromArchive | None = None

    def source(self, t: Texts) -> str:
        """Return the source in words, without the known diagnosis of a photo from the archive."""
        if self.archived is not None:
            return t("source.archive", source=self.archived.attribution, licence=self.archived.licence)
        if self.case is None:
            return t(f"source.{self.origin}")
        diagnosis = t(f"diagnoses.{self.case.diagnosis}.name")
        return t(f"source.{self.origin}", diagnosis=diagnosis, source=self.case.source, licence=self.case.licence)


@dataclass
class InputState:
    """The choices of one session.

    Attributes:
        photos: chosen photos; the last one is on the page.
        refusal: why the last file was not accepted.
        target: the diagnosis whose heat map was asked for, for this photo; None for the most probable one.
        insisted: the visitor insists on an answer although the gate refused this photo.
        revealed: the known diagnosis of this photo from the archive was asked for.
        picked: a case that was clicked and not taken yet.
        camera_open: the camera is shown.
    """

    photos: list[ChosenPhoto] = field(default_factory=list)
    refusal: TenOpinionsError | None = None
    target: Diagnosis | None = None
    insisted: bool = False
    revealed: bool = False
    picked: tuple[Case, Gallery] | None = None
    camera_open: bool = False
    lock: RLock = field(default_factory=RLock, repr=False)

    def choose(self, photo: ChosenPhoto) -> None:
        """Put a photo on the page."""
        with self.lock:
            if self.photos and self.photos[-1].image.sha256 == photo.image.sha256:
                self.photos = self.photos[:-1]  # the same photo again is no step to go back
            self._show([*self.photos[-KEPT:], photo])

    def go_back(self) -> None:
        """Bring the photo before back."""
        with self.lock:
            self._show(self.photos[:-1])

    def _show(self, photos: list[ChosenPhoto]) -> None:
        """Replace the photos and drop what belonged to the one on the page."""
        self.photos = photos
        self.refusal = self.target = None
        self.insisted = self.revealed = False

    def receive(self, box: Mailbox | None) -> None:
        """Take the picked case and then the newest upload; without either, the last photo stays.

        Where both wait, the upload is on the page and the case one step back. Their order is unknown: on a busy
        computer, the callback of a click is called in a later run. A case can be picked again; an upload must not be
        lost.
        """
        with self.lock:
            picked, self.picked = self.picked, None
            if picked is not None:
                self._take_case(*picked)
            file = box.take() if box else None
            if file is not None:
                from_camera = file.name.startswith(CAMERA)
                self.take(file.data, "camera" if from_camera else "upload")
                if from_camera:
                    self.camera_open = self.refusal is not None  # try again

    def is_being_read(self) -> bool:
        """Return whether an earlier run has taken a photo and not chosen it yet."""
        if self.lock.acquire(blocking=False):
            self.lock.release()
            return False
        return True

    def take(self, data: bytes, origin: Origin, case: Case | None = None) -> None:
        """Put a file on the page; one that is no lesion photo is refused, and the photo before stays."""
        try:
            self.choose(ChosenPhoto(read_lesion_image(data), origin, case))
        except LesionImageError as error:
            self.refusal = error

    def _take_case(self, case: Case, origin: Gallery) -> None:
        try:
            data = case.path.read_bytes()
        except OSError:
            self.refusal = CaseFolderError(folder=str(case.path.parent), reason="file")
            return
        self.take(data, origin, case)


def state() -> InputState:
    """Return the input state of this session; it outlives a change of page."""
    current: InputState = st.session_state.setdefault("lesion_input", InputState())
    return current


def received(t: Texts) -> InputState:
    """Take what was chosen since the last run, in the queue, and return the input state of this session."""
    current = state()
    _pick_named_sample(current)
    named = [value.file_id for key in ("upload", "camera") if (value := st.session_state.get(key)) is not None]
    box = mailbox(named)
    place = st.empty()  # in every run: if the uploader below moved, an upload under way would be broken off
    if current.picked is not None or current.is_being_read() or (box is not None and not box.is_empty()):

        def stand(job: Job) -> None:
            place.html(f'<div class="of-input">{waiting_html(t, job, t("input.reading"))}</div>')

        # a new key: the job of an earlier run may have looked into the mailbox already
        done_in_turn(object(), lambda _: current.receive(box), stand)
        place.empty()
    return current


def _pick_named_sample(current: InputState) -> None:
    """Pick the sample that the address names, once: it must not replace a photo that is chosen later."""
    name = st.query_params.pop(SAMPLE, "")
    case = next((case for case in galleries.known_samples() if case.path.name == name), None)
    if case is not None:
        current.picked = (case, "sample")


def lesion_input(t: Texts) -> ChosenPhoto | None:
    """Draw the ways to choose a photo; return the photo on the page, or None before the first."""
    current = received(t)
    with st.container(key="input", horizontal=True, gap="medium"):
        with st.container(key="own", width=330, gap="xsmall"):
            _own_photo(t, current)
        with st.container(key="galleries", gap="xxsmall"):
            _galleries(t)
            if settings().archive != "off":
                st.page_link(ARCHIVE, label=t("input.archive"), query_params={"lang": t.language})
    if current.refusal is not None:
        show_failure(t, current.refusal, t("failure.title"), t("failure.kept") if current.photos else "")
    return current.photos[-1] if current.photos else None


def _own_photo(t: Texts, current: InputState) -> None:
    """Draw uploader, camera and undo."""
    # always the same uploader: another one in its place would break off an upload that is under way
    st.file_uploader(t("input.upload"), key="upload", help=t("input.upload_help"))
    # the widget has English words only; styles replace them
    words = {name: css_string(t(f"input.{name}")) for name in ("upload_button", "upload_drop", "camera_button")}
    variables = "; ".join(f"--{name.replace('_', '-')}: {value}" for name, value in words.items())
    st.html(f"<style>.st-key-own {{ {variables} }}</style>")
    with st.container(horizontal=True, gap="xsmall"):
        toggle = t("input.camera_close" if current.camera_open else "input.camera")
        st.button(toggle, key="camera-toggle", on_click=guarded_callback(_toggle_camera), help=t("input.camera_help"))
        if len(current.photos) > 1:
            st.button(t("input.previous"), key="previous", on_click=guarded_callback(_go_back))
    if current.camera_open:
        st.camera_input(t("input.camera_label"), key="camera")


def css_string(words: str) -> str:
    """Return words as a string of CSS."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _go_back() -> None:
    state().go_back()


def _toggle_camera() -> None:
    state().camera_open = not state().camera_open


def _galleries(t: Texts) -> None:
    shown: tuple[Gallery, ...] = ("sample", "case")
    for origin in shown:
        try:
            thumbnails = galleries.sample_gallery() if origin == "sample" else galleries.case_gallery()
        except TenOpinionsError as error:  # a broken folder must not hide the other ways
            show_failure(t, error)
            continue
        _gallery(t, origin, thumbnails.shown)
        if thumbnails.refused:
            names = escape(t("input.cases_refused", names=", ".join(thumbnails.refused)))
            st.html(f'<p class="small">{names}</p>')


def _gallery(t: Texts, origin: Gallery, cases: tuple[tuple[Case, str], ...]) -> None:
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
            name = t("input.sample_name", diagnosis=t(f"diagnoses.{case.diagnosis}.short"), number=case.number)
            st.button(name, key=f"case-{origin}-{i}", on_click=guarded_callback(_pick), args=(case, origin))


def _pick(case: Case, origin: Gallery) -> None:
    state().picked = (case, origin)
