"""What is to be said about the photo itself: each remark says what is wrong and what to do.

What the pixels alone tell is there at once; what depends on the lesion's place follows its outline, which the focus
gauge asks for anyway.
"""

from __future__ import annotations

from html import escape

from streamlit.delta_generator import DeltaGenerator

from model.lesion.image import LesionImage
from model.line import Report
from model.text import Texts
from model.trust.focus import Outline
from model.trust.photo_words import all_words, pixel_words
from model.trust.remarks import Remark, remarks
from pages.components.examinations import memory
from pages.components.outlines import known_outline
from pages.components.waiting import done_in_line


def remarks_on(image: LesionImage, outline: Outline) -> tuple[Remark, ...]:
    """The remarks that need an outline, made once in a session, in turn."""
    kept = memory().remarks

    def work(_: Report) -> tuple[Remark, ...]:
        kept.keep(image.sha256, found := remarks(image, outline))
        return found

    known: tuple[Remark, ...] | None = kept.recall(image.sha256)
    if known is None:
        known = done_in_line(("remarks", image.sha256), work)
    return known


def known_remarks_html(t: Texts, image: LesionImage, about: str) -> str:
    """Source and size of the photo with what is known of it by now; that nothing is wrong is not said too early."""
    outline, known = known_outline(image), memory().remarks.recall(image.sha256)
    return remarks_html(about, pixel_words(t, image) if known is None else all_words(t, image, outline, known))


def show_remarks(t: Texts, image: LesionImage, about: str, outline: Outline | None, slot: DeltaGenerator) -> None:
    """All that is to be said, in its place."""
    said = remarks_on(image, outline) if outline is not None else ()
    slot.html(remarks_html(about, all_words(t, image, outline, said)))


def remarks_html(about: str, sentences: list[str]) -> str:
    """Source and size in a line, then one remark a line."""
    items = "".join(f"<li>{escape(one)}</li>" for one in sentences)
    listed = f"<ul>{items}</ul>" if items else ""
    return f'<div class="small remarks"><p>{escape(about)}</p>{listed}</div>'
