"""Finding submissions: file names are slugs, and a broken one stays listed with its reason."""

from __future__ import annotations

import subprocess
import sys

import pytest

from model.algorithms import catalogue, submissions
from model.errors import UnknownAlgorithm


@pytest.fixture
def broken_submission(tmp_path, monkeypatch):
    (tmp_path / "broken_on_purpose.py").write_text("raise RuntimeError('no such library')")
    monkeypatch.setattr(submissions, "__path__", [*submissions.__path__, str(tmp_path)])
    return "broken_on_purpose"


def test_each_slug_is_the_name_of_its_file_and_of_its_card():
    for slug in catalogue.slugs():
        assert catalogue.working(slug).card.slug == slug


def test_family_and_combining_are_those_of_the_card_without_importing_it():
    for slug in catalogue.slugs():
        card = catalogue.working(slug).card
        assert catalogue.kind_of(slug) == catalogue.Kind(card.family, card.combines)
    assert catalogue.combining([*catalogue.slugs(), "visitor"]) == {"committee"}


@pytest.mark.parametrize("text", ["raise RuntimeError", "def", "card = AlgorithmCard(family=kind())"])
def test_a_file_without_a_readable_card_has_no_family(text, tmp_path, monkeypatch):
    (tmp_path / "strange.py").write_text(text)
    monkeypatch.setattr(submissions, "__path__", [str(tmp_path)])
    assert catalogue.kind_of("strange") == catalogue.kind_of("nobody") == catalogue.Kind()


def test_the_default_is_one_of_them():
    assert catalogue.DEFAULT_SLUG in catalogue.slugs()


def test_a_broken_submission_stays_listed_with_its_reason(broken_submission):
    assert broken_submission in catalogue.slugs()
    found = catalogue.find(broken_submission)
    assert found == catalogue.BrokenSubmission(broken_submission, "RuntimeError: no such library")
    assert catalogue.working(catalogue.DEFAULT_SLUG).card.slug == catalogue.DEFAULT_SLUG


def test_a_broken_submission_cannot_be_loaded_and_says_which_can(broken_submission, tmp_path):
    with pytest.raises(UnknownAlgorithm) as caught:
        catalogue.load(broken_submission, tmp_path)
    assert caught.value.data["slug"] == broken_submission
    assert catalogue.DEFAULT_SLUG in str(caught.value.data["known"])


@pytest.mark.parametrize("slug", ["", "nobody", "../resnet18", "__init__", "resnet18.Algorithm"])
def test_an_unknown_name_is_refused(slug):
    with pytest.raises(UnknownAlgorithm):
        catalogue.find(slug)


def test_listing_the_submissions_does_not_import_torch():
    code = "import sys; from model.algorithms import catalogue; "
    code += "[catalogue.kind_of(s) for s in catalogue.slugs()]; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
