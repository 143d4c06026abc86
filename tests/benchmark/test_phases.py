"""The scoring sets: every readable image gets a row, an unreadable one is named, what is current is left alone."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from model.algorithms import catalogue
from model.benchmark import phases
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.sets import SETS
from model.evaluation.tables import read_table
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import DIAGNOSES
from tests.photos import jpeg

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
HEADER = [
    "image_id",
    "lesion_id",
    "diagnosis",
    "confirmed_by",
    "age",
    "sex",
    "site",
    "archive",
    "mask_archive",
    "role",
    "fold",
]


class Uniform:
    """An algorithm that knows nothing."""

    card = SimpleNamespace(slug="uniform", combines=False)
    sheet = SimpleNamespace(sha256="0" * 64)

    def predict_proba(self, images):
        return np.full((len(images), len(DIAGNOSES)), 1 / 7, np.float32)


@pytest.fixture
def data(tmp_path):
    """A folder of four images: two to score, one broken, one that trains."""
    folder = tmp_path / "data"
    folder.mkdir()
    rows = [("A", "mel", "day2"), ("B", "nv", "day2"), ("BROKEN", "df", "day2"), ("C", "mel", "train")]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    with zipfile.ZipFile(folder / "photos.zip", "w") as archive:
        for seed, (name, diagnosis, role) in enumerate(rows):
            writer.writerow([name, "", diagnosis, "", "", "", "", "photos.zip", "", role, ""])
            archive.writestr(f"{name}.jpg", b"not a photo" if name == "BROKEN" else jpeg(seed))
    (folder / "manifest.csv").write_text(text.getvalue())
    return folder


def test_one_broken_image_ends_nothing_and_is_named(data, tmp_path):
    made = phases.run_phase(Uniform(), data, "day2", tmp_path)
    assert (made.images, made.unreadable) == (2, ["BROKEN"])
    assert read_table(tmp_path / "day2" / "uniform.csv").images == ("A", "B")


def test_the_provenance_names_weights_and_data(data, tmp_path):
    phases.run_phase(Uniform(), data, "day2", tmp_path)
    known = json.loads((tmp_path / "day2" / "uniform.json").read_text())
    assert known["weights_sha256"] == "0" * 64
    assert set(known["data_sha256"]) == {"manifest rows", "photos.zip"}
    assert known["seconds_per_image"] > 0


class Pair(Uniform):
    """A combination of two algorithms, which counts how often it is asked itself."""

    card = SimpleNamespace(slug="pair", combines=True)
    sheet = SimpleNamespace(sha256="2" * 64)
    asked = 0

    def __init__(self):
        other = Uniform()
        other.card = SimpleNamespace(slug="other", combines=False)
        self.members = {"uniform": Uniform(), "other": other}

    def predict_proba(self, images):
        Pair.asked += len(images)
        return super().predict_proba(images)

    def combine(self, rows):
        assert set(rows) == {"uniform", "other"}
        return (rows["uniform"] + rows["other"]) / 2


def test_a_combination_is_read_from_the_tables_of_its_members_once_they_are_current(data, tmp_path):
    pair = Pair()
    Pair.asked = 0
    asked = phases.run_phase(pair, data, "day2", tmp_path)
    assert Pair.asked == 2
    for member in pair.members.values():
        phases.run_phase(member, data, "day2", tmp_path)
    read = phases.run_phase(pair, data, "day2", tmp_path)
    assert Pair.asked == 2
    assert (read.images, read.unreadable) == (asked.images, asked.unreadable) == (2, ["BROKEN"])
    table = read_table(tmp_path / "day2" / "pair.csv")
    assert table.images == ("A", "B")
    np.testing.assert_allclose(table.values, 1 / 7, atol=1e-6)


def test_the_provenance_names_the_code(data, tmp_path):
    phases.run_phase(Uniform(), data, "day2", tmp_path)
    known = json.loads((tmp_path / "day2" / "uniform.json").read_text())
    assert known["code_sha256"] == phases.code_fingerprint()
    assert len(known["code_sha256"]) == 64


def test_the_truth_has_a_one_in_the_column_of_the_diagnosis(data, tmp_path):
    phases.write_truth(data, "day2", tmp_path)
    truth = read_table(tmp_path / "truth" / "day2.csv")
    assert truth.images == ("A", "B", "BROKEN")
    assert [DIAGNOSES[i].lower() for i in truth.values.argmax(1)] == ["mel", "nv", "df"]
    assert (truth.values.sum(1) == 1).all()


def test_a_table_is_current_until_weights_or_data_change(data, tmp_path):
    def current(weights: str) -> bool:
        return phases.is_current("uniform", weights, data, "day2", tmp_path)

    assert not current("0" * 64)
    phases.run_phase(Uniform(), data, "day2", tmp_path)
    assert current("0" * 64)
    assert not current("1" * 64)
    manifest = data / "manifest.csv"
    manifest.write_text(manifest.read_text() + "D,,mel,,,,,photos.zip,,train,\n")  # of another set
    assert current("0" * 64)
    manifest.write_text(manifest.read_text().replace("A,,mel", "A,,nv"))
    assert not current("0" * 64)


@pytest.mark.parametrize("day", SETS)
def test_the_committed_table_has_one_row_for_each_image_of_the_truth(day):
    truth = read_table(BENCHMARK / "truth" / f"{day}.csv")
    for slug in catalogue.slugs():
        predictions = read_table(BENCHMARK / day / f"{slug}.csv").in_order_of(truth.images)
        np.testing.assert_allclose(predictions.values.sum(1), 1, atol=1e-4)


@pytest.mark.parametrize("day", SETS)
def test_the_committed_table_comes_from_the_committed_weights(day, algorithm):
    known = json.loads((BENCHMARK / day / f"{algorithm.card.slug}.json").read_text())
    assert known["weights_sha256"] == algorithm.sheet.sha256
    assert known["unreadable"] == []


@cache
def some_of(day):
    """Every 120th photo of a scoring set, with its name: decoded once for all algorithms."""
    if not SHARED.is_dir():
        pytest.skip("The folder shared/data with the scoring sets is not beside this checkout.")
    rows = phases.scoring_rows(SHARED, day)[::120]
    with zipfile.ZipFile(SHARED / rows[0].archive) as archive:
        return [(row.image_id, read_lesion_image(archive.read(f"{row.image_id}.jpg"))) for row in rows]


@pytest.mark.data
@pytest.mark.parametrize("day", SETS)
def test_predicting_again_gives_the_committed_table(day, algorithm):
    photos = some_of(day)[:: 3 if hasattr(algorithm, "combine") else 1]  # a committee's members have their own turn
    committed = read_table(BENCHMARK / day / f"{algorithm.card.slug}.csv")
    expected = committed.values[[committed.images.index(name) for name, _ in photos]]
    np.testing.assert_allclose(algorithm.predict_proba([image for _, image in photos]), expected, atol=1e-3)
