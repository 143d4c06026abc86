"""On stage: the start of a story, the story, or its speaker notes, chosen by the address."""

from __future__ import annotations

import streamlit as st

from pages.components.shell.frame import open_page
from model.stage.following import is_name
from model.text import Texts
from pages.components.shell.failures import guarded
from pages.components.story.story_view import begin, follow, play


def page(t: Texts) -> None:
    """Draw the page."""
    stage, notes = (st.query_params.get(name, "") for name in ("stage", "notes"))
    if is_name(stage):
        play(t, stage)
    elif is_name(notes):
        follow(t, notes)
    else:
        begin(t)


texts = open_page("stage")
with guarded(texts):
    page(texts)
