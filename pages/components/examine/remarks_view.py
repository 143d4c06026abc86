"""Remarks about the photo itself: one line under it, and all sentences further down with what to do next time.

What the pixels alone tell is there at once; what needs the lesion's place follows its outline.
"""

from __future__ import annotations

from html import escape

from model.reading.findings import Findings
from model.text import Texts
from model.trust.photo_words import all_words, pixel_words, short_words, size_words


def remarks_line(t: Texts, findings: Findings) -> str:
    """Return the line under the pictures; an empty one takes no room."""
    words = short_words(t, findings.image, findings.outline, findings.remarks or ())
    kind = "remarked" if words else "remarked nothing"
    return f'<p class="small {kind}">{escape(words) or "&nbsp;"}</p>'


def about_line(t: Texts, findings: Findings) -> str:
    """Return source and size of the photo."""
    return f'<p class="small">{escape(f"{findings.source} · {size_words(t, findings.image)}")}</p>'


def remarks_list(t: Texts, findings: Findings) -> str:
    """Return one remark a line, with what to do next time.

    Until the outline is there, only the remarks of the pixels are listed, and not that nothing is wrong.
    """
    if findings.remarks is None:
        sentences = pixel_words(t, findings.image)
    else:
        sentences = all_words(t, findings.image, findings.outline, findings.remarks)
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f'<div class="small remarks"><ul>{items}</ul></div>' if items else ""
