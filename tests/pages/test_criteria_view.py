"""The criteria under a photo, the evidence of a probe, and a reader's own list that comes before them."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from model.lesion.seven_points import POINTS
from model.reading.findings import Findings
from model.samples.record import read_records
from model.text import LANGUAGES, texts
from model.trust.criteria import OF_SLUG, CriterionFinding, Word
from model.trust.criteria_cases import EXAMPLES, alike
from model.trust.criteria_words import criteria_line, point_name
from pages.components.examine import criteria_view
from tests.photos import lesion

FEATURES = {
    "pigment_network": "network",
    "streaks": "streaks",
    "globules": "globules",
    "blue_white_veil": "blue_white_veil",
    "vascular_structures": "vessels",
    "regression_structures": "regression",
}
SAID = {
    "pigment_network": Word.SEEN,
    "streaks": Word.NOT_SEEN,
    "globules": Word.UNSURE,
    "blue_white_veil": Word.NOT_SEEN,
}


def findings(said=SAID) -> Findings:
    cells = np.zeros((7, 7), np.float32)
    cells[2, 4] = 3
    found = tuple(CriterionFinding(OF_SLUG[slug], 0.5, word, cells, 0.0, 3.0) for slug, word in said.items())
    return Findings(lesion(1), criteria=found)


def script(language, said):
    import json

    from model.text import texts
    from model.trust.criteria import Word
    from pages.components.examine import criteria_view
    from tests.pages.test_criteria_view import findings

    shown = findings({slug: Word(word) for slug, word in json.loads(said).items()})
    t = texts(language)
    import streamlit as st

    st.html(criteria_view.line(t, shown) or "<p></p>")
    criteria_view.show_criteria(t, shown)


def opened(language="en", said=SAID) -> AppTest:
    app = AppTest.from_function(script, args=(language, json.dumps(said)), default_timeout=60).run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return " ".join(str(element.proto.body) for element in app.get("html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_names_what_is_seen_and_what_is_not(language):
    t, shown = texts(language), findings()
    assert criteria_line(t, shown.criteria) in criteria_view.line(t, shown).replace("&#x27;", "'")
    assert html(opened(language)).count(t("criteria.streaks.what")) == 1


def test_a_photo_without_criteria_has_no_line_and_the_fold_says_why():
    assert criteria_view.line(texts("en"), Findings(lesion(1))) == ""
    assert texts("en")("criteria_view.unknown") in html(opened(said={}))


def test_a_chosen_criterion_shows_its_evidence_and_says_what_it_is_not():
    app = opened()
    app.button_group(key="criterion").set_value("streaks").run()
    shown = html(app)
    assert 'src="data:image/jpeg' in shown
    assert "Nobody has checked that the structure lies there" in shown
    assert "no more on the lesion than an even map" in shown


def test_a_chosen_criterion_has_a_drawn_example_its_reliability_and_its_odds_as_an_association():
    app = opened()
    app.button_group(key="criterion").set_value("blue_white_veil").run()
    shown = html(app)
    assert shown.count('src="data:image/jpeg') == 2
    assert "Drawn example of blue-white veil" in shown
    assert re.search(r"AUC of the probe: all photos 0\.\d\d \(0\.\d\d to 0\.\d\d\); naevi alone", shown)
    assert re.search(r"Odds ratio of melanoma with it, by the labels: \d+\.\d \(", shown)
    assert "an association, not a cause" in shown
    assert "training photos have this pattern" in shown


def test_every_drawn_example_shows_its_structure():
    features = {record.file: record.features for record in read_records()}
    for slug, file in criteria_view.EXAMPLES.items():
        wanted = FEATURES[slug]
        assert wanted in str(features[file]), slug


def test_where_all_are_unsure_the_line_is_one_sentence():
    unsure = findings(dict.fromkeys(SAID, Word.UNSURE))
    assert texts("en")("criteria_view.all_unsure") in criteria_view.line(texts("en"), unsure)
    assert "training photos have this pattern" not in html(opened(said=dict.fromkeys(SAID, Word.UNSURE)))


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("language", LANGUAGES)
def test_photos_with_the_same_pattern_are_listed_on_demand_with_links_to_the_archive(language):
    app, t, same = opened(language), texts(language), alike(findings().criteria)
    assert "api.isic-archive.com" not in html(app)
    app.toggle(key="alike-cases").set_value(True).run()
    shown = html(app)
    assert same.photos > EXAMPLES
    for case in same.examples:
        assert f'href="https://api.isic-archive.com/images/{case.image}/"' in shown
    assert shown.count("api.isic-archive.com") == EXAMPLES
    assert t("criteria_view.alike_order", shown=EXAMPLES, count=same.photos) in shown
    assert t("cases.not_shipped") in shown
    assert "<img" not in shown


def test_photos_with_the_same_pattern_have_their_pictures_where_the_image_folder_is(data):
    data([case.image for case in alike(findings().criteria).examples])
    app = opened()
    app.toggle(key="alike-cases").set_value(True).run()
    assert html(app).count("<img") == EXAMPLES
    assert texts("en")("cases.not_shipped") not in html(app)


def test_a_pattern_without_another_photo_or_of_unsure_words_alone_has_no_list():
    for said in (dict.fromkeys(SAID, Word.SEEN), dict.fromkeys(SAID, Word.UNSURE)):
        assert not [one for one in opened(said=said).toggle if one.key == "alike-cases"]


def test_no_evidence_leaves_the_map_blank_and_says_so():
    t, shown = texts("fr"), findings()
    blank = CriterionFinding(OF_SLUG["streaks"], 0.1, Word.NOT_SEEN, np.full((7, 7), -1, np.float32), 0.0, 3.0)
    assert t("criteria_view.blank", name=t("criteria.streaks.name"))[:30] in criteria_view.evidence_html(
        t, shown, blank
    )


def test_the_own_list_comes_first_hides_the_criteria_and_is_compared_with_them():
    app, t = opened(), texts("en")
    app.toggle(key="own-list-switch").set_value(True).run()
    shown = html(app)
    assert t("own_list.line_hidden") in shown
    assert t("criteria.streaks.what") not in shown
    app.checkbox(key="tick-atypical_pigment_network").check()
    app.checkbox(key="tick-irregular_streaks").check()
    next(one for one in app.button if one.label == t("own_list.done")).click().run()
    shown = html(app)
    assert "Your list: 3 points" in shown
    assert t("jury.suspicious").lower() in shown
    assert "2 of 3 clear answers" in shown  # network and veil alike; streaks ticked and not seen
    assert t("criteria.streaks.what") in shown
    app.button(key="own-list-again").click().run()
    assert t("criteria.streaks.what") not in html(app)
    app.toggle(key="own-list-switch").set_value(False).run()
    assert t("criteria.streaks.what") in html(app)


def test_every_point_of_the_list_has_a_name():
    for language in LANGUAGES:
        assert len({point_name(texts(language), slug) for slug in POINTS}) == len(POINTS)
