"""The stage: where a story begins, the story itself, and the notes that follow it in a second window.

A step changes in a fragment: the frame of the page is not drawn again. The step stands in the address, in the widget
that the keys press, so a reload finds it. What the stage shows is told to the one place on the server that notes read.
"""

from __future__ import annotations

import time
from html import escape
from urllib.parse import urlencode

import streamlit as st

from pages.components.shell.frame import PAGES
from model.errors import StoryError
from model.settings import seconds, settings
from model.stage.following import is_name, new_name
from model.stage.story import BUILT_IN, Step, story
from model.text import Texts
from pages.components.cache import shared_state, story_cache
from pages.components.shell.facts_table import facts_table
from pages.components.shell.failures import show_failure
from pages.components.shell.practice_choice import chosen_practice
from pages.components.story.keys import catch_keys
from pages.components.story.screens import notes, screens
from pages.components.story.words import CASE, StoryMaterial, material

FOLLOWS = 0.5
"""So often the notes look what the stage shows, seconds."""


def begin(t: Texts) -> None:
    """Where a story begins: two windows, the keys, what has been added and what was refused."""
    steps, refused = _steps(None), _refusal()
    name = _name()
    st.html(f"<h1>{escape(t('story.title'))}</h1><p class='lead'>{escape(t('story.lead', steps=len(steps)))}</p>")
    with st.container(horizontal=True, vertical_alignment="center"):
        here = escape(_address(t, stage=name))
        st.html(f'<a class="begin" href="{here}">{escape(t("story.begin"))}</a>', width="content")
        st.link_button(t("story.notes_link"), _address(t, notes=name))
    st.html(f'<p class="small">{escape(t("story.notes_how"))}</p>')
    if refused:
        show_failure(t, refused, after=t("story.own_refused"))
    elif settings().story is not None:
        own = len(steps) - len(BUILT_IN)
        st.html(f"<p>{escape(t('story.own', file=str(settings().story), count=own))}</p>")
    with st.container(key="also-on-stage", horizontal=True, vertical_alignment="center"):
        st.html(f"<span>{escape(t('story.also'))}</span>", width="content")
        for also in ("quiz", "room"):
            st.page_link(PAGES[also], label=t(f"pages.{also}"), query_params={"lang": t.language})
    _keys(t)
    story_cache.get_story_ready()


def _name() -> str:
    """Of the stage that begins here: that of the story which was left, so that notes that are open go on following."""
    left = st.query_params.get("again", "")
    if is_name(left):
        st.session_state["stage-name"] = left
    return str(st.session_state.setdefault("stage-name", new_name()))


def _keys(t: Texts) -> None:
    rows = [
        [t("story.arrow_right"), t("story.keys_next")],
        [t("story.arrow_left"), t("story.keys_back")],
        [t("story.home_end"), t("story.keys_ends")],
        ["D", t("story.keys_contrast")],
        ["B", t("story.keys_blank")],
        ["F", t("story.keys_full")],
        ["Esc", t("story.keys_leave")],
    ]
    facts_table(t("story.keys_title"), [t("story.key"), t("story.does")], rows)
    idle = settings().kiosk
    words = t("story.kiosk", seconds=idle) if idle else t("story.no_kiosk")
    st.html(f'<p class="small">{escape(words)}</p>')


def play(t: Texts, name: str) -> None:
    """The story, at the step that the address names."""
    practice = chosen_practice()
    steps = _steps(of := material(practice))
    drawn = story_cache.drawn_ahead(
        (t.language, practice.slug, of.figures.state, of.sample, steps), lambda: screens(t, steps, of)
    )
    with st.container(key="story"):
        _step(name, drawn)
    idle = seconds(st.query_params.get("kiosk", "")) or settings().kiosk
    catch_keys(name, _address(t, again=name), idle)


@st.fragment
def _step(name: str, drawn: tuple[str, ...]) -> None:
    """One screen; only this runs when the step changes."""
    number = st.pagination(len(drawn), key="step", bind="query-params", max_visible_pages=None)
    shared_state.stages().show(name, number)
    st.html(drawn[number - 1])


def follow(t: Texts, name: str) -> None:
    """The speaker notes of a stage, which follow it."""
    st.html(f"<h1>{escape(t('story.notes.title'))}</h1>")
    of = material(chosen_practice())
    _notes(t, name, _steps(of), of)
    catch_keys(name)


@st.fragment(run_every=FOLLOWS)
def _notes(t: Texts, name: str, steps: tuple[Step, ...], of: StoryMaterial) -> None:
    shown = shared_state.stages().shown(name)
    with st.container(key="story-notes"):
        if shown is None or shown.step > len(steps):
            st.html(f'<p class="sentence" role="status">{escape(t("story.notes.silent"))}</p>')
            return
        title, words = notes(t, steps[shown.step - 1], of)
        after = t("story.notes.last")
        if shown.step < len(steps):
            after = t("story.notes.then", title=notes(t, steps[shown.step], of)[0])
        minutes, rest = divmod(int(time.monotonic() - shown.begun), 60)
        place = t("story.place", step=shown.step, steps=len(steps))
        st.html(
            f'<p class="small">{escape(t("story.notes.now"))} <strong>{escape(place)}</strong></p>'
            f"<h2>{escape(title)}</h2>"
            f'<p class="speak">{escape(words or t("story.notes.none"))}</p><p>{escape(after)}</p>'
        )
        st.html(f'<p class="small">{escape(t("story.notes.minutes", time=f"{minutes}:{rest:02}"))}</p>')


def _steps(of: StoryMaterial | None) -> tuple[Step, ...]:
    """All steps; without those of the case where it is known not to be there."""
    try:
        own = story_cache.own_steps()
    except StoryError:
        own = ()
    steps = story(own)
    return steps if of is None or of.sample else tuple(step for step in steps if step.slug not in CASE)


def _refusal() -> StoryError | None:
    try:
        story_cache.own_steps()
    except StoryError as error:
        return error
    return None


def _address(t: Texts, **asked: str) -> str:
    return f"stage?{urlencode({'lang': t.language, **asked})}"
