"""What a visitor has asked for about the photo on the page, beside its answer: altered looks, map check, report."""

from __future__ import annotations

import streamlit as st

from model.lesion.diagnosis import Diagnosis

LOOKS, CHECK, REPORT = "wanted-looks", "wanted-map-check", "wanted-case-report"


def want_looks(image: str, slug: str) -> None:
    """Ask for an algorithm's answers to altered copies of the photo with this SHA-256."""
    st.session_state[LOOKS] = (image, slug)


def looks_wanted(image: str, slug: str) -> bool:
    """Return whether `want_looks` was called last for this photo and algorithm."""
    return bool(st.session_state.get(LOOKS) == (image, slug))


def want_check(image: str, slug: str, target: Diagnosis | None) -> None:
    """Ask for the check of an algorithm's heat map for a diagnosis."""
    st.session_state[CHECK] = (image, slug, target)


def check_wanted(image: str, slug: str) -> Diagnosis | None:
    """Return the diagnosis whose heat map is to be checked; None without."""
    asked = st.session_state.get(CHECK)
    return asked[2] if asked is not None and asked[:2] == (image, slug) else None


def want_report(image: str) -> None:
    """Ask for the case report of the photo with this SHA-256."""
    st.session_state[REPORT] = image


def report_wanted(image: str) -> bool:
    """Return whether `want_report` was called last for this photo."""
    return bool(st.session_state.get(REPORT) == image)
