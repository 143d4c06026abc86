"""Remarks about the photo itself: one line under it, and all sentences further down with what to do next time.

What the pixels alone tell is there at once; what needs the lesion's place follows its outline.
"""

from __future__ import annotations

from html import escape

from model.reading.findings import Findings
from model.text import Texts
from model.trust.photo_words import all_words, pixel_words, short_words, size_words


def remarks_line(t: Texts, findings: Findings) -> str:
    """Return the line under the photo; an empty one takes no room, so that both pictures end at one height."""
    words = short_words(t, findings.image, findings.outline, findings.remarks or ())
    kind = "remarked" if words else "remarked nothing"
    return f'<p class="mat-caption {kind}">{escape(words) or "&nbsp;"}</p>'


def remarks_list(t: Texts, findings: Findings) -> str:
    """Return source and size of the photo, then one remark a line.

    Until the outline is there, only the remarks of the pixels are listed, and not that nothing is wrong.
    """
    about = f"{findings.source} · {size_words(t, findings.image)}"
    if findings.remarks is None:
        sentences = pixel_words(t, findings.image)
    else:
        sentences = all_words(t, findings.image, findings.outline, findings.remarks)
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    listed = f"<ul>{items}</ul>" if items else ""
    return f'<div class="small remarks"><p>{escape(about)}</p>{listed}</div>'
