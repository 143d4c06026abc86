"""Buttons that make a report when pressed: a web page and, where a Chromium is installed, a PDF."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from html import escape

import streamlit as st

from model.errors import ChromiumMissing
from model.report.pdf import pdf_of, printer
from model.text import Texts
from pages.components.shell.failures import sentence


def offer_files(t: Texts, key: str, labels: tuple[str, str], name: str, page: Callable[[], str]) -> None:
    """Draw a button for each format; a sentence instead of the PDF where no browser prints it.

    Args:
        t: texts of the session's language.
        key: of the buttons, without the format.
        labels: of the buttons for HTML and PDF.
        name: of the file, without ending.
        page: returns the report as HTML; runs in a thread without a session.
    """
    _button(f"{key}-html", labels[0], f"{name}.html", "text/html", lambda: page().encode())
    missing = _missing_printer()
    if missing:
        st.html(f"<p class='small'>{escape(sentence(t, missing))}</p>")
    else:
        _button(f"{key}-pdf", labels[1], f"{name}.pdf", "application/pdf", lambda: pdf_of(page()))


def offer_file(t: Texts, key: str, label: str, name: str, page: Callable[[], str]) -> None:
    """Draw one button that saves a PDF, or a web page where no browser prints one; arguments as for `offer_files`."""
    if _missing_printer():
        _button(key, t("report.as_html", label=label), f"{name}.html", "text/html", lambda: page().encode())
    else:
        _button(key, t("report.as_pdf", label=label), f"{name}.pdf", "application/pdf", lambda: pdf_of(page()))


def _missing_printer() -> ChromiumMissing | None:
    try:
        printer()
    except ChromiumMissing as error:
        return error
    return None


def _button(key: str, label: str, file: str, mime: str, make: Callable[[], bytes]) -> None:
    st.download_button(label, make, file_name=file, mime=mime, key=key, on_click="ignore")


def file_name(words: str, moment: str) -> str:
    """Return the name of a file: words joined by hyphens, then the time in a format of `strftime`."""
    return f"{words.lower().replace(' ', '-')}-{datetime.datetime.now().astimezone():{moment}}"
