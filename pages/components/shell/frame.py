"""The frame of every page: configuration, language, menu and the notice that this is no medical device.

`open_page` is the first call of `app.py` and of every file in `pages/`: while that folder holds scripts, a deep link
runs only the page's own file. A page imports this module before all others of ours, so that an import that fails later
is reported in our words.
"""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit import net_util
from streamlit.errors import StreamlitPageNotFoundError
from streamlit.runtime.scriptrunner import get_script_run_ctx

from model.errors import TenOpinionsError
from model.settings import ASSETS
from model.text import LANGUAGES, Texts, language_of, texts
from pages.components.session.uploads import keep_answers, keep_uploads_off_the_disk
from pages.components.session.visitors import greet
from pages.components.shell.drop import DROPS
from pages.components.shell.failures import guarded_callback, replace_error_box, show_failure
from pages.components.shell.practice_choice import chosen_practice
from pages.components.shell.unknown_page import keep_our_words

PAGES = {
    "start": "app.py",
    "examine": "pages/examine.py",
    "jury": "pages/jury.py",
    "series": "pages/series.py",
    "quiz": "pages/quiz.py",
    "room": "pages/room.py",
    "stress": "pages/stress.py",
    "algorithm": "pages/algorithm.py",
    "consultation": "pages/consultation.py",
    "leaderboard": "pages/leaderboard.py",
    "challenge": "pages/challenge.py",
    "about": "pages/about.py",
    "stage": "pages/stage.py",
}
MAIN = ("start", "examine", "jury", "leaderboard", "stage")
"""Pages in the menu itself; the others unfold from its last word."""
LANGUAGE_NAMES = {"fr": "Français", "en": "English"}


def open_page(slug: str) -> Texts:
    """Configure the page, draw its frame and return the sentences of its language."""
    keep_uploads_off_the_disk()
    keep_answers()
    keep_our_words()
    # Streamlit would ask a public service for this computer's address when a phone uses a host name it does not know
    net_util.get_external_ip = lambda: None
    greet()
    t = texts(_language())
    chosen_practice()  # the first page reads the address, and every page writes it
    _draw(t, t("app.name") if slug == "start" else f"{t(f'pages.{slug}')} – {t('app.name')}")
    return t


def _draw(t: Texts, title: str) -> None:
    st.set_page_config(
        title, page_icon=ASSETS / "styles" / "icon.png", layout="wide", initial_sidebar_state="collapsed"
    )
    st.html(ASSETS / "styles" / "app.css")
    st.html(f"<script>document.documentElement.lang = {t.language!r}</script>", unsafe_allow_javascript=True)
    st.html(DROPS, unsafe_allow_javascript=True)
    with st.container(key="frame", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<span class="brand">{escape(t("app.name"))}</span>', width="content")
        # on a phone the menu is folded away; another title makes it a fresh one, which is closed
        _switch("menu-switch", title, t("app.menu"))
        with st.container(key="menu", horizontal=True, vertical_alignment="center", width="content", gap="small"):
            _links(t, [name for name in PAGES if name in MAIN])
            with st.container(key="others", width="content", gap=None):
                _switch("more-switch", title, t("app.more"))
                with st.container(key="more", width="content", gap=None):
                    _links(t, [name for name in PAGES if name not in MAIN])
        _language_switch(t)
        _notice(t)


def _switch(kind: str, title: str, words: str) -> None:
    summary = f"<summary>{escape(words)}</summary>"
    st.html(f'<details class="{kind}" data-page="{escape(title)}">{summary}</details>', width="content")


def _links(t: Texts, names: list[str]) -> None:
    for name in names:
        st.page_link(PAGES[name], label=t(f"pages.{name}"), query_params={"lang": t.language})


def _notice(t: Texts) -> None:
    st.html(f'<span class="notice">{escape(t("app.notice"))}</span>', width="content")


def _show(error: TenOpinionsError) -> None:
    """Draw an error, with the frame around it where the page was not opened."""
    t = texts(_language())
    context = get_script_run_ctx()
    if context is not None and not context.cursors:  # nothing has been drawn
        try:
            _draw(t, t("app.name"))
        except StreamlitPageNotFoundError:  # the run failed before the menu was built
            _notice(t)
    show_failure(t, error)


replace_error_box(_show)
keep_our_words()


def _language() -> str:
    """Return the language of the switch, else of the address, else of the browser."""
    if "language" not in st.session_state:
        asked = st.query_params.get("lang", "")
        st.session_state["language"] = asked if asked in LANGUAGES else language_of(st.context.locale)
    return str(st.session_state["language"])


def _language_switch(t: Texts) -> None:
    def change() -> None:
        st.session_state["language"] = st.session_state["language-switch"] or t.language
        st.query_params["lang"] = st.session_state["language"]

    # the widget's own state is lost on a page change, the plain key is not
    st.session_state["language-switch"] = t.language
    st.segmented_control(
        t("app.language"),
        LANGUAGES,
        format_func=LANGUAGE_NAMES.__getitem__,
        key="language-switch",
        on_change=guarded_callback(change),
        label_visibility="collapsed",
    )
