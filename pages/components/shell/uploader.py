"""An uploader that speaks the page's language: the widget has English words only, and styles replace them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def draw_uploader(key: str, label: str, words: Mapping[str, str], how: str | None = None) -> None:
    """Draw an uploader of several files within a container `own`; `words` are by the name of their CSS variable."""
    # always the same uploader: another one in its place would break off an upload that is under way
    st.file_uploader(label, key=key, help=how, accept_multiple_files=True)
    variables = "; ".join(f"--{name}: {css_string(said)}" for name, said in words.items())
    st.html(f"<style>.st-key-own {{ {variables} }}</style>")


def css_string(words: str) -> str:
    """Return words as a string of CSS."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
