"""The picture that a person keeps: complete, in both languages, without metadata, never on disk."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from model.lesion.diagnosis import DIAGNOSES
from model.lesion.practice import EQUAL, default_practice, practices
from model.lesion.practice_words import speaks_of
from model.reading.admission import Admission
from model.reading.words import caution
from model.result_picture import SIDE, font, png_of, result_picture, wrapped
from model.text import LANGUAGES, texts
from tests.photos import lesion

CLINIC = default_practice()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_is_a_png_without_metadata(default_algorithm, language):
    image = lesion(5)
    data = png_of(
        result_picture(
            image, default_algorithm.examine(image), default_algorithm.sheet, texts(language), "Photo", 0.5, CLINIC
        )
    )
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.size[0]) == ("PNG", 1400)
    assert not picture.info


def test_the_picture_shows_the_photo_and_the_words_of_its_language(default_algorithm):
    image = lesion(6)
    examination = default_algorithm.examine(image)
    english, french = (
        np.asarray(result_picture(image, examination, default_algorithm.sheet, texts(language), "Photo", 0.5, CLINIC))
        for language in ("en", "fr")
    )
    shown = np.asarray(Image.fromarray(english[110:750, 50:690]).resize((32, 32))).astype(int)
    expected = np.asarray(Image.fromarray(image.photo).resize((32, 32))).astype(int)
    assert np.abs(shown - expected).mean() < 4
    assert (english != french).any()


def test_the_font_has_the_letters_of_french():
    shapes = {bytes(font(30).getmask(letter)) for letter in "éèàœç’–×"}
    assert len(shapes) == 8, "letters that a font lacks all look alike"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_wider_than_its_place(language):
    t = texts(language)
    sources = [t("source.sample", diagnosis=t(f"diagnoses.{diagnosis}.name")) for diagnosis in DIAGNOSES]
    sources += ["word " * 60, "x" * 300, "two\nlines", ""]
    for source in sources:
        lines = wrapped(source, 22, SIDE, rows=2)
        assert len(lines) <= 2
        assert all(font(22).getlength(line) <= SIDE for line in lines)


def test_words_that_are_left_out_are_seen_to_be_left_out():
    assert wrapped("word " * 60, 22, SIDE, rows=2)[-1].endswith("…")
    assert wrapped("un diagnostic\u202f; elle", 22, 150, rows=9) == ["un diagnostic\u202f;", "elle"]
    assert wrapped("a few words", 22, SIDE, rows=2) == ["a few words"]


def words_drawn(monkeypatch, draw):
    """Everything that a picture writes."""
    drawn = []
    text = ImageDraw.ImageDraw.text
    monkeypatch.setattr(
        ImageDraw.ImageDraw,
        "text",
        lambda self, at, words, *a, **k: drawn.append(words) or text(self, at, words, *a, **k),
    )
    draw()
    return " ".join(drawn)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("practice", [*practices().values(), EQUAL])
def test_the_picture_names_the_frequencies_that_its_figures_speak_of(
    default_algorithm, language, practice, monkeypatch
):
    image, t = lesion(5), texts(language)
    point = replace(default_algorithm.sheet.operating_point, practice="equal" if practice.is_equal else "clinic")
    sheet = replace(default_algorithm.sheet, operating_point=point)
    examination = default_algorithm.examine(image)
    words = words_drawn(monkeypatch, lambda: result_picture(image, examination, sheet, t, "Photo", 0.5, practice))
    assert speaks_of(t, practice) in words
    assert t("result.threshold", threshold=t.percent(point.shown_in(practice).value)) in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_caution_stands_above_everything_else_and_is_not_there_without_one(default_algorithm, language, monkeypatch):
    image, t = lesion(7), texts(language)
    examination = default_algorithm.examine(image)
    caution = t("gate.shown_anyway")
    plain = result_picture(image, examination, default_algorithm.sheet, t, "Photo", 0.5, CLINIC)
    marked = result_picture(image, examination, default_algorithm.sheet, t, "Photo", 0.5, CLINIC, caution)
    band = marked.height - plain.height
    assert band > 60
    assert np.array_equal(np.asarray(marked)[band:], np.asarray(plain))
    words = words_drawn(
        monkeypatch,
        lambda: result_picture(image, examination, default_algorithm.sheet, t, "Photo", 0.5, CLINIC, caution),
    )
    assert caution in words


def test_the_bold_lines_of_a_caution_end_inside_the_band():
    words = caution(texts("en"), Admission("insisted", reason="close_up"))
    lines = wrapped(words, 29, 1342, rows=9, bold=True)
    assert " ".join(lines) == words
    assert all(font(29, bold=True).getlength(line) <= 1342 for line in lines)
