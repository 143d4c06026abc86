"""The jury page without a browser: who answers, who does not and why, and what is not computed twice."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from model.algorithms import catalogue
from model.algorithms.contract import Examination, Explanation
from model.algorithms.jury import agreement
from model.algorithms.words import dissent
from model.errors import AlgorithmFailed
from model.lesion.diagnosis import Diagnosis
from model.reading.findings import Answer, Findings
from model.reading.runner import Timed
from model.text import texts
from pages.components.jury.cards import combined_html, details_html, tile_html
from pages.components.jury.summary import summary_html
from tests import stand_ins
from tests.algorithms.test_jury import opinion
from tests.pages.test_pages import html, opened
from tests.photos import lesion

SMALL = Image.new("RGB", (24, 24), "pink")


def jury(language: str = "en", sort: str | None = None) -> AppTest:
    """The page with the first sample."""
    app = opened("pages/jury.py", language)
    if sort:
        app.session_state["kept-jury-sort"] = sort
    return app.button(key="case-sample-0").click().run()


def tiles(app: AppTest) -> dict[str, str]:
    """The HTML of each tile by the name on it."""
    return by_name(re.findall(r'<article class="juror.*?</article>', html(app), re.S))


def details(app: AppTest) -> dict[str, str]:
    """The HTML behind each tile by the name on it."""
    return by_name(re.findall(r'<div class="juror-details">.*?</div>', html(app), re.S))


def by_name(found: list[str]) -> dict[str, str]:
    return {re.search("<h3>(.*?)</h3>", each)[1]: each for each in found}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_a_photo_the_page_invites_and_names_what_is_broken(beside, language):
    app = opened("pages/jury.py", language)
    t = texts(language)
    assert not app.exception
    assert t("input.samples") in html(app)
    assert "broken_on_purpose: " + t(
        "errors.submission_broken", reason="RuntimeError: no such &lt;library&gt;"
    ) in html(app)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_algorithm_has_a_tile_and_those_without_an_answer_say_why_on_a_click(beside, language):
    app, t = jury(language), texts(language)
    assert not app.exception
    found = tiles(app)
    assert {"ResNet-18", *stand_ins.ANSWERING, stand_ins.RAISING, stand_ins.BROKEN} <= set(found)
    assert t("jury.suspicious") in found["ink"]
    assert t("jury.calm") in found["quartz"]
    behind = details(app)
    for name, reason in (
        (stand_ins.BROKEN, "no such &lt;library&gt;"),
        (stand_ins.RAISING, "the lens is on the table"),
    ):
        assert t("jury.no_answer") in found[name]
        assert "RuntimeError" not in found[name]
        assert f"RuntimeError: {reason}" in behind[name]
    assert t("errors.unexpected") not in html(app)


def test_every_tile_that_answers_ends_with_its_map_and_says_in_words_where_it_lies(beside):
    found = tiles(jury())
    for name in stand_ins.ANSWERING:
        assert re.search('alt="Photo with(out)? heat', found[name]), name
        assert "without-map" not in found[name]


def test_the_committee_answers_from_its_members_and_has_neither_a_tile_among_the_others_nor_a_vote(beside):
    app = jury()
    page = html(app)
    assert stand_ins.COMMITTEE not in tiles(app)
    start = page.index(f'<div class="committee suspicious"><h3>{stand_ins.COMMITTEE} (no vote)')
    assert texts("en").percent(0.41) in page[start : start + 400]  # the mean of 81, 34 and 7
    voters = sum(bool(re.search('class="juror (suspicious|calm)', tile)) for tile in tiles(app).values())
    assert re.search(rf"<span>\d+ of {voters} ", page)


def test_a_committee_whose_member_is_missing_names_it(beside):
    (beside / "weights" / "marble.json").unlink()
    page = html(jury())
    assert "It needs answers that are missing: marble." in page
    assert "marble.json" in page


def test_nothing_is_computed_twice_for_the_same_photo(beside, monkeypatch):
    app = jury()
    before = tiles(app)

    def refuse(*_: object) -> None:
        raise RuntimeError("asked again")

    for method in ("predict_proba", "examine"):
        monkeypatch.setattr(stand_ins.StandIn, method, refuse)
    app.session_state["kept-jury-sort"] = "verdict"
    app.run()
    assert {name: tiles(app)[name] for name in stand_ins.ANSWERING} == {
        name: before[name] for name in stand_ins.ANSWERING
    }


def test_by_verdict_the_most_probable_melanoma_comes_first_and_what_is_broken_last(beside):
    order = list(tiles(jury(sort="verdict")))
    answering = [name for name in order if name in stand_ins.ANSWERING]
    assert answering == ["marble", "ink", "quartz"]
    assert order.index("quartz") < order.index(stand_ins.BROKEN)


def test_by_record_the_scored_come_before_those_that_are_not(beside):
    order = list(tiles(jury(sort="record")))
    assert order.index("ResNet-18") < order.index("ink")


def test_the_photo_of_the_examine_page_is_the_photo_of_the_jury(beside):
    app = opened("pages/examine.py", "en")
    app.button(key="case-sample-0").click().run()
    app.switch_page("pages/jury.py").run()
    assert "ResNet-18" in tiles(app)
    assert "look like: melanoma" in html(app)


def test_another_algorithm_answers_on_the_examine_page_and_stays_chosen(beside):
    app = opened("pages/examine.py", "en")
    app.button(key="case-sample-0").click().run()
    assert app.selectbox(key="algorithm-choice").value == "resnet18"
    app.selectbox(key="algorithm-choice").select("quartz").run()
    assert not app.exception
    assert "7.0%" in html(app)
    assert stand_ins.BROKEN not in app.selectbox(key="algorithm-choice").options
    assert app.query_params["algorithm"] == "quartz"
    app.switch_page("pages/about.py").run()
    app.switch_page("pages/examine.py").run()
    assert app.selectbox(key="algorithm-choice").value == "quartz"


def test_an_address_with_an_algorithm_that_cannot_answer_falls_back_on_the_default(beside):
    app = opened(None, "en")
    app.query_params["algorithm"] = stand_ins.BROKEN
    app.switch_page("pages/examine.py").run()
    app.button(key="case-sample-0").click().run()
    assert app.selectbox(key="algorithm-choice").value == "resnet18"


def test_an_answer_that_is_no_distribution_is_a_failure_with_its_reason(beside, monkeypatch):
    broken = stand_ins.StandIn.predict_proba
    monkeypatch.setattr(stand_ins.StandIn, "predict_proba", lambda self, images: broken(self, images)[:, :5])
    app = jury()
    assert not app.exception
    assert "7 probabilities" in details(app)["ink"]


def answer(slug, melanoma=None, reason="", share=None):
    failure = AlgorithmFailed(slug=slug, reason=reason) if reason else None
    timed = None if melanoma is None else Timed(opinion(slug, melanoma).prediction, 0.25)
    return Answer(slug, None, stand_ins.sheet(slug), timed, failure, share=share)


def found_of(*answers):
    return Findings(lesion(1), answers=answers)


def tile_of(found):
    return tile_html(texts("en"), SMALL, found, found_of(found))


def said(words):
    """Return the text of a summary, without the hidden longest texts that reserve its space."""
    return " ".join(re.findall(r"<span>(.*?)</span>", words))


@pytest.mark.parametrize(("language", "words"), [("en", "3 suspicious, 9 to come"), ("fr", "3 suspectes, 9 à venir")])
def test_while_answers_arrive_the_heading_counts_what_is_there_and_what_is_to_come(language, words):
    arrived, to_come = [answer(slug, 0.9) for slug in "abc"], [answer(slug) for slug in "defghijkl"]
    summary = summary_html(texts(language), found_of(*arrived, *to_come))
    assert said(summary) == words + " "
    assert "3 of 3" not in summary
    assert 'role="status"' not in summary
    assert summary.count('class="pending"') == 9


def test_nobody_stands_apart_before_the_last_answer():
    arrived = [answer("a", 0.9), answer("b", 0.8), answer("c", 0.1)]
    assert "apart" in tile_html(texts("en"), SMALL, arrived[2], found_of(*arrived))
    assert "apart" not in tile_html(texts("en"), SMALL, arrived[1], found_of(*arrived))
    assert "apart" not in tile_html(texts("en"), SMALL, arrived[2], found_of(*arrived, answer("d")))


def test_the_summary_counts_those_without_an_answer_and_is_read_aloud_once_it_is_final():
    words = summary_html(texts("en"), found_of(answer("a", 0.9), answer("c", reason="no weights")))
    assert "1 gives no answer." in said(words)
    assert 'role="status"' in words


def mapped(slug, peak, target=Diagnosis.MEL):
    given, heat = answer(slug, 0.1), np.ones((224, 224), np.float32)
    found = Examination(given.prediction.value, Explanation(target, heat, peak, 1))
    return replace(given, examination=Timed(found, 0.1))


def test_the_summary_says_that_most_maps_of_melanoma_are_weak_once_all_are_there():
    t = texts("en")
    weak, strong, leading = mapped("a", 0.3), mapped("b", 1.0), mapped("c", 0.3, Diagnosis.NV)
    words = t("jury.maps_weak", weak=2, maps=3, switch=t("maps.leading"))
    assert words in said(summary_html(t, found_of(weak, weak, strong)))
    for found in ((weak, strong), (weak, weak, answer("d", 0.1)), (leading, leading)):
        assert t("maps.leading") not in said(summary_html(t, found_of(*found)))


def test_the_place_in_the_queue_stands_where_the_dissenters_will():
    assert "2 visitors before you." in said(summary_html(texts("en"), found_of(answer("a")), "2 visitors before you."))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_room_that_is_kept_is_that_of_the_longest_text_that_may_come(language):
    t, answers = texts(language), [answer(slug, 0.9) for slug in sorted(catalogue.slugs())]
    kept = re.findall('data-longest="(.*?)"', summary_html(t, found_of(*answers)))
    most = (len(answers) - 1) // 2
    for start in range(len(answers) - most + 1):
        calm = {each.slug for each in answers[start : start + most]}
        arrived = [answer(each.slug, 0.1 if each.slug in calm else 0.9) for each in answers]
        heading, words = re.findall(r"<span>(.*?)</span>", summary_html(t, found_of(*arrived)))
        assert len(heading) <= len(kept[0])
        assert len(words) <= len(kept[1])


@pytest.mark.parametrize(
    ("melanomas", "words"),
    [
        ((0.9, 0.8, 0.1), "Not suspicious for c."),
        ((0.9, 0.1, 0.2), "Suspicious for a only."),
        ((0.9, 0.8, 0.7, 0.8, 0.1, 0.2), "Not suspicious for e and f."),
        ((0.9, 0.1), "The jury is split evenly."),
        ((0.9, 0.8), ""),
        ((0.1, 0.2), "That is no all-clear."),
        ((0.1,), ""),
    ],
)
def test_dissent_is_said_in_words(melanomas, words):
    opinions = [opinion(slug, value) for slug, value in zip("abcdef", melanomas, strict=False)]
    assert dissent(texts("en"), agreement(opinions)) == words


def test_a_tile_and_its_details_escape_whatever_a_submission_says():
    found = answer("<b>", reason="<script>")
    words = tile_of(found) + details_html(texts("en"), found, found_of(found))
    assert "<script>" not in words
    assert "<b>" not in words


def test_a_slow_map_shows_how_far_it_is():
    words = tile_of(answer("a", 0.5, share=0.4))
    assert texts("en")("jury.occlusion", share=texts("en").percent(0.4)) in words
    assert "--share: 40%" in words


def test_a_committee_without_an_answer_says_why_on_a_click():
    found = answer("a", reason="no members")
    assert "No answer" in combined_html(texts("en"), found, found_of(found))
    assert "no members" in details_html(texts("en"), found, found_of(found))


def test_a_tie_with_the_threshold_is_said_in_words():
    assert "melanoma at 30%, just below its threshold" in tile_of(answer("a", 0.2998))
    assert "melanoma at 30%, just above its threshold" in tile_of(answer("a", 0.3002))
