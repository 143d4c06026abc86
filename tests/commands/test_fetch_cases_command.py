"""`python -m model fetch-cases` against a stand-in: a folder that the gallery reads, filled in several goes."""

from __future__ import annotations

import pytest

from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import read_gallery
from model.settings import settings
from tests.isic_archive.stand_in_archive import standing_in


@pytest.fixture
def server(monkeypatch, tmp_path):
    with standing_in() as found:
        monkeypatch.setenv("TEN_OPINIONS_ARCHIVE", found.address)
        monkeypatch.setenv("TEN_OPINIONS_ARCHIVE_CACHE", str(tmp_path / "cache"))
        settings.cache_clear()
        yield found
    settings.cache_clear()


def test_the_folder_is_one_that_the_gallery_reads(command, server, tmp_path):
    found = command("fetch-cases", "--out", tmp_path / "stage", "--number", 2, "--diagnosis", "MEL", "VASC")
    assert (found.status, found.err) == (0, "")
    cases = read_gallery(tmp_path / "stage", "cases.csv")
    assert [case.diagnosis for case in cases] == [Diagnosis.MEL, Diagnosis.MEL, Diagnosis.VASC, Diagnosis.VASC]
    assert (cases[0].age, cases[0].sex, cases[0].site) == (25, "male", "head/neck")
    assert (cases[0].licence, cases[0].source) == ("CC-0", "ISIC Archive ISIC_0000001, Clinic 1")
    assert all(case.image().source_side == 240 for case in cases)
    assert sorted(path.name for path in (tmp_path / "stage").iterdir()) == sorted(
        ["cases.csv", *(case.path.name for case in cases)]
    )


def test_a_second_go_adds_what_is_not_there_and_fetches_nothing_twice(command, server, tmp_path):
    out = tmp_path / "stage"
    command("fetch-cases", "--out", out, "--number", 1, "--diagnosis", "NV")
    before = sum("/files/" in path for path in server.asked)
    assert command("fetch-cases", "--out", out, "--number", 2, "--diagnosis", "NV").status == 0
    assert len(read_gallery(out, "cases.csv")) == 2
    assert sum("/files/" in path for path in server.asked) == before + 1


def test_without_network_one_sentence_says_so_and_what_is_there_stays(command, server, tmp_path):
    out = tmp_path / "stage"
    command("fetch-cases", "--out", out, "--number", 1, "--diagnosis", "NV")
    server.mode = "down"
    found = command("fetch-cases", "--out", out, "--number", 3, "--diagnosis", "DF")
    assert found.status == 1
    assert found.err.count("\n") == 1
    assert "cannot be reached" in found.err
    assert len(read_gallery(out, "cases.csv")) == 1


def test_a_picture_that_is_none_is_named_and_the_others_come(command, server, tmp_path):
    server.images[0]["files"]["full"]["url"] = f"{server.address}/api/v2/images/search/?query=x"
    found = command("fetch-cases", "--out", tmp_path / "stage", "--number", 2, "--diagnosis", "MEL")
    assert found.status == 1
    assert found.err.startswith("ISIC_0000001: ")
    assert len(read_gallery(tmp_path / "stage", "cases.csv")) == 1


def test_a_folder_with_a_table_of_another_form_is_left_alone(command, server, tmp_path):
    out = tmp_path / "stage"
    out.mkdir()
    (out / "cases.csv").write_text("file,diagnosis,source,licence\n", encoding="utf-8")
    found = command("fetch-cases", "--out", out, "--number", 1)
    assert found.status == 1
    assert "python -m model fetch-cases" in found.err
    assert server.asked == []


def test_a_line_that_makes_no_sense_asks_nobody(command, server, tmp_path):
    assert command("fetch-cases", "--out", tmp_path / "stage", "--age", 60, 20).status == 2
    assert command("fetch-cases", "--out", tmp_path / "stage", "--licence", "stolen").status == 2
    assert server.asked == []


def test_where_it_is_switched_off_nobody_is_asked(command, server, tmp_path, monkeypatch):
    monkeypatch.setenv("TEN_OPINIONS_ARCHIVE", "off")
    settings.cache_clear()
    found = command("fetch-cases", "--out", tmp_path / "stage")
    assert found.status == 1
    assert "TEN_OPINIONS_ARCHIVE" in found.err
    assert server.asked == []
