"""The list of photos that algorithms learned from: which, how it is written, and that games leave them out."""

from __future__ import annotations

import csv

import pytest

from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import Case
from model.lesion.learned import LEARNED, as_runs, dense_thousands, learned_from, learned_numbers
from model.settings import ROOT
from model.stage.deal import Deal, dealt
from tests.photos import jpeg

DATA = ROOT.parent / "shared" / "data"


def case(folder, name, source="", seed=0):
    path = folder / name
    path.write_bytes(jpeg(seed, 120))
    return Case(path, Diagnosis.NV, source, "CC-0", 1)


@pytest.mark.parametrize(
    ("name", "learned"),
    [
        ("ISIC_0024306.jpg", True),
        ("ISIC_0024306", True),
        ("ISIC Archive ISIC_0024306, ViDIR Group", True),
        ("ISIC_9000000.jpg", False),
        ("isic_24306.jpg", False),
        ("naevus.jpg", False),
        ("", False),
    ],
)
def test_a_photo_is_known_by_the_identifier_in_its_name_or_credit_line(name, learned):
    assert learned_from(name) is learned


def test_the_list_is_small_and_is_written_in_runs():
    assert LEARNED.stat().st_size < 60_000
    assert as_runs(learned_numbers()) == LEARNED.read_text(encoding="ascii")


def test_thousands_full_of_such_photos_are_those_of_ham10000():
    assert dense_thousands() == tuple(f"ISIC_00{thousand}" for thousand in range(24, 34))


@pytest.mark.data
@pytest.mark.skipif(not DATA.is_dir(), reason="The folder shared/data is not beside this checkout.")
def test_the_list_is_the_training_role_of_the_image_folder():
    numbers = set()
    for table in ("manifest.csv", "milk10k.csv"):
        with (DATA / table).open(encoding="utf-8", newline="") as file:
            numbers |= {int(row["image_id"][5:]) for row in csv.DictReader(file) if row["role"] == "train"}
    assert learned_numbers() == numbers


def test_no_game_deals_a_photo_that_algorithms_learned_from(tmp_path):
    cases = [
        case(tmp_path, "ISIC_0024306.jpg", seed=1),
        case(tmp_path, "renamed.jpg", "ISIC Archive ISIC_0024307, ViDIR Group", seed=2),
        case(tmp_path, "ISIC_9000000.jpg", "ISIC Archive ISIC_9000000, Clinic", seed=3),
        case(tmp_path, "own.jpg", "Clinic", seed=4),
    ]
    assert [known.learned for known in cases] == [True, True, False, False]
    assert dealt(cases) == cases[2:]
    assert set(Deal(seed=5).deck(cases)) == set(cases[2:])
