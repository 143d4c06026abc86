"""The photo dark and large: wheel, pinch or keys enlarge it, M holds the heat map over it, F shows the whole frame."""

from __future__ import annotations

from functools import cache
from html import escape

from PIL import Image

from model.lesion.pictures import jpeg_address
from model.reading.findings import Findings
from model.settings import ASSETS
from model.text import Texts

WORDS = ("close", "map", "frame", "title", "keys")


def zoom_html(t: Texts, findings: Findings) -> str:
    """Return the button that opens the photo, with the words of the viewer, and the whole frame once it is there.

    The frame comes with the outline, so that it never delays the first answer.
    """
    words = " ".join(f'data-{name}="{escape(t(f"zoom.{name}"))}"' for name in WORDS)
    frame = _frame(findings) if findings.outlined else ""
    label = f'{escape(t("zoom.open"))}<span class="keys"> (Z)</span>'
    return f'<button type="button" class="zoom-open" {words} {frame}>{label}</button>'


def _frame(findings: Findings) -> str:
    """Return the whole frame and the square in it, in percent of width and height; empty for a square photo."""
    image = findings.image
    if image.frame is None:
        return ""
    height, width = image.frame.shape[:2]
    side = min(width, height)
    left, top, across, down = (width - side) / 2 / width, (height - side) / 2 / height, side / width, side / height
    square = ",".join(f"{100 * share:.2f}" for share in (left, top, across, down))
    return f'data-picture="{jpeg_address(Image.fromarray(image.frame))}" data-square="{square}"'


@cache
def zoom_script() -> str:
    """Return the viewer's script, which a page needs once."""
    return f"<script>{(ASSETS / 'scripts' / 'zoom.js').read_text(encoding='utf-8')}</script>"
