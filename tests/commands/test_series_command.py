"""`series`: the contact sheet of photos, folders and archives; a bad file costs its own row."""

from __future__ import annotations

import csv

import pytest

from model.text import texts

T = texts("en")


@pytest.fixture
def sheet(command, photos, tmp_path):
    """Run the command on the folder of photos; return what it printed and the rows of its table."""

    def run(*words):
        done = command("series", photos, *words, "--algorithm", "resnet18", "--out", tmp_path / "sheet.csv")
        return done, list(csv.DictReader((tmp_path / "sheet.csv").read_text("utf-8").splitlines()))

    return run


def test_each_photo_has_a_row_the_most_suspicious_first(sheet):
    done, rows = sheet()
    assert done.status == 0
    assert "no photos by their names (1): readme.txt" in done.err
    shares = [float(row["melanoma"]) for row in rows]
    assert sorted(row["image"] for row in rows) == ["first", "second", "third"]
    assert shares == sorted(shares, reverse=True)
    assert {row["verdict"] for row in rows} <= {T("jury.calm"), T("jury.suspicious")}


def test_a_bad_file_costs_its_own_row_and_the_status(sheet, photos):
    (photos / "broken.jpg").write_bytes(b"no photo at all")
    done, rows = sheet("--order", "given")
    assert done.status == 1
    assert [row["image"] for row in rows] == ["broken", "first", "third", "second"]
    assert (rows[0]["verdict"], rows[0]["melanoma"]) == (T("series.unread"), "")
    assert rows[0]["note"]


def test_a_path_that_does_not_exist_is_a_row_with_its_reason(sheet, photos):
    _, rows = sheet(photos / "nowhere.jpg")
    assert rows[-1]["note"] == T("errors.cannot_open", reason="No such file or directory")


def test_the_sheet_is_one_page_in_the_language_asked_for(command, photos, tmp_path):
    done = command("series", photos, "--algorithm", "resnet18", "--out", tmp_path / "sheet.html", "--language", "fr")
    html = (tmp_path / "sheet.html").read_text("utf-8")
    assert done.status == 0
    assert texts("fr")("series.title") in html
    assert html.count("data:image/jpeg") == 3
    assert "<script" not in html


@pytest.mark.parametrize("name", ["sheet", "sheet.xlsx"])
def test_another_ending_is_one_sentence(command, photos, tmp_path, name):
    done = command("series", photos, "--out", tmp_path / name)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("expected a file FILE.pdf, FILE.html or FILE.csv for --out")


def test_a_folder_without_photos_says_so_and_writes_nothing(command, tmp_path):
    (tmp_path / "notes.txt").write_text("no photo", encoding="utf-8")
    done = command("series", tmp_path, "--algorithm", "resnet18", "--out", tmp_path / "sheet.csv")
    assert (done.status, done.err) == (1, "no photos by their names (1): notes.txt\nno photos found\n")
    assert not (tmp_path / "sheet.csv").exists()
