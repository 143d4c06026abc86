"""Errors -> one clear sentence on the page, in its language."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st

from model.errors import CaseFolderError, TenOpinionsError
from model.text import Texts

LOGGER = logging.getLogger(__name__)


@contextmanager
def guarded(t: Texts) -> Iterator[None]:
    """What nobody foresaw becomes a sentence on the page and a stack in the log; the menu and the notice stay."""
    try:
        yield
    except Exception as error:  # the last boundary before a person's eyes
        LOGGER.exception("unexpected error on a page")
        show_failure(t, error if isinstance(error, TenOpinionsError) else TenOpinionsError())


def sentence(t: Texts, error: TenOpinionsError) -> str:
    """The sentence of an error class with this error's data."""
    data = dict(error.data)
    if isinstance(error, CaseFolderError):
        data["reason"] = t(f"case_reasons.{data['reason']}")
    return t(f"errors.{error.code}", **data)


def show_failure(t: Texts, error: TenOpinionsError, before: str = "", after: str = "") -> None:
    """Draw it where the eye is; screen readers speak it at once."""
    parts = [f"<strong>{escape(before)}</strong>" if before else "", escape(sentence(t, error)), escape(after)]
    st.html(f'<div class="refusal" role="alert"><p>{" ".join(part for part in parts if part)}</p></div>')
