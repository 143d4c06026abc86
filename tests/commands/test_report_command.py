"""`report`: one file in the language and by the rule that were asked for, or a sentence that says why not."""

from __future__ import annotations

from functools import partial

import pytest

import model.leaderboard
from model.leaderboard import read_leaderboard
from model.settings import settings
from model.text import texts
from tests.report.parsed import Parsed
from tests.synthetic_benchmark import write_benchmark

QUALITY = {"committee": 4.2, "resnet18": 3.2, "visitor": 1.0}


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch):
    monkeypatch.setattr(model.leaderboard, "read_leaderboard", partial(read_leaderboard, resamples=20))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_benchmark(tmp_path_factory.mktemp("benchmark"), quality=QUALITY)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_file_holds_the_ranking_by_the_rule_in_the_language(command, folder, tmp_path, language):
    t = texts(language)
    out = tmp_path / "report.html"
    words = ("--metric", "melanoma_auc", "--weights", 1, 3, "--language", language)
    done = command("report", "--out", out, "--folder", folder, *words)
    assert (done.status, done.out) == (0, f"written: {out}\n")
    found = Parsed(out.read_text(encoding="utf-8"))
    rule = t("charts.rule", metric=t("metrics.melanoma_auc"), day1=t.percent(0.25), day2=t.percent(0.75))
    assert " ".join(rule.split()) in found.words
    assert f" 1 {t('algorithms.resnet18.name')} " in found.words
    assert " 2 visitor " in found.words


def test_a_file_that_is_there_is_replaced_and_nothing_else_is_left_behind(command, folder, tmp_path):
    out = tmp_path / "Report.HTML"
    out.write_text("older", encoding="utf-8")
    assert command("report", "--out", out, "--folder", folder).status == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["Report.HTML"]


@pytest.mark.parametrize("name", ["report", "report.txt", "report.html.gz", ".pdf"])
def test_an_ending_that_is_none_of_the_two_is_refused_before_anything_is_computed(command, tmp_path, name):
    done = command("report", "--out", tmp_path / name, "--folder", tmp_path / "nowhere")
    assert done.status == 1
    assert done.err == f"{name}: the name of a report must end in .html or .pdf. Rename it.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("--metric", "beauty"), ("--weights", "0", "0"), ("--weights", "-1", "2")])
def test_a_rule_that_makes_no_sense_is_refused(command, tmp_path, words):
    done = command("report", "--out", tmp_path / "report.html", *words)
    assert done.status == 2
    assert "expected" in done.err


def test_without_a_chromium_the_pdf_is_refused_with_the_way_out_and_before_anything_is_computed(
    command, tmp_path, monkeypatch
):
    monkeypatch.setenv("TEN_OPINIONS_CHROMIUM", str(tmp_path / "no-browser"))
    settings.cache_clear()
    done = command("report", "--out", tmp_path / "report.pdf", "--folder", tmp_path / "nowhere")
    assert done.status == 1
    assert done.err.startswith("No Chromium is installed")
    assert "HTML" in done.err


def test_a_missing_truth_is_named(command, tmp_path):
    done = command("report", "--out", tmp_path / "report.html", "--folder", tmp_path)
    assert done.status == 1
    assert done.err == "truth/day1.csv: this file does not exist. Check the path, or write the table again.\n"


def test_a_folder_that_is_not_there_is_said(command, folder, tmp_path):
    done = command("report", "--out", tmp_path / "no" / "report.html", "--folder", folder)
    assert done.status == 1
    assert done.err.endswith("report.html cannot be written. Check the folder and its permissions.\n")
