"""Where photos come from: upload, camera, samples, the presenter's own cases. Keeps the ones before, for undo.

Two runs of a session's script can be alive at once: a click during a slow run starts another one. So the widgets only
say what was chosen, and `received` takes it, in whichever run comes first and in one piece: from taking to choosing
nothing touches Streamlit, where a run that is no longer wanted would be stopped and the photo lost.
"""

from __future__ import annotations

from collections.abc import Callable
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
"""So many earlier photos can be brought back; each takes at most 3 MB of the session's memory."""
MARK = "box-shadow: 0 0 0 3px var(--calm) !important; border-color: var(--calm) !important"
"""How the thumbnail of the photo on the page stands out."""
Origin = Literal["upload", "camera", "sample", "case", "archive"]
Gallery = Literal["sample", "case"]
ARCHIVE = "pages/archive.py"
ASKED = "sample"
"""Names a sample in the address."""
CAMERA = "camera-input-"
"""How Streamlit's camera begins the name of what it took."""


@dataclass(frozen=True)
class FromArchive:
    """What the ISIC Archive says of a photo.

    Attributes:
        attribution: its name there, and whom to name.
        licence: as the archive writes it.
        known_as: the archive's own words for its diagnosis.
        diagnosis: which of the seven that is; told only to who asks.
    """

    attribution: str
    licence: str
    known_as: str
    diagnosis: Diagnosis


@dataclass(frozen=True, eq=False)
class ChosenPhoto:
    """The photo on the page and where it came from."""

    image: LesionImage
    origin: Origin
    case: Case | None = None
    archived: FromArchive | None = None

    def source(self, t: Texts) -> str:
        """Its source in words; the known diagnosis of a case from the archive is not among them."""
        if self.archived is not None:
            return t("source.archive", source=self.archived.attribution, licence=self.archived.licence)
        if self.case is None:
            return t(f"source.{self.origin}")
        diagnosis = t(f"diagnoses.{self.case.diagnosis}.name")
        return t(f"source.{self.origin}", diagnosis=diagnosis, source=self.case.source, licence=self.case.licence)


@dataclass
class InputState:
    """What one session has chosen so far.

    Attributes:
        photos: the chosen photos, the last of them is on the page.
        refusal: why the last file was not accepted.
        target: the diagnosis whose map was asked for; None for the one that comes first. It belongs to the photo.
        insisted: an answer was asked for although the photo shows no lesion. It belongs to the photo, too.
        revealed: the known diagnosis of a case from the archive was asked for. It belongs to the photo, too.
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
            self.photos = [*self.photos[-KEPT:], photo]
            self._begin_anew()

    def choose_archived(self, image: LesionImage, known: FromArchive) -> None:
        """Put a photo of the ISIC Archive on the page."""
        self.choose(ChosenPhoto(image, "archive", archived=known))

    def go_back(self) -> None:
        """Bring the photo before back."""
        with self.lock:
            self.photos = self.photos[:-1]
            self._begin_anew()

    def _begin_anew(self) -> None:
        """What belonged to the photo before goes."""
        self.refusal = self.target = None
        self.insisted = self.revealed = False

    def receive(self, box: Mailbox | None) -> None:
        """Take the picked case and then the newest upload; where there is neither, the last photo stays.

        Where both wait, the upload is on the page and the case one step back. Which was chosen first cannot be told: on
        a busy computer the callback of a click is called in a later run, with what the widgets hold by then. A case can
        be picked again; an upload must not be lost.
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
        """A photo has been taken, by a run before, and is not chosen yet."""
        if self.lock.acquire(blocking=False):
            self.lock.release()
            return False
        return True

    def take(self, data: bytes, origin: Origin, case: Case | None = None) -> None:
        """Put a file on the page; one that is no lesion photo is refused, and the photo before stays."""
        try:
            image = read_lesion_image(data)
        except LesionImageError as error:
            self.refusal = error
            return
        self.choose(ChosenPhoto(image, origin, case))

    def _take_case(self, case: Case, origin: Gallery) -> None:
        try:
            data = case.path.read_bytes()
        except OSError:
            self.refusal = CaseFolderError(folder=str(case.path.parent), reason="file")
            return
        self.take(data, origin, case)


