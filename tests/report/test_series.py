"""A series in words: rows, their order, the table and the contact sheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from model.algorithms.contract import Prediction
from model.algorithms.weights import read_sheet
from model.error_words import error_sentence
from model.errors import NotAnImage
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.photo_files import uploaded_files
from model.lesion.practice import default_practice
from model.reading.admission import ADMITTED, Admission
from model.reading.series import SeriesAnswer, decoded
from model.report.series import SeriesSheet, by_suspicion, csv_of, html_of_series, row_of, summary
from model.settings import settings
from model.text import LANGUAGES, texts
from tests.photos import jpeg

SLUG = "resnet18"


def prediction(melanoma: float) -> Prediction:
    return Prediction(np.array([melanoma, *[(1 - melanoma) / 6] * 6], np.float32))


def rows_of(t, weights):
    """A calm, a suspicious, a refused, an unread and a waiting photo."""
    answers = [
        SeriesAnswer(ADMITTED, prediction(0.02)),
        SeriesAnswer(ADMITTED, prediction(0.9)),
        SeriesAnswer(Admission("refused", 2.0)),
        None,
        None,
    ]
    names = ["calm", "=bad<name>", "tree", "letter", "later"]
    data = [jpeg(1), jpeg(2), jpeg(3), b"letter", jpeg(4)]
    return [
        row_of(t, decoded(next(uploaded_files(f"{name}.jpg", file))), answer, weights, default_practice())
        for name, file, answer in zip(names, data, answers, strict=True)
    ]


@pytest.fixture(scope="module")
def weights():
    return read_sheet(settings().weights, SLUG)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_say_verdict_and_figure_or_why_there_is_none(language, weights):
    t = texts(language)
    calm, suspicious, refused, unread, later = rows_of(t, weights)
    assert [calm.verdict, suspicious.verdict] == [t("jury.calm"), t("jury.suspicious")]
    assert suspicious.figure == t.percent(suspicious.melanoma)
    assert (refused.figure, refused.verdict) == ("", t("gate.title"))
    assert (unread.verdict, unread.note) == (t("series.unread"), error_sentence(t, NotAnImage()))
    assert later.verdict == ""
    assert summary(t, [calm, suspicious, refused, unread, later]) == t("series.summary", count=1, answered=2)


def test_the_most_suspicious_come_first_and_those_without_an_answer_last(weights):
    names = [row.name for row in by_suspicion(rows_of(texts("en"), weights))]
    assert names == ["=bad<name>", "calm", "tree", "letter", "later"]


def test_the_table_has_a_row_for_each_photo_and_no_formula(weights):
    sheet = SeriesSheet(SLUG, weights, default_practice(), rows_of(texts("en"), weights))
    rows = list(csv.DictReader(io.StringIO(csv_of(sheet).decode())))
    assert [row["image"] for row in rows] == ["calm", "'=bad<name>", "tree", "letter", "later"]
    assert float(rows[1]["melanoma"]) == pytest.approx(sheet.rows[1].melanoma, abs=1e-6)
    assert sum(float(rows[0][str(diagnosis)]) for diagnosis in DIAGNOSES) == pytest.approx(1, abs=1e-5)
    assert rows[2]["melanoma"] == rows[3]["MEL"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contact_sheet_shows_every_photo_escapes_names_and_asks_for_nothing(language, weights):
    t = texts(language)
    page = html_of_series(t, SeriesSheet(SLUG, weights, default_practice(), rows_of(t, weights)))
    assert page.count('<img src="data:image/jpeg') == 4
    assert "=bad&lt;name&gt;" in page
    assert t("app.notice") in page
    assert "https:" not in page
    assert "url(h" not in page
    assert "<script" not in page


def test_an_insisted_or_unchecked_answer_keeps_its_caution(weights):
    t, photo = texts("en"), decoded(next(uploaded_files("a.jpg", jpeg(1))))
    answer = SeriesAnswer(ADMITTED, prediction(0.5))
    marked = replace(answer, admission=Admission("unchecked"))
    rows = [row_of(t, photo, one, weights, default_practice()) for one in (answer, marked)]
    assert [row.note for row in rows] == ["", t("gate.unchecked")]
