"""The page of one algorithm without a browser: read from class, sheet and tables, and honest where one is missing."""

from __future__ import annotations

import json
import re
import shutil
from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from model.algorithms.jury import jurors
from model.algorithms.weights import read_sheet
from model.cards.system import card_of
from model.cards.written import document
from model.evaluation.hard_photos import KINDS, RIGHT_ALONE, hard_photos
from model.evaluation.intervals import Score, wilson
from model.evaluation.paired import Difference
from model.evaluation.track_record import Recognised, track_record
from model.evaluation.transfer import Fall, melanoma_fall
from model.lesion.diagnosis import Diagnosis
from model.settings import ASSETS, ROOT
from model.text import texts
from pages.components.algorithm.algorithm_view import best_and_worst_words, elsewhere_words, linked, recognised_table
from pages.components.algorithm.card_view import written
from pages.components.algorithm.hard_photos_view import SHOWN
from pages.components.cache import algorithm_scores, leaderboards
from tests import stand_ins
from tests.pages.test_pages import html


def shown(slug: str | None, language: str = "en") -> AppTest:
    """The page as its address opens it."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.query_params["lang"] = language
    app.run()
    if slug:
        app.query_params["algorithm"] = slug
    return app.switch_page("pages/algorithm.py").run()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_card_shows_what_class_sheet_and_tables_say(language):
    t, page = texts(language), html(shown("resnet18", language))
    sheet = read_sheet(ASSETS / "weights", "resnet18")
    melanoma = track_record("day2", "resnet18").recognised[Diagnosis.MEL.column]
    assert f"<h1>{t('algorithms.resnet18.name')}</h1>" in page
    assert t("about.megabytes", value=sheet.size / 1e6) in page
    assert sheet.version in page
    assert t.percent(sheet.operating_point.threshold) in page
    assert t("algorithm.counts", hits=melanoma.hits, photos=melanoma.photos) in page
    assert t.percent(melanoma.sensitivity.value) in page
    assert 'href="https://doi.org/10.1109/CVPR.2016.90"' in page
    assert 'href="https://arxiv.org/abs/2007.07314"' in page
    assert t("errors.unexpected") not in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_card_shows_every_set_and_says_what_is_known_of_photos_from_elsewhere(language):
    t, page = texts(language), html(shown("resnet18", language))
    assert page.count(t("about.elsewhere")) >= 3  # scores, what is recognised, calibration
    assert elsewhere_words(t, melanoma_fall("resnet18")) in page
    chance = t("about.some_diagnoses", set=t("about.elsewhere"), number=3, names="", chance=t.percent(1 / 3))
    assert chance.partition("(")[0] in page
    melanoma = track_record("elsewhere", "resnet18").recognised[Diagnosis.MEL.column]
    assert melanoma.photos == 117
    assert t("algorithm.counts", hits=melanoma.hits, photos=117) in page


def test_without_a_slug_the_default_is_shown():
    assert "<h1>ResNet-18</h1>" in html(shown(None))


def test_an_unknown_slug_gets_a_sentence_and_the_list_of_all():
    page = html(shown("nobody"))
    assert "There is no working algorithm named nobody" in page
    assert "All submissions" in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_broken_submission_says_so_on_its_page_and_in_the_list(beside, language):
    words = texts(language)("errors.submission_broken", reason="RuntimeError: no such &lt;library&gt;")
    own, other = html(shown(stand_ins.BROKEN, language)), html(shown("resnet18", language))
    assert own.count(words) == 2
    assert other.count(words) == 1


def test_an_algorithm_without_tables_or_texts_says_not_scored_yet_and_goes_by_its_file_name(beside):
    app = shown("ink")
    page = html(app)
    assert not app.exception
    assert "<h1>ink</h1>" in page
    assert page.count("Not scored yet.") == 3  # scores, calibration, time
    assert 'href="https://doi.org/10.1000/182"' in page


def test_an_algorithm_without_weights_shows_its_card_and_what_is_missing(beside):
    (beside / "weights" / "ink.json").unlink()
    page = html(shown("ink"))
    assert "ink.json is missing" in page
    assert "224 × 224 px" in page


def test_the_choice_changes_the_address_and_the_address_the_choice(beside):
    app = shown("resnet18")
    app.selectbox(key="algorithm-slug").select("marble").run()
    assert app.query_params["algorithm"] == "marble"
    assert "<h1>marble</h1>" in html(app)


def test_scores_of_other_weights_are_marked(beside, monkeypatch):
    shutil.copytree(ASSETS / "benchmark", beside / "benchmark")
    path = beside / "benchmark" / "day2" / "resnet18.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "weights_sha256": "of another file"}))
    warning = "Measured with other weights"
    assert warning not in html(shown("resnet18"))
    monkeypatch.setattr(algorithm_scores, "BENCHMARK", beside / "benchmark")
    assert warning in html(shown("resnet18"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_best_and_the_worst_diagnosis_are_named_with_their_counts(language):
    t = texts(language)
    found = (Recognised(Diagnosis.NV, 10, 9), Recognised(Diagnosis.DF, 0, 0), Recognised(Diagnosis.VASC, 8, 2))
    words = best_and_worst_words(t, "day2", found)
    assert words.index(t("diagnoses.NV.name")) < words.index(t("diagnoses.VASC.name"))
    assert t("diagnoses.DF.name") not in words
    assert best_and_worst_words(t, "day2", found[1:2]) == ""


def test_the_table_shows_wilson_intervals_and_a_dash_for_a_diagnosis_without_photos():
    t = texts("en")
    words = recognised_table(t, {"day2": (Recognised(Diagnosis.NV, 10, 9), Recognised(Diagnosis.DF, 0, 0))})
    interval = wilson(9, 10)
    assert t.interval(interval.low, interval.high) in words
    assert f"left:{interval.low:.2%}" in words
    assert "<td>\N{EN DASH}</td><td></td>" in words


@pytest.mark.parametrize(
    ("citation", "address"),
    [
        ("A 2020, doi:10.1/x", "https://doi.org/10.1/x"),
        ("B 2021, arXiv:2104.05704", "https://arxiv.org/abs/2104.05704"),
        ("C 2022, a book", None),
        ("<D> 2023, doi:10.1/<y>", "https://doi.org/10.1/&lt;y&gt;"),
    ],
)
def test_a_citation_with_an_identifier_is_a_link_and_nothing_escapes(citation, address):
    words = linked(citation)
    assert re.findall('href="(.*?)"', words) == ([address] if address else [])
    assert "<D>" not in words


def test_a_loss_elsewhere_is_told_as_one_only_beyond_chance():
    t, home, away = texts("en"), Score(0.9, 0.88, 0.92), Score(0.7, 0.65, 0.75)
    lost = elsewhere_words(t, Fall("some", home, away, Difference(0.2, 0.15, 0.25, 0.0)))
    kept = elsewhere_words(t, Fall("some", home, away, Difference(0.2, -0.01, 0.41, 0.06)))
    assert "on the test photos: 0.900 (0.880 – 0.920). In other clinics: 0.700" in lost
    assert "trust it less" in lost
    assert "trust it less" not in kept
    assert "No loss beyond chance" in kept


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_part_of_the_model_card_is_one_click_away_and_can_be_kept(language):
    t, app = texts(language), shown("hog_svm", language)
    titles = [one.label for one in app.expander]
    assert titles == [part.title for part in card_of("hog_svm", t).parts]
    assert {one.proto.label for one in app.get("download_button")} == {t("cards.save_md"), t("cards.save_json")}
    kept = json.loads(written(t, leaderboards.model_card("hog_svm", language), "json"))
    assert kept == document(card_of("hog_svm", t))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_system_has_a_card_that_the_list_leads_to(language):
    t, app = texts(language), shown("system", language)
    assert not app.exception
    assert f"<h1>{t('cards.system')}</h1>" in html(app)
    assert t("cards.parts.gate") in [one.label for one in app.expander]
    assert not app.markdown  # what a page computes beside its parts would be written on it
    assert not app.code
    assert app.selectbox(key="algorithm-slug").value == "system"
    assert t("errors.unexpected") not in html(app)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_photos_that_it_alone_got_right_are_listed_with_a_link_each(language):
    t, app = texts(language), shown("efficientnet_lite0", language)
    others = tuple(one.slug for one in jurors() if not one.combines and one.slug != "efficientnet_lite0")
    found = hard_photos("efficientnet_lite0", others)
    choice = app.button_group(key="hard-photos")
    assert choice.options == [t(f"hard_photos.{kind}", count=len(found[kind])) for kind in KINDS]
    assert "ISIC_" not in html(app)
    choice.set_value(RIGHT_ALONE).run()
    page, listed = html(app), found[RIGHT_ALONE]
    assert len(listed) > SHOWN
    assert t("hard_photos.first", shown=SHOWN, count=len(listed)) in page
    assert all((f"{photo.image}</a>" in page) == (photo in listed[:SHOWN]) for photo in listed)
    first = t(f"diagnoses.{listed[0].answer}.name")
    assert escape(t("hard_photos.answer", diagnosis=first, share=t.percent(listed[0].certainty))) in page
