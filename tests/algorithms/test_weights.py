"""Weights on disk: what is missing or altered is refused by name."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from model.algorithms import catalogue
from model.algorithms.weights import (
    MalignantPoint,
    OperatingPoint,
    UnknownPoint,
    WeightsSheet,
    read_sheet,
    verified_bytes,
)
from model.errors import WeightsAltered, WeightsMissing
from model.lesion.practice import EQUAL, Threshold, practices
from model.reading.words import failure_sentence
from model.settings import settings
from model.text import LANGUAGES, texts

SHEET = WeightsSheet(
    slug="tiny",
    sha256="2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",  # of b"hello"
    size=5,
    temperature=1.5,
    operating_point=OperatingPoint(0.2, 100, 90, 900, 600),
    typical_peak=0.1,
    validation_fold=4,
    fit_images=8000,
    trained_on="2026-11-23",
    recipe={"epochs": 1},
)


def test_a_sheet_is_read_as_it_was_written(tmp_path):
    SHEET.write(tmp_path)
    assert read_sheet(tmp_path, "tiny") == SHEET
    assert SHEET.version == "tiny 2cf24dba"


def test_the_bytes_that_belong_to_the_sheet_are_accepted(tmp_path):
    (tmp_path / "tiny.safetensors").write_bytes(b"hello")
    assert verified_bytes(tmp_path, SHEET) == b"hello"


def test_one_altered_byte_is_refused_by_name(tmp_path):
    (tmp_path / "tiny.safetensors").write_bytes(b"hallo")
    with pytest.raises(WeightsAltered) as caught:
        verified_bytes(tmp_path, SHEET)
    assert caught.value.data == {"file": "tiny.safetensors"}


def test_missing_weights_are_refused_by_name(tmp_path):
    with pytest.raises(WeightsMissing) as caught:
        verified_bytes(tmp_path, SHEET)
    assert caught.value.data == {"file": "tiny.safetensors"}


def test_the_further_points_come_back_and_may_be_missing(tmp_path):
    malignant, unknown = MalignantPoint(0.31, 100, 91, 50, 30, "clinic"), UnknownPoint(0.8, 100, 4)
    replace(SHEET, malignant=malignant, unknown=unknown).write(tmp_path)
    found = read_sheet(tmp_path, "tiny")
    assert (found.malignant, found.unknown) == (malignant, unknown)
    SHEET.write(tmp_path)
    found = read_sheet(tmp_path, "tiny")
    assert (found.malignant, found.unknown) == (None, None)


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", 20261123])
def test_a_sheet_without_a_date_is_refused(tmp_path, day):
    SHEET.write(tmp_path)
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "trained_on": day}))
    with pytest.raises(WeightsAltered):
        read_sheet(tmp_path, "tiny")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"operating_point": 3}', json.dumps({"slug": "tiny"})])
def test_a_sheet_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "tiny.json").write_text(text)
    with pytest.raises(WeightsAltered):
        read_sheet(tmp_path, "tiny")


def test_a_missing_sheet_is_refused_by_name(tmp_path):
    with pytest.raises(WeightsMissing) as caught:
        read_sheet(tmp_path, "tiny")
    assert caught.value.data == {"file": "tiny.json"}


def test_an_algorithm_does_not_load_from_an_altered_file(tmp_path):
    slug = catalogue.DEFAULT_SLUG
    for ending in ("json", "safetensors"):
        shutil.copy(settings().weights / f"{slug}.{ending}", tmp_path)
    with (tmp_path / f"{slug}.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))
    with pytest.raises(WeightsAltered):
        catalogue.load(slug, tmp_path)


def test_an_operating_point_that_names_no_practice_speaks_of_equal_frequencies_and_stays_as_it_is(tmp_path):
    SHEET.write(tmp_path)
    fields = json.loads((tmp_path / f"{SHEET.slug}.json").read_text())
    del fields["operating_point"]["practice"]
    (tmp_path / f"{SHEET.slug}.json").write_text(json.dumps(fields))
    point = read_sheet(tmp_path, SHEET.slug).operating_point
    assert point.in_its_practice == Threshold(0.2, EQUAL)
    assert all(point.shown_in(practice) == Threshold(0.2, EQUAL) for practice in practices().values())


def test_an_operating_point_of_a_practice_is_shown_in_every_other(tmp_path):
    point = replace(SHEET.operating_point, practice="clinic")
    replace(SHEET, operating_point=point).write(tmp_path)
    found = read_sheet(tmp_path, SHEET.slug).operating_point
    assert found.in_its_practice == Threshold(0.2, practices()["clinic"])
    shown = [found.shown_in(practice) for practice in practices().values()]
    assert [of.practice.slug for of in shown] == ["screening", "clinic", "tumour_centre"]
    assert shown[0].value < shown[1].value == 0.2 < shown[2].value


def test_a_sheet_of_an_unknown_practice_is_refused(tmp_path):
    SHEET.write(tmp_path)
    path = tmp_path / f"{SHEET.slug}.json"
    path.write_text(path.read_text().replace('"equal"', '"ward"'))
    with pytest.raises(WeightsAltered):
        read_sheet(tmp_path, SHEET.slug)


@pytest.mark.parametrize("left", [0.0, 0.5, 0.999])
@pytest.mark.parametrize("language", LANGUAGES)
def test_half_written_weights_are_refused_with_a_sentence_that_names_the_file(tmp_path, left, language):
    slug = catalogue.DEFAULT_SLUG
    shutil.copy(settings().weights / f"{slug}.json", tmp_path)
    whole = (settings().weights / f"{slug}.safetensors").read_bytes()
    (tmp_path / f"{slug}.safetensors").write_bytes(whole[: int(left * len(whole))])
    with pytest.raises(WeightsAltered) as caught:
        catalogue.load(slug, tmp_path)
    said = failure_sentence(texts(language), caught.value)
    assert f"{slug}.safetensors" in said
    assert "Traceback" not in said
