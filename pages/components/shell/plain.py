"""Foreign words as a label: Streamlit reads labels as Markdown, and a picture in one is fetched from its address."""

from __future__ import annotations

import re

_MEANS_SOMETHING = re.compile(r"[\\`*_\[\]<>!:$~#|&^]")


def plain(words: str) -> str:
    r"""Return a file name or the name of a team so that a label shows it as it is.

    >>> plain("![x](https://a.example/x.png)")
    '\\!\\[x\\](https\\://a.example/x.png)'
    """
    return _MEANS_SOMETHING.sub(lambda sign: f"\\{sign[0]}", " ".join(words.split()))
