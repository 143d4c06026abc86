"""The studies of the malignant point, of none of the seven, and of skin tones: who is counted where."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from model.algorithms.contract import Prediction
from model.algorithms.jury import opinion_of
from model.algorithms.weights import MalignantPoint, UnknownPoint
from model.evaluation.tables import HEADER
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.practice import default_practice
from model.studies import tone, unknown
from model.studies.malignant import of_others, of_set, opinions
from model.studies.tone import in_group, of_each_tone
from model.trust.malignant import ABOVE_MALIGNANT, ABOVE_MELANOMA, BENIGN, SQUAMOUS
from model.trust.skin_tones import GROUPS
from model.trust.unknown import AREA, FOLD, SAID
from tests.stand_ins import sheet

QUARTZ = replace(sheet("quartz"), malignant=MalignantPoint(0.5, 10, 9, 10, 8, "clinic"))


def certain(*diagnoses):
    """A row for each, almost certain of it."""
    rows = np.full((len(diagnoses), 7), 0.005)
    rows[np.arange(len(diagnoses)), [diagnosis.column for diagnosis in diagnoses]] = 0.97
    return rows


def values(rows):
    return {(row.measure, row.of): (row.value, row.n) for row in rows}


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *([f"p{number}", *row] for number, row in enumerate(rows))])


def test_any_malignant_diagnosis_counts_on_a_scoring_set_and_no_point_gives_no_rows(tmp_path):
    truth = (Diagnosis.MEL, Diagnosis.BCC, Diagnosis.AKIEC, Diagnosis.NV, Diagnosis.DF)
    said = (Diagnosis.BCC, Diagnosis.NV, Diagnosis.MEL, Diagnosis.MEL, Diagnosis.NV)
    write(tmp_path / "truth" / "day2.csv", np.eye(7)[[diagnosis.column for diagnosis in truth]])
    write(tmp_path / "day2" / "quartz.csv", certain(*said))
    found = values(of_set(QUARTZ, "day2", tmp_path))
    assert found["malignant_sensitivity", "quartz day2"] == (pytest.approx(2 / 3), 3)
    assert found["malignant_specificity", "quartz day2"] == (0.5, 2)
    assert found["said_possible", "quartz day2, malignant"] == (0.5, 2)
    assert found["said_possible", "quartz day2, benign"] == (0, 1)
    assert list(of_set(replace(QUARTZ, malignant=None), "day2", tmp_path)) == []


def test_lesions_of_other_diagnoses_are_counted_by_kind_above_either_point():
    named = ("Squamous cell carcinoma, Invasive", "Squamous cell carcinoma, Invasive", "Porokeratosis")
    photos = [{"full_diagnosis": name} for name in (*named, "Keratoacanthoma", "Inflammatory or infectious diseases")]
    photos.append({"full_diagnosis": "Collision - At least one malignant proliferation"})
    rows = certain(Diagnosis.AKIEC, Diagnosis.MEL, Diagnosis.NV, *[Diagnosis.BCC] * 3)
    found = values(of_others(QUARTZ, photos, rows))
    assert found[ABOVE_MELANOMA, f"quartz other: {SQUAMOUS}"] == (0.5, 2)
    assert found[ABOVE_MALIGNANT, f"quartz other: {SQUAMOUS}"] == (1, 2)
    assert found[ABOVE_MALIGNANT, f"quartz other: {BENIGN}"] == (0, 1)
    assert len(found) == 10
    without = of_others(replace(QUARTZ, malignant=None), photos, rows)
    assert {measure for measure, _ in values(without)} == {ABOVE_MELANOMA}


def test_none_of_the_seven_is_counted_by_group_kind_and_left_out_diagnosis(monkeypatch):
    others = [{"full_diagnosis": "Squamous cell carcinoma, Invasive"}, {"full_diagnosis": "Porokeratosis"}]
    fold = [{"diagnosis": "mel"}, {"diagnosis": "mel"}, {"diagnosis": "nv"}]
    torn = np.array([0.9, *[0.1 / 6] * 6])  # without melanoma nothing but doubt is left
    rows = np.array([*certain(Diagnosis.NV), np.full(7, 1 / 7), torn, *certain(Diagnosis.NV), *certain(Diagnosis.NV)])
    monkeypatch.setattr(unknown, "on_set", lambda slug, threshold, name: [name == "day2", False])
    sheet = replace(QUARTZ, unknown=UnknownPoint(0.95, 100, 4))
    found = values(unknown.of_algorithm(sheet, others, fold, rows))
    assert found[SAID, "quartz other"] == (0.5, 2)
    assert found[SAID, f"quartz {FOLD}"] == (0, 3)
    assert (found[SAID, "quartz day2"], found[SAID, "quartz elsewhere"]) == ((0.5, 2), (0, 2))
    assert (found[SAID, f"quartz other: {SQUAMOUS}"], found[SAID, f"quartz other: {BENIGN}"]) == ((0, 1), (1, 1))
    assert found[SAID, f"quartz {FOLD}, MEL left out"] == (0.5, 2)
    assert found[SAID, f"quartz {FOLD}, NV left out"] == (1, 1)
    assert found[AREA, "quartz other"][1] == 5
    assert list(unknown.of_algorithm(QUARTZ, others, fold, rows)) == []


def test_a_scoring_set_is_judged_from_its_committed_table(tmp_path):
    write(tmp_path / "truth" / "day2.csv", np.eye(7)[[0, 1]])
    write(tmp_path / "day2" / "quartz.csv", np.array([*certain(Diagnosis.MEL), np.full(7, 1 / 7)]))
    assert unknown.on_set("quartz", 0.95, "day2", tmp_path) == [False, True]


def test_a_study_forms_opinions_as_the_pages_do():
    row = certain(Diagnosis.AKIEC)
    mine, theirs = opinions(QUARTZ, row)[0], opinion_of(QUARTZ, Prediction(row[0]), default_practice())
    assert (mine.melanoma, mine.suspicious, mine.malignant) == (theirs.melanoma, theirs.suspicious, theirs.malignant)


def test_each_group_of_tones_has_its_own_figures_and_each_tone_its_number():
    rng = np.random.default_rng(1)
    photos = [{"skin_tone": str(n % 6), "diagnosis": "mel" if n // 6 % 3 == 0 else "nv"} for n in range(120)]
    rows = rng.dirichlet(np.ones(len(DIAGNOSES)), len(photos))
    found = opinions(QUARTZ, rows)
    for group, tones in GROUPS.items():
        members = [n for n, photo in enumerate(photos) if photo["skin_tone"] in tones]
        melanoma = np.array([photos[n]["diagnosis"] == "mel" for n in members])
        area, sensitivity, specificity = in_group("quartz", group, photos, found)
        assert area.of == f"quartz skin tone {group}"
        assert area.value == pytest.approx(roc_auc_score(melanoma, [found[n].melanoma for n in members]))
        above = np.array([found[n].suspicious for n in members])
        assert (sensitivity.value, sensitivity.n) == (above[melanoma].mean(), melanoma.sum())
        assert (specificity.value, specificity.n) == ((~above[~melanoma]).mean(), (~melanoma).sum())
    assert [row.value for row in of_each_tone(photos[:7])] == [2, 1, 1, 1, 1, 1]


def test_the_tones_are_those_of_the_held_out_fold(tmp_path, monkeypatch):
    header = ["image_id", "diagnosis", "role", "fold", "skin_tone", "archive"]
    rows = [
        [f"p{n}", ("mel", "nv")[n // 6 % 2], "train", "1" if n == 0 else "4", str(n % 6), "a.zip"] for n in range(49)
    ]
    with (tmp_path / "milk10k.csv").open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    monkeypatch.setattr(tone, "photos_of_rows", lambda data, photos: [None] * len(photos))
    monkeypatch.setattr(tone, "JUDGED", ("quartz",))
    monkeypatch.setattr(tone.catalogue, "load", lambda slug, weights: Quartz())
    found = values(tone.study(tmp_path, lambda *_: None))
    assert sum(value for (measure, _), (value, _) in found.items() if measure == "photos_of_tone") == 48


class Quartz:
    """Answers at random."""

    sheet = QUARTZ
    card = type("Card", (), {"combines": False})

    def predict_proba(self, images):
        return np.random.default_rng(len(images)).dirichlet(np.ones(7), len(images)).astype(np.float32)