def state() -> InputState:
    """The input state of this session; it outlives a change of page."""
    if "lesion_input" not in st.session_state:
        st.session_state["lesion_input"] = InputState()
    found: InputState = st.session_state["lesion_input"]
    return found


def received(t: Texts) -> InputState:
    """The input state of this session, after all that was chosen since has been taken; reading waits for its turn."""
    current = state()
    _pick_asked(current)
    box = _mailbox()
    place = st.empty()  # in every run: the uploader below must stay where it is, or an upload under way is broken off
    if current.picked is not None or current.is_being_read() or (box is not None and not box.is_empty()):

        def stand(job: Job) -> None:
            place.html(f'<div class="of-input">{waiting_html(t, job, t("input.reading"))}</div>')

        # never the job of a run before: that one may have looked into the mailbox already
        done_in_turn(object(), lambda _: current.receive(box), stand)
        place.empty()
    return current


def _pick_asked(current: InputState) -> None:
    """The sample that an address names, once: the photo that is chosen after it must not give way to it again."""
    asked = st.query_params.pop(ASKED, "")
    case = next((case for case in galleries.known_samples() if case.path.name == asked), None)
    if case is not None:
        current.picked = (case, "sample")


def _mailbox() -> Mailbox | None:
    values = (st.session_state.get("upload"), st.session_state.get("camera"))
    return mailbox([value.file_id for value in values if value is not None])


def lesion_input(t: Texts) -> ChosenPhoto | None:
    """Draw the ways to choose a photo; the one that is chosen, or None before the first."""
    current = received(t)
    with st.container(key="input", horizontal=True, gap="medium"):
        with st.container(key="own", width=330, gap="xsmall"):
            _uploader(t)
            with st.container(horizontal=True, gap="xsmall"):
                toggle = t("input.camera_close" if current.camera_open else "input.camera")
                st.button(
                    toggle, key="camera-toggle", on_click=guarded_callback(_toggle_camera), help=t("input.camera_help")
                )
                if len(current.photos) > 1:
                    st.button(t("input.previous"), key="previous", on_click=guarded_callback(_go_back))
            if current.camera_open:
                _camera(t)
        with st.container(key="galleries", gap="xxsmall"):
            _galleries(t)
            if settings().archive != "off":
                st.page_link(ARCHIVE, label=t("input.archive"), query_params={"lang": t.language})
    if current.refusal is not None:
        show_failure(t, current.refusal, t("failure.title"), t("failure.kept") if current.photos else "")
    return current.photos[-1] if current.photos else None


def _galleries(t: Texts) -> None:
    shown: tuple[tuple[Gallery, Callable[[], galleries.Thumbnails]], ...] = (
        ("sample", galleries.sample_gallery),
        ("case", galleries.case_gallery),
    )
    for origin, gallery in shown:
        try:
            thumbnails = gallery()
        except TenOpinionsError as error:  # a broken folder must not take the other ways with it
            show_failure(t, error)
            continue
        _gallery(t, origin, thumbnails.shown)
        if thumbnails.refused:
            names = escape(t("input.cases_refused", names=", ".join(thumbnails.refused)))
            st.html(f'<p class="small">{names}</p>')


def _go_back() -> None:
    state().go_back()


def _toggle_camera() -> None:
    state().camera_open = not state().camera_open


def _uploader(t: Texts) -> None:
    # always the same one: a fresh uploader in its place would break off an upload that is under way
    st.file_uploader(t("input.upload"), key="upload", help=t("input.upload_help"))
    # the widget speaks only English: its words give way to the page's
    words = {name: css_string(t(f"input.{name}")) for name in ("upload_button", "upload_drop", "camera_button")}
    variables = "; ".join(f"--{name.replace('_', '-')}: {value}" for name, value in words.items())
    st.html(f"<style>.st-key-own {{ {variables} }}</style>")


def css_string(words: str) -> str:
    """Words as a string of CSS."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _camera(t: Texts) -> None:
    st.camera_input(t("input.camera_label"), key="camera")


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
