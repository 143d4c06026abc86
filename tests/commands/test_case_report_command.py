"""`python -m model case-report`: a page for a photo, refused without a lesion, marked where somebody insists."""

from __future__ import annotations

import pytest
from PIL import Image

from model.report.case.facts import MOST_MAPS
from model.settings import ASSETS, settings
from model.text import LANGUAGES, texts
from model.trust.scenes import drawn_scene
from tests.report.parsed import VOID, Parsed


@pytest.fixture(autouse=True)
def pictures_need_no_end():
    VOID.add("img")
    yield
    VOID.discard("img")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_lists_everybody_and_names_no_file(command, photos, tmp_path, language):
    found = command("case-report", photos / "first.png", "--out", tmp_path / "case.html", "--language", language)
    assert (found.status, found.err.count("Traceback")) == (0, 0)
    page = Parsed((tmp_path / "case.html").read_text(encoding="utf-8"))
    t = texts(language)
    assert page.of("html") == [{"lang": language}]
    assert "ResNet-18" in page.words
    assert t("jury.no_answer") in page.words  # only one has weights here
    assert "first.png" not in page.words
    assert str(photos) not in page.words


def test_an_ending_that_there_is_not_is_refused_before_anybody_is_asked(command, photos, tmp_path):
    found = command("case-report", photos / "first.png", "--out", tmp_path / "case.docx")
    assert found.status == 1
    assert ".html" in found.err


def test_more_maps_than_fit_make_no_sense(command, photos, tmp_path):
    maps = [f"map_{i}" for i in range(MOST_MAPS)]
    found = command("case-report", photos / "first.png", "--out", tmp_path / "case.html", "--maps", *maps)
    assert found.status == 2


def test_a_file_that_is_no_photo_leaves_no_page(command, photos, tmp_path):
    found = command("case-report", photos / "readme.txt", "--out", tmp_path / "case.html")
    assert found.status == 1
    assert not (tmp_path / "case.html").exists()


def test_a_picture_without_a_lesion_has_no_page_unless_somebody_insists(command, weights, monkeypatch, tmp_path):
    weights(ASSETS / "weights")
    monkeypatch.setenv("TEN_OPINIONS_GATE", "on")
    settings.cache_clear()
    Image.fromarray(drawn_scene("page", 3).photo).save(tmp_path / "page.png")
    out = tmp_path / "case.html"
    refused = command("case-report", tmp_path / "page.png", "--out", out)
    assert refused.status == 1
    assert "--anyway" in refused.err
    assert not out.exists()
    assert command("case-report", tmp_path / "page.png", "--out", out, "--anyway").status == 0
    assert texts("en")("gate.shown_anyway") in Parsed(out.read_text(encoding="utf-8")).words
