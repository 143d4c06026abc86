"""The settings: how each variable is read, and that docs/settings.md has them all."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from model.settings import ASSETS, ROOT, Settings, settings, variable_name, variables

CORES = os.cpu_count() or 1


@pytest.fixture
def forgotten():
    """The settings are read again in the test, and again after it."""
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_an_empty_environment_gives_the_defaults():
    assert Settings.from_environment({}) == Settings(
        address="",
        archive="",
        archive_cache=Path.home() / ".cache" / "ten-opinions",
        archive_megabytes=300,
        cases=None,
        challenge=Path.home() / ".local" / "share" / "ten-opinions",
        challenge_files="",
        chromium=None,
        data=None,
        database_url="",
        gate=True,
        jury=(),
        kiosk=0,
        looks=True,
        organisers=(),
        story=None,
        threads=CORES,
        weights=ASSETS / "weights",
    )


def test_blank_variables_count_as_none():
    blank = {variable_name(name): "  " for name in variables()}
    assert len(blank) == 18
    assert Settings.from_environment(blank) == Settings.from_environment({})


def test_the_place_of_a_challenge_and_its_people_can_be_named():
    found = Settings.from_environment(
        {
            "TEN_OPINIONS_CHALLENGE": "~/contest",
            "TEN_OPINIONS_CHALLENGE_FILES": "s3://bucket/contest",
            "TEN_OPINIONS_DATABASE_URL": " postgresql://host/contest ",
            "TEN_OPINIONS_ORGANISERS": "a@b.org, c@d.org",
            "TEN_OPINIONS_JURY": "e@f.org",
        }
    )
    assert (found.challenge, found.challenge_files) == (Path.home() / "contest", "s3://bucket/contest")
    assert found.database_url == "postgresql://host/contest"
    assert (found.organisers, found.jury) == (("a@b.org", "c@d.org"), ("e@f.org",))


def test_where_phones_reach_the_server_can_be_named():
    assert Settings.from_environment({"TEN_OPINIONS_ADDRESS": " http://stage:8501 "}).address == "http://stage:8501"


def test_the_folder_of_cases_can_be_named():
    assert Settings.from_environment({"TEN_OPINIONS_CASES": " /some/cases "}).cases == Path("/some/cases")


def test_the_archive_can_be_switched_off_and_its_cache_has_a_place_and_a_limit():
    found = Settings.from_environment(
        {
            "TEN_OPINIONS_ARCHIVE": " OFF ",
            "TEN_OPINIONS_ARCHIVE_CACHE": "/some/cache",
            "TEN_OPINIONS_ARCHIVE_MEGABYTES": "12",
        }
    )
    assert (found.archive, found.archive_cache, found.archive_megabytes) == ("off", Path("/some/cache"), 12)


@pytest.mark.parametrize("written", ["-1", "many", "1.5", "12345678"])
def test_an_unreadable_limit_of_the_cache_falls_back(written):
    assert Settings.from_environment({"TEN_OPINIONS_ARCHIVE_MEGABYTES": written}).archive_megabytes == 300


def test_the_folder_of_training_images_can_be_named():
    assert Settings.from_environment({"TEN_OPINIONS_DATA": " /some/data "}).data == Path("/some/data")


def test_the_browser_that_prints_can_be_named():
    assert Settings.from_environment({"TEN_OPINIONS_CHROMIUM": " /some/chromium "}).chromium == Path("/some/chromium")


def test_the_folder_of_weights_can_be_named():
    assert Settings.from_environment({"TEN_OPINIONS_WEIGHTS": "/some/weights"}).weights == Path("/some/weights")


@pytest.mark.parametrize(
    ("written", "gate"), [("off", False), (" OFF ", False), ("on", True), ("0", True), ("no", True)]
)
def test_the_gate_is_switched_off_by_one_word_alone(written, gate):
    assert Settings.from_environment({"TEN_OPINIONS_GATE": written}).gate is gate


@pytest.mark.parametrize(
    ("written", "seconds"), [("90", 90), (" 5 ", 5), ("0", 0), ("-3", 0), ("soon", 0), ("9" * 50, 0)]
)
def test_the_story_begins_again_after_whole_seconds_or_not_at_all(written, seconds):
    assert Settings.from_environment({"TEN_OPINIONS_KIOSK": written}).kiosk == seconds


def test_the_home_folder_may_be_written_as_a_tilde():
    names = ("cases", "chromium", "data", "story", "weights")
    found = Settings.from_environment({f"TEN_OPINIONS_{name.upper()}": f"~/{name}" for name in names})
    assert [getattr(found, name) for name in names] == [Path.home() / name for name in names]


@pytest.mark.parametrize(("written", "threads"), [("1", 1), ("3", 3), (" 2 ", 2), ("0", 1)])
def test_the_number_of_threads_can_be_set_and_is_at_least_one(written, threads):
    assert Settings.from_environment({"TEN_OPINIONS_THREADS": written}).threads == threads


@pytest.mark.parametrize("written", ["many", "-2", "1.5", "2 3", "²", "0x10", "1e3", "nan", "9" * 5000])
def test_a_nonsense_number_of_threads_falls_back_on_the_default(written):
    assert Settings.from_environment({"TEN_OPINIONS_THREADS": written}).threads == CORES


@hypothesis_settings(deadline=None)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_whatever_the_number_of_threads_says_there_is_at_least_one(written):
    assert Settings.from_environment({"TEN_OPINIONS_THREADS": written}).threads >= 1


@pytest.mark.usefixtures("forgotten")
def test_the_environment_is_read_once(monkeypatch):
    monkeypatch.setenv("TEN_OPINIONS_THREADS", "7")
    first = settings()
    monkeypatch.setenv("TEN_OPINIONS_THREADS", "9")
    assert settings() is first
    assert first.threads == 7


def test_every_variable_that_the_repository_names_stands_in_the_document_of_settings():
    """The variables of `Settings`, and those that the tests, the Makefile and the documents speak of beside them."""
    folders = ("model", "pages", "tests", "docs", ".ci")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".md", ""}]
    files += [ROOT / name for name in ("app.py", "Makefile", "README.md", "CONTRIBUTING.md")]
    named = {
        name
        for path in files
        if path.is_file()
        for name in re.findall(r"TEN_OPINIONS_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))
    }
    document = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(TEN_OPINIONS_\w+)` \|", document, re.MULTILINE))
    assert {variable_name(name) for name in variables()} <= rows
    assert named == rows
