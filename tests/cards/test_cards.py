"""Model cards: each figure is that of its table, each has its place, both forms and both languages say the same."""

from __future__ import annotations

import re

import numpy as np
import pytest
from sklearn.metrics import recall_score, roc_auc_score

from model.algorithms import catalogue
from model.algorithms.weights import read_sheet
from model.cards import algorithm
from model.cards.algorithm import compared, flat
from model.cards.card import ANSWERS, Figure
from model.cards.system import SPEAKERS, card_of
from model.cards.written import document, markdown
from model.evaluation.operating_point import BENCHMARK, at_the_point
from model.evaluation.sets import SETS
from model.evaluation.tables import read_table
from model.lesion.diagnosis import Diagnosis
from model.lesion.practice import default_practice, in_practice
from model.settings import settings
from model.text import LANGUAGES, texts
from model.trust.characteristic import read
from model.trust.criteria_figures import limits_words
from tests.pages.conftest import beside  # noqa: F401

ENGLISH = texts("en")
SUBJECTS = (*catalogue.slugs(), "system")
OF_ONE = tuple(name for name in ANSWERS if name != "gate")
OF_ALL = tuple(name for name in ANSWERS if name != "recipe")


def figures(card) -> dict[tuple[str, str, str], Figure]:
    return {(part.name, one.name, one.of): one for part in card.parts for one in part.figures}


class Cards(dict):
    """Cards by subject, each written once and only where a test reads it."""

    def __missing__(self, subject):
        self[subject] = card_of(subject, ENGLISH)
        return self[subject]


@pytest.fixture(scope="module")
def cards():
    return Cards()


def test_every_algorithm_and_the_system_have_every_part_in_order(cards):
    for subject in SUBJECTS:
        card = cards[subject]
        assert tuple(part.name for part in card.parts) == (OF_ALL if subject == "system" else OF_ONE)
        assert card.notice == ENGLISH("app.notice")
        assert all(part.sentences or part.facts for part in card.parts)


def test_no_figure_is_missing_from_any_card_of_an_algorithm(cards):
    wanted = set(figures(cards["resnet18"]))
    assert len(wanted) > 100
    assert all(set(figures(cards[slug])) == wanted for slug in catalogue.slugs())


@pytest.mark.parametrize("slug", ["resnet18", "committee", "hog_svm"])
@pytest.mark.parametrize("name", SETS)
def test_scores_are_those_of_the_tables(cards, slug, name):
    truth = read_table(BENCHMARK / "truth" / f"{name}.csv")
    rows = read_table(BENCHMARK / name / f"{slug}.csv").in_order_of(truth.images).values
    columns, found = truth.columns(), figures(cards[slug])
    stated = in_practice(rows, default_practice().frequencies)[:, Diagnosis.MEL.column]
    area = found["performance", "melanoma_auc", name]
    assert area.value == pytest.approx(roc_auc_score(columns == Diagnosis.MEL.column, stated))
    assert area.low < area.value < area.high
    assert area.photos == len(columns)
    balanced = found["performance", "balanced_accuracy", name]
    assert balanced.value == pytest.approx(
        recall_score(columns, rows.argmax(1), labels=np.unique(columns), average="macro")
    )
    point = at_the_point(name, slug, read_sheet(settings().weights, slug).operating_point.in_its_practice)
    assert found["point", "sensitivity", name].value == point.sensitivity.value
    assert found["point", "specificity", name].photos == point.others


@pytest.mark.parametrize("slug", catalogue.slugs())
def test_every_committed_figure_of_a_check_stands_in_the_card_of_its_algorithm(cards, slug):
    found, seen = figures(cards[slug]), 0
    places = {"sets": "sets", "focus": "maps", "faithfulness": "maps", "stress": "stress"}
    for check, part in places.items():
        for row in read(check):
            who, _, of = row.of.partition(" ")
            if who != slug:
                continue
            measure, percent = row.measure, ""
            if check == "sets":
                measure, _, percent = row.measure.rpartition("_")
            one = found[part, measure, f"{of} {percent}".strip()]
            assert (one.value, one.low, one.high, one.photos) == (row.value, row.low, row.high, row.n)
            seen += 1
    assert seen >= 18


