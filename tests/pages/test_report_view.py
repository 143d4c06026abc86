"""The report on the leaderboard: two buttons, or one and a sentence; nothing is made before someone asks."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from model.charts.chart_data import ChartData
from model.settings import ROOT, settings
from model.text import LANGUAGES, texts
from pages.components.cache import algorithm_scores, leaderboards
from pages.components.report.report_view import report_html
from tests.report.parsed import Parsed
from tests.synthetic_benchmark import write_benchmark


@pytest.fixture(scope="module")
def benchmark(tmp_path_factory):
    return write_benchmark(tmp_path_factory.mktemp("report") / "benchmark", quality={"resnet18": 3.2, "visitor": 1.0})


@pytest.fixture
def opened(benchmark, monkeypatch):
    """Opens the leaderboard with or without a browser that prints."""
    monkeypatch.setattr(algorithm_scores, "BENCHMARK", benchmark)

    def start(language, browser):
        monkeypatch.setenv("TEN_OPINIONS_CHROMIUM", str(browser))
        settings.cache_clear()
        app = AppTest.from_file(ROOT / "app.py", default_timeout=600)
        app.switch_page("pages/leaderboard.py")
        app.query_params["lang"] = language
        return app.run()

    yield start
    settings.cache_clear()


def labels(app):
    return [button.proto.label for button in app.get("download_button")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_a_browser_there_are_two_buttons_and_their_files_are_not_made_yet(opened, language):
    t = texts(language)
    app = opened(language, "/bin/sh")
    assert not app.exception
    assert {t("report.save_html"), t("report.save_pdf")} <= set(labels(app))
    deferred = [button.proto.deferred_file_id for button in app.get("download_button") if "report" in button.proto.id]
    assert len(deferred) == 2
    assert all(deferred)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_one_the_page_says_so_and_offers_html(opened, tmp_path, language):
    t = texts(language)
    app = opened(language, tmp_path / "no-browser")
    assert t("report.save_html") in labels(app)
    assert t("report.save_pdf") not in labels(app)
    sentences = " ".join(str(element.proto.body) for element in app.get("html"))
    assert t("errors.chromium_missing", names="chromium, chromium-browser, google-chrome") in sentences


def test_what_is_saved_follows_the_rule_and_the_language_of_the_page(benchmark, monkeypatch):
    monkeypatch.setattr(algorithm_scores, "BENCHMARK", benchmark)
    material: ChartData = leaderboards.leaderboard_data("melanoma_auc", 1.0, 0.0, "day1")
    found = Parsed(report_html(texts("fr"), material))
    assert found.of("html") == [{"lang": "fr"}]
    assert "AUC du mélanome" in found.words
    assert "Courbes ROC du mélanome, jour 1" in found.words
