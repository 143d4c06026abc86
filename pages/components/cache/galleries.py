"""Pictures of samples, of the presenter's cases and of known cases, decoded once for each state of a file."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from model.errors import LesionImageError
from model.lesion.gallery import Case, read_gallery, samples, thumbnail_of
from model.lesion.image import LesionImage
from model.lesion.image_folder import ImageFolder, read_image_folder
from model.lesion.pictures import jpeg_address
from model.settings import settings

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Thumbnails:
    """The cases of a gallery that can be shown, each with its thumbnail as a data address; and those that cannot."""

    shown: tuple[tuple[Case, str], ...] = ()
    refused: tuple[str, ...] = ()


def sample_gallery() -> Thumbnails:
    """The samples that this project drew itself."""
    return _thumbnails(known_samples())


def case_gallery() -> Thumbnails:
    """The presenter's own cases, as the folder is now; empty where none is named.

    Raises:
        CaseFolderError: the folder or its table cannot be read.
    """
    folder = settings().cases
    return _thumbnails(read_gallery(folder, "cases.csv")) if folder else Thumbnails()


@st.cache_resource(show_spinner=False)
def known_samples() -> tuple[Case, ...]:
    """The samples that this project drew itself."""
    return samples()


def _thumbnails(cases: tuple[Case, ...]) -> Thumbnails:
    shown, refused = [], []
    for case in cases:
        try:
            state = case.path.stat()
            shown.append((case, _thumbnail(str(case.path), state.st_mtime_ns, state.st_size, case)))
        except (LesionImageError, OSError):
            refused.append(case.path.name)
    return Thumbnails(tuple(shown), tuple(refused))


@st.cache_data(show_spinner=False, max_entries=500)
def _thumbnail(path: str, modified: int, size: int, _case: Case) -> str:
    """Made once for each state of a file."""
    return data_address(_case.thumbnail())


def case_image(case: Case) -> LesionImage:
    """The photo of a sample or of a presenter's case, decoded once for each state of its file.

    Raises:
        LesionImageError: it cannot be read as a photo.
        OSError: it is not there any more.
    """
    state = case.path.stat()
    return _case_image(str(case.path), state.st_mtime_ns, state.st_size, case)


def case_picture(case: Case, side: int) -> str:
    """The photo of a case at most so wide, in a data address.

    Raises:
        LesionImageError: it cannot be read as a photo.
        OSError: it is not there any more.
    """
    state = case.path.stat()
    return _case_picture(str(case.path), state.st_mtime_ns, state.st_size, side, case)


@st.cache_data(show_spinner=False, max_entries=100)
def _case_picture(path: str, modified: int, size: int, side: int, _case: Case) -> str:
    photo = case_image(_case).photo
    width = min(side, len(photo))
    return jpeg_address(Image.fromarray(photo).resize((width, width), Image.Resampling.LANCZOS))


@st.cache_resource(show_spinner=False, max_entries=16)
def _case_image(path: str, modified: int, size: int, _case: Case) -> LesionImage:
    return _case.image()


def case_thumbnail(case: Case) -> str:
    """A case as a small picture in a data address.

    Raises:
        LesionImageError: it cannot be read as a photo.
        OSError: it is not there any more.
    """
    state = case.path.stat()
    return _thumbnail(str(case.path), state.st_mtime_ns, state.st_size, case)


def known_case_thumbnail(image_id: str) -> str | None:
    """A known case as a data address; None where its picture is not on this computer."""
    folder = settings().data
    try:
        return _known_case_thumbnail(str(folder), image_id) if folder else None
    except LookupError:
        return None


@st.cache_data(show_spinner=False, max_entries=500)
def _known_case_thumbnail(folder: str, image_id: str) -> str:
    image = _archives(folder).image(image_id)
    if image is None:
        raise LookupError(image_id)  # what is missing is not kept, so a folder that appears is found
    return data_address(thumbnail_of(image))


def _archives(folder: str) -> ImageFolder:
    try:
        modified = (Path(folder) / "manifest.csv").stat().st_mtime_ns
    except OSError:
        modified = 0
    return _read_archives(folder, modified)


@st.cache_resource(show_spinner=False, max_entries=2)
def _read_archives(folder: str, modified: int) -> ImageFolder:
    return read_image_folder(Path(folder))


def data_address(jpeg: bytes) -> str:
    """A JPEG as an address that holds it."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