def test_the_system_shows_gate_outline_and_those_who_speak_for_it(cards):
    found = figures(cards["system"])
    for row in (*read("gate"), *read("focus")):
        if ("gate", row.measure, row.of) in found:
            assert found["gate", row.measure, row.of].value == row.value
    assert found["gate", "dice", "ham10000"].photos == 250
    for slug in SPEAKERS:
        own = figures(cards[slug])["performance", "melanoma_auc", "day2"]
        assert found["performance", "melanoma_auc", f"{slug} day2"].text == own.text
    hashes = {fact.name: fact.value for fact in cards["system"].part("versions").facts}
    assert all(hashes[slug] == read_sheet(settings().weights, slug).sha256 for slug in catalogue.slugs())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", ["resnet18", "committee", "system"])
def test_markdown_and_json_say_the_same_in_both_languages(subject, language):
    t = texts(language)
    card = card_of(subject, t)
    words, found = markdown(card, t), document(card)
    assert words.startswith(f"# {found['title']}\n")
    for part in found["parts"].values():
        assert f"\n## {part['title']}\n" in words
        assert all(sentence in words for sentence in part["sentences"])
        assert all(f"- **{fact['label']}**: {fact['value']}" in words for fact in part["facts"].values())
        for one in part["figures"]:
            photos = "\N{EN DASH}" if one["photos"] is None else t.number(one["photos"])
            assert f"| {one['label']} | {one['on']} | {photos} | {one['text']} |" in words
            assert (one["value"] is None) == (one["text"] in (t("cards.not_measured"), t("cards.not_defined")))
    assert "{" not in words
    assert not re.search(r"\bnan\b", words)


def test_both_languages_have_the_same_figures_with_the_same_values():
    french, english = (figures(card_of("resnet18", texts(language))) for language in LANGUAGES)
    assert french.keys() == english.keys()
    assert all(french[key].value == english[key].value for key in french)


def test_a_card_says_how_it_was_trained_and_with_which_weights(cards):
    sheet = read_sheet(settings().weights, "resnet18")
    recipe = {fact.name: fact.value for fact in cards["resnet18"].part("recipe").facts}
    assert recipe == dict(flat(sheet.recipe))
    facts = {fact.name: fact.value for fact in cards["resnet18"].part("versions").facts}
    assert facts["weights_sha256"] == sheet.sha256
    assert {f"{what}_{name}" for what in ("date", "weights", "code", "photos") for name in SETS} <= set(facts)


def test_an_option_of_it_counts_once_whether_the_study_or_the_option_names_it(tmp_path, monkeypatch):
    table = tmp_path / "choices.csv"
    lines = ["study,option,archive", "looks of eye,one look,ham10000", "looks of eye,one look,isic_archive"]
    lines += ['exponent of the frequencies,"0, eye",ham10000', "looks of other_eye,one look,ham10000"]
    table.write_text("\n".join([*lines, "voices of the committee,equal,ham10000"]))
    monkeypatch.setattr(algorithm, "CHOICES", table)
    assert compared("eye") == 2
    assert compared("nobody") == 0


def test_what_is_undefined_is_told_from_what_nobody_measured(cards):
    found = figures(cards["resnet18"])
    nobody = found["performance", "recognised", "elsewhere DF"]
    assert (nobody.photos, nobody.value, nobody.text) == (0, None, ENGLISH("cards.not_defined"))
    assert figures(cards["committee"])["maps", "map_passes", "day2"].text == ENGLISH("cards.not_measured")


def test_an_algorithm_without_tables_has_a_card_that_says_so(beside):  # noqa: F811
    card = card_of("ink", ENGLISH)
    found = figures(card)
    assert set(found) == set(figures(card_of("resnet18", ENGLISH)))
    scored = [one for (part, _, _), one in found.items() if part in ("performance", "sets", "subgroups", "maps")]
    assert {one.text for one in scored} == {ENGLISH("cards.not_measured")}
    assert found["point", "sensitivity", "inner_fold"].value is not None
    (beside / "weights" / "ink.json").unlink()
    bare = card_of("ink", ENGLISH)
    assert set(figures(bare)) == set(found)
    points = [one for (part, _, _), one in figures(bare).items() if part == "point"]
    assert {(one.value, one.photos) for one in points} == {(None, None)}
    assert bare.part("recipe").sentences == (ENGLISH("cards.no_recipe"),)
    assert markdown(bare, ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_card_of_the_system_has_the_limits_of_the_criteria(language):
    t = texts(language)
    of_system, of_one = (
        {fact.name: fact.value for fact in card_of(subject, t).part("limits").facts}
        for subject in ("system", "resnet18")
    )
    assert limits_words(t) in of_system["criteria"]
    assert t("criteria.agreement", name=t("criteria.streaks.name"), kappa=t.number(0.46, 2)) in of_system["criteria"]
    assert "criteria" not in of_one
