"""The sentences: both languages say the same things, and every key that the code uses exists."""

from __future__ import annotations

import ast
import datetime
import re
from functools import cache
from string import Formatter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.algorithms.contract import Explanation
from model.algorithms.drawing.overlay import locate
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.quality import QualityCode
from model.settings import ROOT
from model.text import LANGUAGES, NARROW_SPACE, Texts, language_of, texts

NO_BREAK = "\N{NO-BREAK SPACE}"
SOURCES = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "model").rglob("*.py"))]
QUALITY_DATA = {QualityCode.LOW_RESOLUTION: {"side": 100, "expected": 224}, QualityCode.OVEREXPOSED: {"percent": 40}}


def placeholders(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def is_lookup(node):
    """`t(...)`, `view.t(...)`, or `texts("en")(...)`."""
    if not isinstance(node, ast.Call) or not node.args:
        return False
    called = node.func
    if isinstance(called, ast.Call):
        return isinstance(called.func, ast.Name) and called.func.id == "texts"
    return getattr(called, "id", getattr(called, "attr", "")) == "t"


def patterns(node):
    """A key as it is written in the code, as regular expressions; a computed part stands for one step of the path."""
    if isinstance(node, ast.Constant):
        return [re.escape(node.value)]
    if isinstance(node, ast.IfExp):
        return patterns(node.body) + patterns(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return ["".join(re.escape(p.value) if isinstance(p, ast.Constant) else r"[^.]+" for p in node.values)]
    return []


@cache
def lookups():
    """Where, pattern of the key, names of the data that are given; None where they are given as a mapping."""
    found = []
    for path in SOURCES:
        for node in filter(is_lookup, ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
            names = {word.arg for word in node.keywords}
            where = f"{path.relative_to(ROOT)}:{node.lineno}"
            found += [(where, pattern, None if None in names else names) for pattern in patterns(node.args[0])]
    return found


@cache
def written_keys():
    """Every key that stands whole in the code, such as in a tuple that is looked up in a loop."""
    nodes = (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def matching(pattern):
    return [key for key in texts("en").entries if re.fullmatch(rf"{pattern}(\.(one|other))?", key)]


def test_both_languages_have_the_same_keys():
    assert set(texts("fr").entries) == set(texts("en").entries)


def test_both_languages_have_the_same_placeholders():
    french, english = texts("fr").entries, texts("en").entries
    assert not {key for key in english if placeholders(english[key]) != placeholders(french.get(key, english[key]))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_and_none_keeps_a_space_that_could_break_before_a_sign(language):
    for key, sentence in texts(language).entries.items():
        assert sentence.strip() == sentence != "", key
        assert not re.search(r" [%:;?!»]|« " if language == "fr" else r"\s%", sentence), key


def test_the_search_for_keys_finds_them():
    assert len(lookups()) > 50
    assert {r"app\.name", r"errors\.[^.]+", r"result\.threshold"} <= {pattern for _, pattern, _ in lookups()}


def test_every_key_that_the_code_uses_exists():
    assert not [(where, pattern) for where, pattern, _ in lookups() if not matching(pattern)]


def test_every_placeholder_of_a_sentence_is_given_where_it_is_used():
    missing = [
        (where, key, names)
        for where, pattern, names in lookups()
        if names is not None and "[^.]+" not in pattern
        for key in matching(pattern)
        if not placeholders(texts("en").entries[key]) <= names
    ]
    assert not missing


def test_every_sentence_is_used():
    used = {key for _, pattern, _ in lookups() for key in matching(pattern)} | written_keys()
    unused = sorted(set(texts("en").entries) - used)
    assert not unused, ", ".join(unused)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_diagnosis_has_its_three_texts(language):
    t = texts(language)
    assert all(t(f"diagnoses.{diagnosis}.{part}") for diagnosis in DIAGNOSES for part in ("name", "short", "what"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", QualityCode)
def test_every_remark_about_a_photo_has_a_sentence(language, code):
    data = QUALITY_DATA.get(code, {})
    sentence = texts(language)(f"quality.{code}", **data)
    assert "{" not in sentence
    assert all(str(value) in sentence for value in data.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_that_heat_can_lie_in_has_words(language):
    maps = [np.zeros((9, 9), np.float32)]
    for number in range(9):
        maps.append(np.kron(np.eye(9)[number].reshape(3, 3), np.ones((3, 3))).astype(np.float32))
    found = {locate(Explanation(DIAGNOSES[0], heat, float(heat.max()), 1.0)).place for heat in maps}
    worded = {key.removeprefix("places.") for key in texts(language).entries if key.startswith("places.")}
    assert len(found) == 10
    assert found == worded


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("fr", 0, "0 photo"),
        ("fr", 1, "1 photo"),
        ("fr", 1.5, "1,5 photo"),
        ("fr", 2, "2 photos"),
        ("fr", 1000000, f"1{NARROW_SPACE}000{NARROW_SPACE}000 photos"),
        ("fr", 12345, f"12{NARROW_SPACE}345 photos"),
        ("en", 0, "0 photos"),
        ("en", 1, "1 photo"),
        ("en", 1.5, "1.5 photos"),
        ("en", 2, "2 photos"),
        ("en", 12345, "12,345 photos"),
    ],
)
def test_a_count_chooses_the_plural_of_its_language(language, count, expected):
    t = Texts(language, {"n.one": "{count} photo", "n.other": "{count} photos"})
    assert t("n", count=count) == expected


def test_a_sentence_without_plural_takes_a_count_as_it_is():
    assert Texts("en", {"n": "{count} in all"})("n", count=1) == "1 in all"


@pytest.mark.parametrize(
    ("value", "digits", "english", "french"),
    [
        (0, 0, "0", "0"),
        (1234.5, 1, "1,234.5", f"1{NARROW_SPACE}234,5"),
        (1234567, 0, "1,234,567", f"1{NARROW_SPACE}234{NARROW_SPACE}567"),
        (0.884, 3, "0.884", "0,884"),
        (-2.25, 2, "-2.25", "-2,25"),
    ],
)
def test_numbers_are_written_as_each_language_writes_them(value, digits, english, french):
    assert texts("en").number(value, digits) == english
    assert texts("fr").number(value, digits) == french


@pytest.mark.parametrize(
    ("day", "english", "french"),
    [
        (datetime.date(2026, 11, 24), "24 November 2026", "24 novembre 2026"),
        (datetime.date(2027, 2, 1), "1 February 2027", "1er février 2027"),
    ],
)
def test_dates_are_written_in_words(day, english, french):
    assert texts("en").date(day) == english
    assert Texts("fr", {"made": "Établi le {date}"})("made", date=day) == f"Établi le {french}"


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0, "0 %"),
        (1e-9, "< 0.1 %"),
        (0.0004, "< 0.1 %"),
        (0.004, "0.4 %"),
        (0.01, "1 %"),
        (0.0123, "1.2 %"),
        (0.07, "7 %"),
        (0.0994, "9.9 %"),
        (0.0996, "10 %"),
        (0.1234, "12 %"),
        (0.62, "62 %"),
        (0.994, "99 %"),
        (0.996, "> 99 %"),
        (0.9999, "> 99 %"),
        (1, "100 %"),
    ],
)
def test_a_percentage_has_one_decimal_below_10_never_rounds_to_a_certainty_and_never_breaks(share, written):
    assert texts("en").percent(share) == written.replace(" ", "")
    assert texts("fr").percent(share) == written.replace(" ", NARROW_SPACE).replace(".", ",")


@given(st.floats(0, 1), st.floats(0, 1))
def test_of_two_shares_the_smaller_is_never_written_as_the_larger(one, other):
    def read(share):
        written = texts("en").percent(share)
        return float(written.strip("<>%")) + {"<": -0.01, ">": 0.01}.get(written[0], 0)

    assert read(min(one, other)) <= read(max(one, other))


@pytest.mark.parametrize(
    ("low", "high", "english"),
    [(0.2553, 0.3662, "26 to 37%"), (0.061, 0.19, "6 to 19%"), (0, 0.047, "0 to 4.7%"), (0.031, 0.047, "3.1 to 4.7%")],
)
def test_an_interval_stays_on_one_line_and_both_ends_have_the_same_decimals(low, high, english):
    assert texts("en").interval(low, high) == english.replace(" ", NO_BREAK)
    french = english.replace("to", "à").replace(" ", NO_BREAK).replace("%", f"{NARROW_SPACE}%").replace(".", ",")
    assert texts("fr").interval(low, high) == french


def test_placeholders_are_filled_with_numbers_in_the_language_of_the_sentence():
    t = Texts("fr", {"a": "{megapixels} et {width} et {file}"})
    assert t("a", megapixels=41.25, width=12000, file="a.b") == f"41,2 et 12{NARROW_SPACE}000 et a.b"


def test_an_unknown_key_and_a_missing_placeholder_are_errors():
    with pytest.raises(KeyError):
        texts("en")("no.such.key")
    with pytest.raises(KeyError):
        texts("en")("errors.damaged_image")


def test_one_can_ask_whether_a_sentence_exists():
    assert "app.name" in texts("en")
    assert "app" not in texts("en")


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("fr_CH", "fr"),
        ("FR", "fr"),
        ("en-GB", "en"),
        ("de-DE", "en"),
        ("frr", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_browser_s_locale_chooses_the_language(locale, language):
    assert language_of(locale) == language
