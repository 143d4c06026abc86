"""Where a map looks: its share of heat on the lesion beside the share of a map spread evenly, and a warning."""

from __future__ import annotations

from html import escape

import numpy as np
from PIL import Image

from model.algorithms.contract import Drawing, Explanation
from model.algorithms.drawing.findings import drawn_on
from model.algorithms.words import name_of
from model.lesion.image import LesionImage
from model.lesion.pictures import jpeg_address
from model.reading.findings import Findings
from model.text import Texts
from model.trust.characteristic import read
from model.trust.focus import DRAWN_BY, Focus, LesionOutline, focus
from model.trust.words import focus_absence, focus_short

PICTURE_SIDE = 200
"""Of the photo with the outline, pixels."""


def focus_section(t: Texts, findings: Findings) -> str:
    """Return the gauge of the map in detail with the outline that it counts; in words where there is no outline."""
    outline, explanation = findings.outline, findings.answer.explanation
    if explanation is None or not findings.outlined:
        return ""
    picture = outline_picture(t, findings.image, outline) if outline is not None and outline.found else ""
    words = f"<h3>{escape(t('focus.title'))}</h3>{focus_html(t, explanation, outline)}"
    return f'<section class="focus">{picture}<div>{words}</div></section>'


def focus_html(t: Texts, explanation: Explanation, outline: LesionOutline | None) -> str:
    """Gauge, what it says and how well the outline fits."""
    if outline is None or not outline.found or explanation.is_blank:
        return f'<p class="small">{escape(focus_absence(t, explanation, outline))}</p>'
    found = focus(explanation, outline)
    assert found is not None
    paragraphs = "".join(f'<p class="small">{escape(words)}</p>' for words in (share(t, found), fit(t)) if words)
    warning = warning_of(t, found)
    spoken = f'<p class="note" role="status">{escape(warning)}</p>' if warning else ""
    return f"{gauge_html(t, found)}{spoken}{paragraphs}"


def share(t: Texts, found: Focus) -> str:
    """The share beside that of a map spread evenly."""
    if found.fills_the_photo:
        return t("focus.fills", even=t.percent(found.even))
    return t("focus.share", share=t.percent(found.on_lesion), even=t.percent(found.even))


def warning_of(t: Texts, found: Focus) -> str:
    """Where it looks instead of the lesion; empty where it looks there."""
    if found.finding == "edge":
        return t("focus.edge", edge=t.percent(found.at_edge), share=t.percent(found.on_lesion))
    return t("focus.beside") if found.finding == "beside" else ""


def fit(t: Texts) -> str:
    """How well the outline fits those that people drew, as measured; empty where nobody has measured it."""
    of = {row.of: row for row in read("focus") if row.measure == "dice"}
    row = of.get("ham10000")
    if row is None:
        return ""
    low, high = (t.number(end if end is not None else row.value, 2) for end in (row.low, row.high))
    return t("focus.fit", name=name_of(t, DRAWN_BY), photos=row.n, value=t.number(row.value, 2), low=low, high=high)


def gauge_html(t: Texts, found: Focus) -> str:
    """A bar for the heat on the lesion, with a mark where an even spread would end."""
    alt = escape(t("focus.gauge_alt", share=t.percent(found.on_lesion), even=t.percent(found.even)))
    return (
        f'<div class="gauge" role="img" aria-label="{alt}"><i style="width:{found.on_lesion:.1%}"></i>'
        f'<b style="left:{found.even:.1%}"></b></div>'
    )


def short_focus_html(t: Texts, explanation: Explanation, outline: LesionOutline | None) -> str:
    """The gauge in one line, for a card; without an outline nothing, for a blank map that there is none."""
    if outline is None:
        return ""
    found = focus(explanation, outline)
    if found is None:
        return f'<p class="small aim">{escape(focus_absence(t, explanation, outline))}</p>'
    words, warning = focus_short(t, found)
    warned = f" <strong>{escape(warning)}</strong>" if warning else ""
    return f'{gauge_html(t, found)}<p class="small aim">{escape(words)}{warned}</p>'


def outline_picture(t: Texts, image: LesionImage, outline: LesionOutline) -> str:
    """The photo, small, with the outline on it."""
    lines = Drawing(outline.border, np.empty((0, 2, 2), np.float32))
    picture = drawn_on(image.pixels, lines).resize((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.LANCZOS)
    alt = escape(t("focus.outline_alt", share=t.percent(outline.share)))
    return f'<img src="{jpeg_address(picture)}" alt="{alt}">'
