"""A strip of known photos: picture where it is on this computer, diagnosis, a note, the link to the archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from model.charts.written import capital
from model.lesion.image_folder import archive_page
from model.text import Texts
from pages.components.cache import galleries


@dataclass(frozen=True)
class KnownPhoto:
    """A photo by its id, its diagnosis, and what is noted under it."""

    image: str
    diagnosis: str
    note: str = ""


def strip_html(
    t: Texts,
    photos: Sequence[KnownPhoto],
    words: str = "",
    title: str = "",
    picture_of: Callable[[str], str | None] = galleries.known_case_thumbnail,
    linked: bool = True,
) -> str:
    """Return the strip under a title and words, which say so where a picture is missing.

    `picture_of` returns the address of a photo's picture, None where it is not here. Photos that are `linked` have a
    page in the archive.
    """
    pictures = {photo: picture_of(photo.image) for photo in photos}
    missing = "" if all(pictures.values()) else t("cases.not_shipped")
    head = f"<h3>{escape(title)}</h3>" if title else ""
    items = "".join(_item(t, photo, picture, linked) for photo, picture in pictures.items())
    notes = escape(" ".join(filter(None, (words, missing))))
    text = f"<p>{notes}</p>" if notes else ""
    return f'<section class="known-cases">{head}{text}<ol>{items}</ol></section>'


def _item(t: Texts, photo: KnownPhoto, picture: str | None, linked: bool) -> str:
    diagnosis, link = t(f"diagnoses.{photo.diagnosis}.name"), f"<small>{escape(photo.image)}</small>"
    alt = escape(t("cases.alt", diagnosis=diagnosis, image=photo.image))
    shown = f'<img src="{picture}" alt="{alt}">' if picture else ""
    note = f"<span>{escape(photo.note)}</span>" if photo.note else ""
    if linked:
        address = archive_page(photo.image)
        link = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{escape(photo.image)}</a>'
    return f"<li>{shown}<strong>{escape(capital(diagnosis))}</strong>{note}{link}</li>"
