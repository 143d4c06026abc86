"""Definitions of challenges: those that are shipped, and what is said about a wrong one."""

from __future__ import annotations

import re
from datetime import UTC, timedelta

import pytest

from model.challenge.definition import FIRST, FOLDER, Definition, read_definition, slugs
from model.challenge.mistakes import line_of
from model.challenge_errors import ChallengeMistake, ChallengeUnknown
from model.error_words import error_sentence
from model.evaluation.sets import DAYS
from model.evaluation.tables import CLASSES, read_table
from model.text import LANGUAGES, texts

DRAWN = [slug for slug in slugs() if read_definition(slug).pictures]


@pytest.fixture
def written(tmp_path):
    """Write a changed copy of a shipped definition and read it."""

    def read(*changes: tuple[str, str], slug: str = FIRST) -> Definition:
        text = (FOLDER / f"{slug}.toml").read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / f"{slug}.toml").write_text(text, encoding="utf-8")
        return read_definition(slug, tmp_path)

    return read


@pytest.mark.parametrize("slug", slugs())
def test_a_shipped_challenge_has_its_truth_and_words_for_every_class_in_both_languages(slug):
    definition = read_definition(slug)
    for day in DAYS:
        truth = read_table(definition.folder / "truth" / f"{day}.csv", definition.terms.classes)
        assert set(truth.columns()) == set(range(len(definition.classes)))
    for language in LANGUAGES:
        t = definition.speaks(language)
        assert all(t(f"diagnoses.{name}.{part}") for name in definition.terms.classes for part in ("name", "short"))


def test_the_first_asks_for_the_seven_diagnoses_and_another_for_its_own():
    assert slugs()[0] == FIRST
    assert read_definition(FIRST).terms.classes == CLASSES
    assert DRAWN
    assert all(read_definition(slug).terms.classes != CLASSES for slug in DRAWN)


@pytest.mark.parametrize("slug", DRAWN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_challenge_replace_sentences_that_exist_with_the_same_placeholders(slug, language):
    definition = read_definition(slug)
    for key, said in definition.texts.get(language, {}).items():
        known = texts(language).entries.get(key, said if key.startswith("algorithms.") else None)
        assert known is not None, key
        assert set(re.findall(r"\{\w+\}", said)) <= set(re.findall(r"\{\w+\}", known)), key


def test_a_phase_is_open_from_its_first_instant_until_its_last():
    phase = read_definition(FIRST).phases[0]
    assert phase.stage(phase.opens - timedelta(microseconds=1)) == "before"
    assert phase.stage(phase.opens) == "open"
    assert phase.stage(phase.closes - timedelta(microseconds=1)) == "open"
    assert phase.stage(phase.closes.astimezone(UTC)) == "closed"


@pytest.mark.parametrize(
    ("old", "new", "line_with", "key", "reason"),
    [
        ('positive = "MEL"', 'positive = "XYZ"', None, "–", "positive_is_no_class"),
        ('metric = "balanced_accuracy"\n', "", None, "metric", "missing"),
        ("per_day = 5", "per_day = 0", "per_day", "limits.per_day", "wrong"),
        ("per_day = 5", "per_week = 5", "per_week", "limits.per_week", "unknown"),
        ("09:00:00+01:00", "09:00:00", "opens", "phases.0.opens", "no_time_zone"),
        ("2027-03-31T18", "2016-03-31T18", None, "phases.0", "closes_before_it_opens"),
        ('set = "day2"', 'set = "day1"', None, "phases", "named_twice"),
        ('slug = "NV"', 'slug = "MEL"', None, "classes", "named_twice"),
        ('metric = "balanced_accuracy"', 'metric = "beauty"', "metric", "metric", "wrong"),
        ("[title]", "[title", "[title", "–", "toml"),
    ],
)
def test_a_mistake_is_one_sentence_with_line_and_key(written, tmp_path, old, new, line_with, key, reason):
    with pytest.raises(ChallengeMistake) as raised:
        written((old, new))
    error = raised.value
    assert (error.data["key"], error.data["reason"]) == (key, reason)
    lines = (tmp_path / f"{FIRST}.toml").read_text(encoding="utf-8").splitlines()
    if line_with is not None:
        assert line_with in lines[int(error.data["line"]) - 1]
    for language in LANGUAGES:
        said = error_sentence(texts(language), error)
        assert str(error.data["line"]) in said
        assert f"{FIRST}.toml" in said


def test_a_file_that_is_no_text_is_refused_with_its_line(tmp_path):
    (tmp_path / "odd.toml").write_bytes(b"a = 1\nb = '\xff'\n")
    with pytest.raises(ChallengeMistake) as raised:
        read_definition("odd", tmp_path)
    assert (raised.value.data["line"], raised.value.data["reason"]) == (2, "toml")


def test_an_unknown_challenge_is_refused_with_the_known_ones():
    with pytest.raises(ChallengeUnknown) as raised:
        read_definition("../secrets")
    assert raised.value.data["known"] == ", ".join(slugs())


def test_the_line_of_a_place_is_that_of_the_nearest_key_above():
    text = "a = 1\n[b]\nc.d = 2\n[[e]]\nf = 3\n[[e]]\nf = 4\n"
    assert [line_of(text, place) for place in (("a",), ("b", "c", "d"), ("b", "x"), ("e", 1, "f"), ("e", 0, "g"))] == [
        1, 3, 2, 7, 4,
    ]  # fmt: skip


def test_entries_are_named_in_the_words_of_a_challenge():
    t = read_definition(FIRST).speaks("fr", {"team-1": "Les Six"})
    assert t("algorithms.team-1.name") == "Les Six"
    assert t("diagnoses.MEL.name") == "mélanome"
