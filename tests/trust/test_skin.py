"""The skin around a lesion: its colour, whatever lies in its way; a caution where training photos hardly have it."""

from __future__ import annotations

import numpy as np
import pytest

from model.text import texts
from model.trust.characteristic import Characteristic, read
from model.trust.focus import LesionOutline
from model.trust.photo_words import photo_words, skin_words
from model.trust.skin import LOWEST, PERCENTILES, SkinTone, darkest_of_training, darkest_usual, skin_around, skin_tone
from tests.trust.test_remarks import disc, drawn, of, sample


def test_the_angle_falls_as_skin_darkens_and_stays_on_its_side_where_a_photo_is_bluish():
    angles = [SkinTone(lightness, 12.0, 18.0).ita for lightness in (75, 60, 50, 40, 25)]
    assert angles == sorted(angles, reverse=True)
    assert angles[2] == 0
    assert SkinTone(68.0, 12.0, 18.0).ita == pytest.approx(45)
    assert SkinTone(70.0, 10.0, -8.0).ita == pytest.approx(90, abs=5)
    assert SkinTone(30.0, 10.0, -8.0).ita == pytest.approx(-90, abs=5)


def test_the_lesion_dark_corners_and_a_few_hairs_leave_the_tone_as_it_is():
    pixels = drawn()
    plain = skin_tone(pixels, disc())
    pixels[::12, :, :] = 20
    pixels[:20, :20] = pixels[-20:, -20:] = 0
    assert skin_tone(pixels, disc()) == plain
    assert not skin_around(pixels, disc())[:20, :20].any()


def test_where_hardly_any_skin_is_shown_there_is_no_tone_and_no_caution():
    everywhere = LesionOutline(np.ones((224, 224), bool))
    assert skin_tone(drawn(), everywhere) is None
    assert skin_words(texts("en"), of(drawn()), everywhere) == []


def test_the_archive_with_the_darker_skin_decides():
    rows = [
        Characteristic(LOWEST, "a", 9, 20.0),
        Characteristic(LOWEST, "b", 9, -5.0),
        Characteristic("x", "c", 9, -90.0),
    ]
    assert darkest_usual(rows) == -5.0
    assert darkest_usual([]) is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_skin_darker_than_in_training_is_cautioned_of_and_the_samples_are_not(language):
    t, dark = texts(language), drawn()
    dark[~disc().mask] = (75, 48, 36)
    tone, darkest = skin_tone(dark, disc()), darkest_of_training()
    caution = t("remarks.darker_skin", ita=t.number(tone.ita), darkest=t.number(darkest))
    assert photo_words(t, of(dark), disc())[1] == caution
    assert skin_words(t, sample("mel_1"), disc()) == []


def test_the_committed_percentiles_rise_in_each_archive():
    for archive in ("ham10000", "isic_archive"):
        values = [row.value for row in read("skin") if row.of == archive]
        assert len(values) == len(PERCENTILES)
        assert values == sorted(values)
