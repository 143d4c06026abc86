"""The waits at the door: every page is run, and the figures are those of a real start."""

from __future__ import annotations

from model.documents.speed import app_table
from model.load_test import opening
from model.settings import ROOT


def test_every_page_is_among_those_that_are_run_again():
    assert set(opening.page_names()) == {"", *(path.stem for path in (ROOT / "pages").glob("*.py"))}


def test_a_start_has_its_seconds_in_their_order(monkeypatch):
    monkeypatch.setattr(opening, "page_names", lambda: ["about"])
    waits = opening.opening_waits(1, "small_cnn")
    assert 0 < waits["first_page_s"] < waits["first_answer_s"]
    assert waits["import_s"] > 0
    assert list(waits["rerun_ms"]) == ["about"]
    assert waits["memory_mb"] > 100


def test_the_table_names_the_slowest_page():
    assert "slowest of 14 pages" in app_table()
