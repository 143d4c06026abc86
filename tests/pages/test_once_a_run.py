"""A value that is computed once in a run of a page, and anew in the next run."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from pages.components.cache.once_a_run import once_a_run

ASKED: list[int] = []


@once_a_run
def value() -> int:
    """Count how often it is computed."""
    ASKED.append(0)
    return len(ASKED)


def _page() -> None:
    import streamlit as st

    from tests.pages.test_once_a_run import value

    st.text(f"{value()} {value()}")
    st.button("again")


def test_a_run_computes_it_once_and_the_next_run_again() -> None:
    ASKED.clear()
    page = AppTest.from_function(_page).run()
    assert page.text[0].value == "1 1"
    page.button[0].click().run()
    assert page.text[0].value == "2 2"


def test_without_a_run_it_is_computed_each_time() -> None:
    ASKED.clear()
    assert (value(), value()) == (1, 2)
