"""The photos of one visit: how they are taken, the one on the page, and the ones before.

Two runs of a session's script can be alive at once: a click during a slow run starts another one. So the widgets only
note a choice, and `receive` takes it in one piece, in whichever run comes first. Nothing touches Streamlit from taking
to choosing: there Streamlit would stop an older run, and the photo would be lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock
from typing import Literal

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from model.errors import CaseFolderError, LesionImageError, TenOpinionsError
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import Case, thumbnail_of
from model.lesion.image import LesionImage
from model.lesion.photo_files import ZIP
from model.lesion.pictures import data_address
from model.text import Texts
from pages.components.session.photo_series import PhotoSeries
from pages.components.session.uploads import Mailbox

KEPT = 5
"""Earlier photos kept for undo and comparison; each takes at most 3 MB of the session's memory."""
Origin = Literal["upload", "camera", "sample", "case", "archive"]
Gallery = Literal["sample", "case"]
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
        confirmed: how it was confirmed, one of `CONFIRMATIONS` of the archive, or empty.
        learned: whether algorithms learned from the photo.
    """

    attribution: str
    licence: str
    known_as: str
    diagnosis: Diagnosis
    confirmed: str = ""
    learned: bool = False


@dataclass(frozen=True, eq=False)
class ChosenPhoto:
    """The photo on the page and its origin."""

    image: LesionImage
    origin: Origin
    case: Case | None = None
    archived: FromArchive | None = None

    @cached_property
    def thumbnail(self) -> str:
        """A small picture of the photo as a data address."""
        return data_address(thumbnail_of(self.image))

    def source(self, t: Texts) -> str:
        """Return the source in words, without the known diagnosis of a photo from the archive."""
        known = self.archived or self.case
        learned = f" {t('source.learned')}" if known is not None and known.learned else ""
        return self._origin_in_words(t) + learned

    def _origin_in_words(self, t: Texts) -> str:
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
        refusals: why files that were given last were not accepted.
        series: more photos than are kept one by one, or those of a zip archive; None before the first.
        cleared: the series before a new one was asked for, for undo.
        series_given: photos were added to the series, and its page has not been drawn since.
        target: the diagnosis whose heat map was asked for, for this photo; None for that of the switch.
        insisted: the visitor insists on an answer although the gate refused this photo.
        revealed: the known diagnosis of this photo from the archive was asked for.
        picked: a case that was clicked and not taken yet.
        given: a photo was taken or refused, and no page for photos has been drawn since.
        camera_open: the camera is shown.
    """

    photos: list[ChosenPhoto] = field(default_factory=list)
    refusals: list[TenOpinionsError] = field(default_factory=list)
    series: PhotoSeries | None = None
    cleared: PhotoSeries | None = None
    series_given: bool = False
    target: Diagnosis | None = None
    insisted: bool = False
    revealed: bool = False
    picked: tuple[Case, Gallery] | None = None
    given: bool = False
    camera_open: bool = False
    lock: RLock = field(default_factory=RLock, repr=False)
    _came: dict[str, int] = field(default_factory=dict, repr=False)

    @property
    def in_order(self) -> list[ChosenPhoto]:
        """The photos in the order in which they came; choosing one again does not move it."""
        return sorted(self.photos, key=lambda photo: self._came[photo.image.sha256])

    def choose(self, photo: ChosenPhoto) -> None:
        """Put a photo on the page."""
        with self.lock:
            sha256 = photo.image.sha256
            self._came.setdefault(sha256, len(self._came))
            others = [other for other in self.photos if other.image.sha256 != sha256]
            self._show([*others[-KEPT:], photo])

    def go_back(self) -> None:
        """Bring the photo before back; the one on the page stays among the photos of the visit."""
        with self.lock:
            self._show([self.photos[-1], *self.photos[:-1]])

    def _show(self, photos: list[ChosenPhoto]) -> None:
        """Replace the photos and drop what belonged to the one on the page."""
        self.photos = photos
        self.refusals, self.target = [], None
        self.insisted = self.revealed = False

    def receive(self, box: Mailbox | None, as_series: bool = False) -> None:
        """Take the picked case and then all uploads; without either, the last photo stays.

        More files than are kept, or a zip archive, are a series; on the page of the series every upload joins it.

        Where both wait, the upload is on the page and the case one step back. Their order is unknown: on a busy
        computer, the callback of a click is called in a later run. A case can be picked again; an upload must not be
        lost.
        """
        with self.lock:
            picked, self.picked = self.picked, None
            if picked is not None:
                self._take_case(*picked)
            files = box.take() if box else []
            is_series = bool(files) and (as_series or _is_series(files))
            if is_series:
                self.series = self.series or PhotoSeries()
                self.series.add(files)
            elif files:
                self._take_uploads(files)
            self.series_given = self.series_given or is_series
            self.given = self.given or picked is not None or (bool(files) and not is_series)

    def _take_uploads(self, files: Sequence[UploadedFileRec]) -> None:
        """Take files in their order; a bad one among them hides no good one."""
        refusals: list[TenOpinionsError] = []
        for file in files:
            from_camera = file.name.startswith(CAMERA)
            self.take(file.data, "camera" if from_camera else "upload")
            if from_camera:
                self.camera_open = bool(self.refusals)  # try again
            refusals += self.refusals
        self.refusals = refusals

    def clear_series(self) -> None:
        """Take the series from its page; `restore_series` brings it back."""
        with self.lock:
            self.series, self.cleared = None, self.series

    def restore_series(self) -> None:
        """Bring the cleared series back."""
        with self.lock:
            self.series, self.cleared = self.cleared, None

    def is_being_read(self) -> bool:
        """Return whether an earlier run has taken a photo and not chosen it yet."""
        if self.lock.acquire(blocking=False):
            self.lock.release()
            return False
        return True

    def take(self, data: bytes, origin: Origin, case: Case | None = None) -> None:
        """Put a file on the page; one that is no lesion photo is refused, and the photo before stays."""
        self.refusals = []
        try:
            self.choose(ChosenPhoto(read_lesion_image(data), origin, case))
        except LesionImageError as error:
            self.refusals = [error]

    def _take_case(self, case: Case, origin: Gallery) -> None:
        try:
            data = case.path.read_bytes()
        except OSError:
            self.refusals = [CaseFolderError(folder=str(case.path.parent), reason="file")]
            return
        self.take(data, origin, case)


def _is_series(files: Sequence[UploadedFileRec]) -> bool:
    return len(files) > KEPT + 1 or any(file.data.startswith(ZIP) for file in files)


def state() -> InputState:
    """Return the input state of this session; it outlives a change of page."""
    current: InputState = st.session_state.setdefault("lesion_input", InputState())
    return current
