"""`python -m model fetch-cases` against a stand-in: a folder that the gallery reads, filled in several goes."""

from __future__ import annotations

import pytest

from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import read_gallery
from model.settings import settings
from tests.isic_archive.stand_in_archive import UNLEARNED, image, standing_in


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
    assert (cases[0].age, cases[0].sex, cases[0].site) == (65, "male", "lower extremity")
    assert (cases[0].licence, cases[0].source) == ("CC-0", "ISIC Archive ISIC_9000000, Clinic 9000000")
    assert all(case.image().source_side == 240 for case in cases)
    assert sorted(path.name for path in (tmp_path / "stage").iterdir()) == sorted(
        ["cases.csv", *(case.path.name for case in cases)]
    )


def test_a_second_go_adds_what_is_not_there_and_fetches_nothing_twice(command, server, tmp_path):
    out = tmp_path / "stage"
    command("fetch-cases", "--out", out, "--number", 1, "--diagnosis", "NV")
    before = sum("/images/ISIC" in path for path in server.asked)
    assert command("fetch-cases", "--out", out, "--number", 2, "--diagnosis", "NV").status == 0
    assert len(read_gallery(out, "cases.csv")) == 2
    assert sum("/images/ISIC" in path for path in server.asked) == before + 1


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
    server.images[0]["files"]["full"]["url"] = f"{server.address}/api/v2/images/search/?query=sex:male"
    found = command("fetch-cases", "--out", tmp_path / "stage", "--number", 2, "--diagnosis", "MEL")
    assert found.status == 1
    assert found.err.startswith("ISIC_9000000: ")
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


def test_a_grey_png_gets_the_ending_of_a_png_and_is_fetched_once(command, server, tmp_path):
    server.grey.add(UNLEARNED)
    for number in (1, 2):
        assert command("fetch-cases", "--out", tmp_path, "--number", number, "--diagnosis", "MEL").status == 0
    names = [case.path.name for case in read_gallery(tmp_path, "cases.csv")]
    assert names == ["ISIC_9000000.png", "ISIC_9000008.jpg"]
    assert (tmp_path / names[0]).read_bytes().startswith(b"\x89PNG")


def test_photos_learned_from_are_fetched_only_where_that_is_asked_for(command, server, tmp_path):
    server.images = [image(number, server.address, "NV") for number in (24306, UNLEARNED)]
    command("fetch-cases", "--out", tmp_path / "new", "--diagnosis", "NV")
    assert [case.path.stem for case in read_gallery(tmp_path / "new", "cases.csv")] == ["ISIC_9000000"]
    command("fetch-cases", "--out", tmp_path / "all", "--diagnosis", "NV", "--learned")
    cases = read_gallery(tmp_path / "all", "cases.csv")
    assert [(case.path.stem, case.learned) for case in cases] == [("ISIC_0024306", True), ("ISIC_9000000", False)]
