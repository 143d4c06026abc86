"""Pictures of samples, of the presenter's cases and of known cases, decoded once until their file changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from PIL import Image

from model.errors import LesionImageError
from model.lesion.gallery import CASES_TABLE, Case, RefusedRow, read_rows_of_gallery, samples, thumbnail_of
from model.lesion.image import LesionImage
from model.lesion.image_folder import ImageFolder, read_image_folder
from model.lesion.pictures import data_address, jpeg_address
from model.settings import settings
from pages.components.cache.while_unchanged import kept_while_unchanged


@dataclass(frozen=True)
class Thumbnails:
    """The cases of a gallery, each with its thumbnail as a data address, names of unreadable files, and wrong rows."""

    shown: tuple[tuple[Case, str], ...] = ()
    refused: tuple[str, ...] = ()
    wrong_rows: tuple[RefusedRow, ...] = ()


def sample_gallery() -> Thumbnails:
    """Return the generated samples."""
    return _thumbnails(known_samples())


def case_gallery() -> Thumbnails:
    """Return the presenter's own cases; empty where the settings name no folder.

    Raises:
        CaseFolderError: the folder or its table cannot be read.
    """
    folder = settings().cases
    return _thumbnails(*read_rows_of_gallery(folder, CASES_TABLE)) if folder else Thumbnails()


@st.cache_resource(show_spinner=False)
def known_samples() -> tuple[Case, ...]:
    """Return the generated samples."""
    return samples()


def _thumbnails(cases: tuple[Case, ...], wrong_rows: tuple[RefusedRow, ...] = ()) -> Thumbnails:
    shown, refused = [], []
    for case in cases:
        try:
            shown.append((case, case_thumbnail(case)))
        except (LesionImageError, OSError):
            refused.append(case.path.name)
    return Thumbnails(tuple(shown), tuple(refused), wrong_rows)


@kept_while_unchanged(lambda case: [case.path], most=16)
def case_image(case: Case) -> LesionImage:
    """Return the photo of a sample or of a presenter's case.

    Raises:
        LesionImageError: it cannot be read as a photo.
        OSError: the file is missing.
    """
    return case.image()


@kept_while_unchanged(lambda case, _: [case.path], most=100)
def case_picture(case: Case, side: int) -> str:
    """Return the photo of a case as a data address, at most `side` pixels wide; errors as for `case_image`."""
    photo = case_image(case).photo
    width = min(side, len(photo))
    return jpeg_address(Image.fromarray(photo).resize((width, width), Image.Resampling.LANCZOS))


@kept_while_unchanged(lambda case: [case.path])
def case_thumbnail(case: Case) -> str:
    """Return the thumbnail of a case as a data address; errors as for `case_image`."""
    return data_address(case.thumbnail())


def known_case_thumbnail(image_id: str) -> str | None:
    """Return the thumbnail of a known case as a data address; None where its picture is not on this computer."""
    folder = settings().data
    try:
        return _known_case_thumbnail(folder, image_id) if folder else None
    except (LookupError, OSError):
        return None


@kept_while_unchanged(lambda folder, _: [folder / "manifest.csv"])
def _known_case_thumbnail(folder: Path, image_id: str) -> str:
    image = _archives(folder).image(image_id)
    if image is None:
        raise LookupError(image_id)  # a failure is not kept, so a picture that appears is found
    return data_address(thumbnail_of(image))


@kept_while_unchanged(lambda folder: [folder / "manifest.csv"], most=2)
def _archives(folder: Path) -> ImageFolder:
    return read_image_folder(folder)
