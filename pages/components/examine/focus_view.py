"""The focus of a heat map: its share of heat on the lesion, beside that of an even map, and a warning."""

from __future__ import annotations

from html import escape

import numpy as np
from PIL import Image

from model.algorithms.contract import Drawing, Explanation
from model.algorithms.drawing.findings import drawn_on
from model.algorithms.words import name_of
from model.kept import kept_with_subject
from model.lesion.image import LesionImage
from model.lesion.pictures import jpeg_address
from model.reading.findings import Findings
from model.text import Texts
from model.trust.characteristic import read
from model.trust.focus import DRAWN_BY, Focus, LesionOutline, focus
from model.trust.words import focus_absence, focus_short

PICTURE_SIDE = 200
"""Side of the photo with the outline, pixels."""


def focus_section(t: Texts, findings: Findings) -> str:
    """Return the gauge of the heat map beside the outline; a sentence where there is no outline."""
    outline, explanation = findings.outline, findings.answer.explanation
    if explanation is None or not findings.outlined:
        return ""
    picture = outline_picture(t, findings.image, outline) if outline is not None and outline.found else ""
    return f'<section class="focus">{picture}<div>{focus_html(t, explanation, outline)}</div></section>'


def focus_html(t: Texts, explanation: Explanation, outline: LesionOutline | None) -> str:
    """Return the gauge, its figures in words, and how well the outline fits."""
    if outline is None or not outline.found or explanation.is_blank:
        return f'<p class="small">{escape(focus_absence(t, explanation, outline))}</p>'
    measured = focus(explanation, outline)
    assert measured is not None
    paragraphs = "".join(f'<p class="small">{escape(words)}</p>' for words in (share(t, measured), fit(t)) if words)
    warning = warning_of(t, measured)
    spoken = f'<p class="note" role="status">{escape(warning)}</p>' if warning else ""
    return f"{gauge_html(t, measured)}{spoken}{paragraphs}"


def share(t: Texts, measured: Focus) -> str:
    """Return the share of heat on the lesion, beside that of an even map."""
    if measured.fills_the_photo:
        return t("focus.fills", even=t.percent(measured.even))
    return focus_short(t, measured)[0]


def warning_of(t: Texts, measured: Focus) -> str:
    """Return where the heat lies instead of on the lesion; empty where it lies on it."""
    if measured.finding == "edge":
        return t("focus.edge", edge=t.percent(measured.at_edge), share=t.percent(measured.on_lesion))
    return t("focus.beside") if measured.finding == "beside" else ""


def fit(t: Texts) -> str:
    """Return how well outlines fit those drawn by people; empty where it was not measured."""
    row = next((row for row in read("focus") if (row.measure, row.of) == ("dice", "ham10000")), None)
    if row is None:
        return ""
    low, high = (t.number(end if end is not None else row.value, 2) for end in (row.low, row.high))
    return t("focus.fit", name=name_of(t, DRAWN_BY), photos=row.n, value=t.number(row.value, 2), low=low, high=high)


def gauge_html(t: Texts, measured: Focus) -> str:
    """Return a bar for the heat on the lesion, with a mark for an even map."""
    alt = escape(t("focus.gauge_alt", share=t.percent(measured.on_lesion), even=t.percent(measured.even)))
    return (
        f'<div class="gauge" role="img" aria-label="{alt}"><i style="width:{measured.on_lesion:.1%}"></i>'
        f'<b style="left:{measured.even:.1%}"></b></div>'
    )


def short_focus_html(t: Texts, explanation: Explanation, outline: LesionOutline | None) -> str:
    """Return the gauge in one line, for a card; a sentence for a blank map; empty without an outline."""
    if outline is None:
        return ""
    measured = focus(explanation, outline)
    if measured is None:
        return f'<p class="small aim">{escape(focus_absence(t, explanation, outline))}</p>'
    words, warning = focus_short(t, measured)
    warned = f" <strong>{escape(warning)}</strong>" if warning else ""
    return f'{gauge_html(t, measured)}<p class="small aim">{escape(words)}{warned}</p>'


def outline_picture(t: Texts, image: LesionImage, outline: LesionOutline) -> str:
    """Return a small photo with the outline on it."""
    alt = escape(t("focus.outline_alt", share=t.percent(outline.share)))
    return f'<img src="{_outlined(image, outline)}" alt="{alt}">'


@kept_with_subject
def _outlined(image: LesionImage, outline: LesionOutline) -> str:
    """Return the address of the picture, which a page asks for again with each further answer."""
    lines = Drawing(outline.border, np.empty((0, 2, 2), np.float32))
    picture = drawn_on(image.pixels, lines).resize((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.LANCZOS)
    return jpeg_address(picture)
