"""Errors -> one clear sentence on the page, in its language. Streamlit's own red box is never seen.

Three nets, one below the other: `guarded` around the body of a page, `guarded_callback` around every callback, which
runs before the page is drawn, and `speak_instead_of_streamlit` below both, for what neither of them could hold.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from html import escape
from typing import ParamSpec

import streamlit as st
from streamlit import error_util
from streamlit.errors import FragmentHandledException

from model.error_words import error_sentence
from model.errors import AlgorithmError, TenOpinionsError
from model.text import Texts

LOGGER = logging.getLogger(__name__)
KEPT = "callback-failure"
"""Where a callback leaves its failure for the page that is drawn after it."""
Arguments = ParamSpec("Arguments")


@contextmanager
def guarded(t: Texts) -> Iterator[None]:
    """What nobody foresaw becomes a sentence on the page and a stack in the log; the menu and the notice stay."""
    try:
        if KEPT in st.session_state:
            show_failure(t, st.session_state[KEPT])
        yield
    except FragmentHandledException:
        pass  # it was said in the fragment's place
    except Exception as error:  # the last boundary before a person's eyes
        LOGGER.exception("unexpected error on a page")
        show_failure(t, _speakable(error))
    st.session_state.pop(KEPT, None)  # only now: a run that is stopped before its end has told nobody


def guarded_callback(callback: Callable[Arguments, object]) -> Callable[Arguments, None]:
    """The same callback; what fails in it is said above the page that is drawn next, and the last result stays.

    Every callback of a widget is registered through this; a test reads the syntax trees of all pages for others.
    """

    @wraps(callback)
    def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except Exception as error:  # Streamlit would end the page with a red box
            LOGGER.exception("unexpected error in a callback")
            st.session_state[KEPT] = _speakable(error)

    return call


def speak_instead_of_streamlit(say: Callable[[TenOpinionsError], None]) -> None:
    """From now on `say` says what fails in no net: a page that cannot be imported, a fragment, a stray callback.

    The one function through which Streamlit shows an exception of a script is replaced. `st.App` has a hook for it,
    but with files in `pages/` a deep link to a fresh server knows no app object.
    """

    def show(error: BaseException) -> None:
        try:
            say(_speakable(error))
        except Exception:  # rather nothing than a box that speaks of code
            LOGGER.exception("an error could not be said on the page")

    error_util.show_uncaught_app_exception = show


def _speakable(error: BaseException) -> TenOpinionsError:
    return error if isinstance(error, TenOpinionsError) else TenOpinionsError()


def sentence(t: Texts, error: TenOpinionsError) -> str:
    """Return the sentence of an error class with this error's data."""
    if not isinstance(error, AlgorithmError):
        return error_sentence(t, error)
    from model.reading.words import failure_sentence  # here: this module must not fail with what it reports

    return failure_sentence(t, error)


def show_failure(t: Texts, error: TenOpinionsError, before: str = "", after: str = "") -> None:
    """Draw it where the eye is; screen readers speak it at once."""
    parts = [f"<strong>{escape(before)}</strong>" if before else "", escape(sentence(t, error)), escape(after)]
    st.html(f'<div class="refusal" role="alert"><p>{" ".join(part for part in parts if part)}</p></div>')
