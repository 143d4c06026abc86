"""The report as PDF: with a real Chromium, with none, and with some that fail."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from model.errors import ChromiumMissing, ReportNotPrinted
from model.report import pdf
from model.report.page import html_of
from model.settings import settings


@pytest.fixture
def browser(monkeypatch, tmp_path):
    """Names a program in place of Chromium: a shell script, or nothing."""

    def name(script: str | None) -> Path:
        program = tmp_path / "chromium-of-the-test"
        if script is not None:
            program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            program.chmod(0o755)
        monkeypatch.setenv("TEN_OPINIONS_CHROMIUM", str(program))
        settings.cache_clear()
        return program

    yield name
    settings.cache_clear()


def test_a_named_browser_comes_before_those_that_are_installed(browser):
    program = browser("true")
    assert pdf.chromium() == str(program)


def test_a_named_browser_that_is_not_there_is_missing(browser):
    browser(None)
    assert pdf.chromium() is None
    with pytest.raises(ChromiumMissing) as caught:
        pdf.pdf_of("<p>")
    assert "chromium" in caught.value.data["names"]


def test_the_first_installed_one_prints(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: f"/somewhere/{name}" if name == "google-chrome" else None)
    assert pdf.chromium() == "/somewhere/google-chrome"


@pytest.mark.parametrize(
    "script",
    [
        "exit 1",
        "exit 0",
        'for word; do case $word in --print-to-pdf=*) echo "%PDF-1.4 /Type /Page" > "${word#*=}";; esac; done',
    ],
)
def test_a_browser_that_prints_nothing_or_a_single_page_is_not_believed(browser, script):
    browser(script)
    with pytest.raises(ReportNotPrinted) as caught:
        pdf.pdf_of("<p>")
    assert caught.value.data == {"program": "chromium-of-the-test"}


def test_a_browser_that_does_not_come_back_is_stopped(browser):
    browser("exec tail -f /dev/null")
    with pytest.raises(ReportNotPrinted):
        pdf.pdf_of("<p>", limit=0.3)


@pytest.mark.parametrize(("user", "expected"), [(0, True), (1000, False)])
def test_the_sandbox_is_given_up_for_root_alone_and_the_profile_is_of_this_run(
    browser, monkeypatch, tmp_path, user, expected
):
    browser(f'printf "%s\\n" "$@" > {tmp_path}/words')
    monkeypatch.setattr(os, "geteuid", lambda: user)
    with pytest.raises(ReportNotPrinted):
        pdf.pdf_of("<p>")
    words = (tmp_path / "words").read_text(encoding="utf-8").splitlines()
    assert ("--no-sandbox" in words) == expected
    profile = next(word for word in words if word.startswith("--user-data-dir="))
    assert not Path(profile.partition("=")[2]).exists()
    assert words[-1].startswith("file://")


def test_chromium_prints_the_report_on_several_pages_with_its_headings_in_the_outline(contents):
    if pdf.chromium() is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    found = contents["fr"]
    shown = ("summary", "results")
    few = {"forest", "roc", "confusion"}
    sections = tuple(
        replace(
            section,
            blocks=tuple(block for block in section.blocks if block.kind != "picture" or block.chart.name in few),
        )
        for section in found.sections
        if section.name in shown
    )
    data = pdf.pdf_of(html_of(replace(found, sections=sections)))
    assert data.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) >= 3
    assert all(in_pdf(section.title) in data for section in sections)
    findings = [block.chart.alt for block in sections[1].blocks if block.kind == "picture"]
    assert len(findings) == len(few)
    assert all(in_pdf(words[:12])[:-1] in data for words in findings), "a chart in the PDF has its alt text"


def in_pdf(words: str) -> bytes:
    """As Chromium writes a text that is not plain English."""
    return b"<FEFF" + words.encode("utf-16-be").hex().upper().encode("ascii") + b">"
