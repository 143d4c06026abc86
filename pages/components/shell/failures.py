"""Errors -> one clear sentence on the page, in its language, instead of Streamlit's red box.

`guarded` surrounds the body of a page, and `guarded_callback` every callback, which runs before the page is drawn.
`replace_error_box` handles whatever is raised outside both.
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
"""Key of the session state for the failure of a callback."""
Arguments = ParamSpec("Arguments")


@contextmanager
def guarded(t: Texts) -> Iterator[None]:
    """Turn an unexpected error into a sentence on the page and a stack in the log; menu and notice stay."""
    try:
        if KEPT in st.session_state:
            show_failure(t, st.session_state[KEPT])
        yield
    except FragmentHandledException:
        pass  # shown in place of the fragment
    except Exception as error:  # the last boundary before the visitor
        LOGGER.exception("unexpected error on a page")
        show_failure(t, _as_our_error(error))
    st.session_state.pop(KEPT, None)  # only now: a run that is stopped early has not shown it


def guarded_callback(callback: Callable[Arguments, object]) -> Callable[Arguments, None]:
    """Return the callback with its failure shown above the page that is drawn next; the last result stays.

    Every callback of a widget must be registered through this; a test looks for others.
    """

    @wraps(callback)
    def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except Exception as error:  # Streamlit would end the page with a red box
            LOGGER.exception("unexpected error in a callback")
            st.session_state[KEPT] = _as_our_error(error)

    return call


def replace_error_box(show: Callable[[TenOpinionsError], None]) -> None:
    """Show with `show` what is raised outside `guarded`: in an import of a page, a fragment or another callback.

    This replaces the one function by which Streamlit shows the exception of a script. The hook of `st.App` would not
    do: with files in `pages/`, a deep link to a fresh server has no app object.
    """

    def show_uncaught(error: BaseException) -> None:
        try:
            show(_as_our_error(error))
        except Exception:  # better nothing than a box with code
            LOGGER.exception("an error could not be shown on the page")

    error_util.show_uncaught_app_exception = show_uncaught


def _as_our_error(error: BaseException) -> TenOpinionsError:
    return error if isinstance(error, TenOpinionsError) else TenOpinionsError()


def sentence(t: Texts, error: TenOpinionsError) -> str:
    """Return the sentence of an error class with this error's data."""
    if not isinstance(error, AlgorithmError):
        return error_sentence(t, error)
    from model.reading.words import failure_sentence  # here: this module must load even where that one fails

    return failure_sentence(t, error)


def show_failure(t: Texts, error: TenOpinionsError, before: str = "", after: str = "") -> None:
    """Draw an error with words before and after it; screen readers read it at once."""
    parts = [f"<strong>{escape(before)}</strong>" if before else "", escape(sentence(t, error)), escape(after)]
    st.html(f'<div class="refusal" role="alert"><p>{" ".join(part for part in parts if part)}</p></div>')
