"""What the tables of carcinomas, of none of the seven, and of skin tones say; nothing where nobody has measured."""

from __future__ import annotations

import pytest

from model.text import LANGUAGES, texts
from model.trust import malignant, skin_tones, unknown
from model.trust.characteristic import Characteristic
from model.trust.malignant import ABOVE_MALIGNANT, ABOVE_MELANOMA, INFLAMED, SQUAMOUS, squamous_words
from model.trust.skin_tones import AREA, GROUPS, PHOTOS, tone_words
from model.trust.unknown import unknown_words

SQUAMOUS_ROWS = (
    Characteristic(ABOVE_MELANOMA, malignant.subject("committee", SQUAMOUS), 250, 0.4, 0.34, 0.46),
    Characteristic(ABOVE_MALIGNANT, malignant.subject("committee", SQUAMOUS), 250, 0.92, 0.88, 0.95),
    Characteristic(ABOVE_MALIGNANT, malignant.subject("committee", INFLAMED), 30, 0.7, 0.52, 0.83),
)
TONE_ROWS = (
    *(Characteristic(AREA, skin_tones.subject("committee", group), 60, 0.9, 0.85, 0.95) for group in GROUPS),
    *(Characteristic(PHOTOS, f"skin tone {tone}", 708, float(count)) for tone, count in enumerate((1, 13, 48, 462))),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_squamous_cell_carcinomas_are_told_with_their_number_and_both_shares(monkeypatch, language):
    t = texts(language)
    monkeypatch.setattr(malignant, "read", lambda check: SQUAMOUS_ROWS)
    words = squamous_words(t, "committee")
    for said in (
        "250",
        "30",
        t.percent(0.4),
        t.interval(0.52, 0.83),
        t.percent(0.92),
        t.interval(0.88, 0.95),
        t("algorithms.committee.the"),
    ):
        assert said in words
    assert squamous_words(t, "resnet18") == ""


@pytest.mark.parametrize("rows", [(), SQUAMOUS_ROWS[:1], SQUAMOUS_ROWS[:2]])
def test_without_a_malignant_point_nothing_is_told_of_carcinomas(monkeypatch, rows):
    monkeypatch.setattr(malignant, "read", lambda check: rows)
    assert squamous_words(texts("en"), "committee") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_group_of_tones_has_its_area_and_the_tones_of_too_few_photos_are_named(monkeypatch, language):
    t = texts(language)
    monkeypatch.setattr(skin_tones, "read", lambda check: TONE_ROWS)
    words = tone_words(t, "committee")
    assert words.count(t.number(0.9, 2)) == words.count("n = 60") == len(GROUPS)
    assert all(skin_tones.group_words(t, group) in words for group in GROUPS)
    few = [t("known_limits.of_tone", photos=photos, tone=tone) for tone, photos in enumerate((1, 13))]
    assert t("known_limits.tones_too_few", tones=", ".join(few)) in words
    assert "n = 48" not in words


@pytest.mark.parametrize("rows", [(), TONE_ROWS[1:]])
def test_without_every_group_nothing_is_told_of_tones(monkeypatch, rows):
    monkeypatch.setattr(skin_tones, "read", lambda check: rows)
    assert tone_words(texts("en"), "committee") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_of_the_seven_is_told_with_how_often_it_is_right_and_wrong(monkeypatch, language):
    t = texts(language)
    shares = {"other": (450, 0.21), "day2": (1512, 0.02), "elsewhere": (600, 0.04)}
    rows = [Characteristic(unknown.SAID, f"committee {of}", n, value, 0.01, 0.3) for of, (n, value) in shares.items()]
    monkeypatch.setattr(unknown, "read", lambda check: rows)
    words = unknown_words(t, "committee")
    for n, value in shares.values():
        assert t("known_limits.share_of", share=t.percent(value), photos=n) in words
    assert unknown_words(t, "resnet18") == ""
