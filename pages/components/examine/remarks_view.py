"""What is to be said about the photo itself: each remark says what is wrong and what to do.

What the pixels alone tell is there at once; what depends on the lesion's place follows its outline, which the focus
gauge asks for anyway.
"""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.lesion.image import LesionImage
from model.text import Texts
from model.trust.focus import Outline
from model.trust.photo_words import all_words, pixel_words, short_words
from model.trust.remarks import Remark, remarks
from model.work_queue import Report
from pages.components.examine.outlines import known_outline
from pages.components.session.examinations import memory
from pages.components.session.work import done_in_turn


def remarks_on(image: LesionImage, outline: Outline) -> tuple[Remark, ...]:
    """The remarks that need an outline, made once in a session, in turn."""
    kept = memory().remarks

    def work(_: Report) -> tuple[Remark, ...]:
        kept.keep(image.sha256, found := remarks(image, outline))
        return found

    known: tuple[Remark, ...] | None = kept.recall(image.sha256)
    if known is None:
        known = done_in_turn(("remarks", image.sha256), work)
    return known


class RemarksPlaces:
    """Two places of the page: one line under the photo, and all sentences further down.

    What needs the outline follows it; until then both hold what is known, and that nothing is wrong is not said too
    early.

    Args:
        t: texts of the session's language.
        image: the photo.
        about: its source and size.
    """

    def __init__(self, t: Texts, image: LesionImage, about: str) -> None:
        self._t, self._image, self._about = t, image, about
        self._line: DeltaGenerator | None = None
        self._list: DeltaGenerator | None = None

    def draw_line(self) -> None:
        """Here comes the line, for a photo of which something is to be said."""
        self._line = st.empty()
        known = memory().remarks.recall(self._image.sha256) or ()
        self._line.html(line_html(short_words(self._t, self._image, known_outline(self._image), known)))

    def draw_list(self) -> None:
        """Here come the sentences."""
        self._list = st.empty()
        known = memory().remarks.recall(self._image.sha256)
        words = pixel_words(self._t, self._image)
        if known is not None:
            words = all_words(self._t, self._image, known_outline(self._image), known)
        self._list.html(remarks_html(self._about, words))

    def finish(self, outline: Outline | None) -> None:
        """All that is to be said, in both places."""
        said = remarks_on(self._image, outline) if outline is not None else ()
        if self._line is not None:
            self._line.html(line_html(short_words(self._t, self._image, outline, said)))
        if self._list is not None:
            self._list.html(remarks_html(self._about, all_words(self._t, self._image, outline, said)))


def line_html(words: str) -> str:
    """The line under the photo; an empty one takes no room, so that both mats end at one height."""
    kind = "remarked" if words else "remarked nothing"
    return f'<p class="mat-caption {kind}">{escape(words) or "&nbsp;"}</p>'


def remarks_html(about: str, sentences: list[str]) -> str:
    """Source and size in a line, then one remark a line."""
    items = "".join(f"<li>{escape(one)}</li>" for one in sentences)
    listed = f"<ul>{items}</ul>" if items else ""
    return f'<div class="small remarks"><p>{escape(about)}</p>{listed}</div>'
