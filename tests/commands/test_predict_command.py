"""`predict`: tables and JSON for photos, folders and archives; what cannot be read is named at the end."""

from __future__ import annotations

import io
import json
import os
import zipfile
from contextlib import suppress

import numpy as np
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from model.__main__ import main
from model.algorithms import catalogue
from model.commands.progress import with_lines
from model.evaluation.tables import read_table
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import DIAGNOSES
from tests.commands.pictures import picture

NOT_NAMED = "no photos by their names (1): readme.txt\n"
NOT_AN_IMAGE = "This file cannot be read as an image."


@pytest.fixture
def archive(tmp_path, photos):
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as file:
        for photo in ("first.png", "inner/third.PNG", "readme.txt"):
            file.write(photos / photo, photo)
    return path


def test_a_photo_is_answered_on_the_screen(command, photos):
    done = command("predict", photos / "first.png")
    assert (done.status, done.err) == (0, "")
    practice, slug, header, row = done.out.splitlines()
    assert practice == "Probabilities in a dermatology clinic with 10% melanomas."
    assert slug == "resnet18"
    assert header.split() == ["image", *map(str, DIAGNOSES)]
    assert row.split()[0] == "first"
    assert sum(map(float, row.split()[1:])) == pytest.approx(1, abs=0.005)


def test_a_folder_gives_a_table_in_the_format_of_the_challenge(command, photos, tmp_path):
    done = command("predict", photos, "--out", tmp_path / "table.csv")
    assert (done.status, done.out, done.err) == (0, "", NOT_NAMED)
    table = read_table(tmp_path / "table.csv")
    assert table.images == ("first", "third", "second")
    assert table.values.sum(1) == pytest.approx(np.ones(3), abs=1e-5)


def test_a_folder_goes_on_past_bad_files_and_names_them_at_the_end(command, photos, tmp_path):
    (photos / "broken.jpg").write_bytes(b"no photo at all")
    (photos / "cut.png").write_bytes((photos / "first.png").read_bytes()[:200])
    done = command("predict", photos, "--out", tmp_path / "table.csv")
    assert done.status == 1
    assert read_table(tmp_path / "table.csv").images == ("first", "third", "second")
    first, second, _ = done.err.splitlines()
    assert first.startswith(f"{photos / 'broken.jpg'}: {NOT_AN_IMAGE}")
    assert second.startswith(f"{photos / 'cut.png'}: The PNG file is damaged")


def test_the_same_photo_is_answered_alike_alone_and_among_others(command, photos, tmp_path):
    command("predict", photos, "--out", tmp_path / "all.csv")
    command("predict", photos / "first.png", "--out", tmp_path / "one.csv")
    alone, among = read_table(tmp_path / "one.csv"), read_table(tmp_path / "all.csv")
    assert alone.values[0] == pytest.approx(among.values[0], abs=1e-4)


def test_more_photos_than_one_batch_keep_their_order(command, tmp_path, monkeypatch):
    monkeypatch.setattr("model.commands.predict.BATCH", 2)
    for number in range(5):
        picture(number).save(tmp_path / f"photo{number}.png")
    done = command("predict", tmp_path, "--out", tmp_path / "table.csv")
    assert done.status == 0
    assert read_table(tmp_path / "table.csv").images == tuple(f"photo{number}" for number in range(5))


def test_all_algorithms_that_can_be_loaded_write_one_table_each_and_the_others_are_named(command, photos, tmp_path):
    done = command("predict", photos, "--algorithm", "all", "--out", tmp_path / "tables" / "today")
    assert done.status == 0
    written = sorted((tmp_path / "tables" / "today").iterdir())
    assert [path.name for path in written] == ["resnet18.csv"]  # the only weights in the folder of these tests
    assert all(len(read_table(path).images) == 3 for path in written)
    assert all(slug in done.err for slug in catalogue.slugs() if slug != "resnet18")


def test_all_algorithms_do_not_fit_into_one_file(command, photos, tmp_path):
    done = command("predict", photos, "--algorithm", "all", "--out", tmp_path / "table.csv")
    assert done.status == 2
    assert "expected a folder for --out" in done.err
    assert not (tmp_path / "table.csv").exists()


def test_where_no_algorithm_can_be_loaded_nothing_counts_as_answered(command, weights, photos, tmp_path):
    weights(tmp_path / "empty")
    done = command("predict", photos / "first.png", "--algorithm", "all")
    assert done.status == 1
    assert "resnet18: The weights file resnet18.json is missing" in done.err


def test_json_has_the_answers_for_equal_frequencies_and_those_in_the_practice_with_its_name(command, photos):
    found = json.loads(command("predict", photos / "first.png", "--json", "--practice", "screening").out)
    frequencies = found["practice"]["frequencies"]
    assert (found["practice"]["slug"], frequencies["MEL"]) == ("screening", 0.01)
    assert found["probabilities_speak_of"]["slug"] == "equal"
    (prediction,) = found["predictions"]
    weighed = {name: share * frequencies[name] for name, share in prediction["probabilities"].items()}
    expected = {name: share / sum(weighed.values()) for name, share in weighed.items()}
    assert prediction["in_practice"] == pytest.approx(expected, abs=1e-5)


def test_a_table_speaks_of_equal_frequencies_whatever_the_practice_and_help_says_so(command, photos, tmp_path):
    for practice in ("screening", "tumour_centre"):
        command("predict", photos, "--practice", practice, "--out", tmp_path / f"{practice}.csv")
    assert (tmp_path / "screening.csv").read_text() == (tmp_path / "tumour_centre.csv").read_text()
    words = " ".join(command("predict", "--help").out.split())
    assert "ISIC tables, which speak of seven equally frequent diagnoses" in words
    assert "screening 1%, clinic 10%, tumour_centre 40%" in words


def test_json_can_be_read_by_a_program(command, photos):
    (photos / "broken.jpg").write_bytes(b"no photo at all")
    done = command("predict", photos, "--json")
    assert done.status == 1
    result = json.loads(done.out)
    assert [(p["image"], p["algorithm"]) for p in result["predictions"]] == [
        ("first", "resnet18"),
        ("third", "resnet18"),
        ("second", "resnet18"),
    ]
    assert all(sum(p["probabilities"].values()) == pytest.approx(1, abs=1e-5) for p in result["predictions"])
    assert [list(p["probabilities"]) for p in result["predictions"]] == [list(map(str, DIAGNOSES))] * 3
    assert result["refused"][0]["file"].endswith("broken.jpg")
    assert result["refused"][0]["reason"].startswith(NOT_AN_IMAGE)


def test_an_archive_is_read_like_a_folder(command, archive):
    done = command("predict", archive, "--json")
    assert (done.status, done.err) == (0, NOT_NAMED)
    found = json.loads(done.out)
    assert [p["image"] for p in found["predictions"]] == ["first", "third"]
    assert found["left_out"] == ["readme.txt"]


def test_a_bad_file_in_an_archive_is_named_with_its_archive(command, archive, photos):
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("inner/bad.png", b"no photo")
    done = command("predict", archive, photos / "second.jpg", "--json")
    assert done.status == 1
    assert done.err.startswith(f"{archive}/inner/bad.png: {NOT_AN_IMAGE}")
    assert [p["image"] for p in json.loads(done.out)["predictions"]] == ["first", "third", "second"]


def test_a_damaged_entry_of_an_archive_does_not_take_the_others_with_it(command, archive, photos):
    data = archive.read_bytes()
    start = data.index((photos / "first.png").read_bytes()) + 40
    archive.write_bytes(data[:start] + b"\0\1\2\3" + data[start + 4 :])
    done = command("predict", archive, photos / "second.jpg", "--json")
    assert done.status == 1
    assert "first.png" in done.err
    assert [p["image"] for p in json.loads(done.out)["predictions"]] == ["third", "second"]


def test_an_archive_that_is_none_does_not_take_the_other_paths_with_it(command, photos, tmp_path):
    (tmp_path / "false.zip").write_bytes(b"no archive")
    done = command("predict", tmp_path / "false.zip", photos / "first.png", "--json")
    assert done.status == 1
    assert done.err.startswith(f"{tmp_path / 'false.zip'}: ")
    assert "photos" not in done.err
    assert [p["image"] for p in json.loads(done.out)["predictions"]] == ["first"]


def test_an_encrypted_entry_of_an_archive_is_refused_with_a_sentence(command, archive, photos):
    data = bytearray(archive.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag bit of both headers
        data[data.index(signature) + offset] |= 1
    archive.write_bytes(data)
    done = command("predict", archive, photos / "second.jpg", "--json")
    assert done.status == 1
    assert f"{archive}/first.png: " in done.err
    assert [p["image"] for p in json.loads(done.out)["predictions"]] == ["third", "second"]


@pytest.mark.parametrize("name", ["nowhere.jpg", "nowhere", "nowhere.zip"])
def test_a_path_that_does_not_exist_is_named_and_the_others_are_answered(command, photos, tmp_path, name):
    done = command("predict", tmp_path / name, photos / "first.png", "--json")
    assert done.status == 1
    assert done.err == f"{tmp_path / name}: The file cannot be opened: No such file or directory.\n"
    assert [p["image"] for p in json.loads(done.out)["predictions"]] == ["first"]


def test_a_second_photo_of_the_same_name_is_refused_as_a_table_could_not_tell_them_apart(command, photos):
    picture(9).save(photos / "inner" / "first.png")
    done = command("predict", photos, "--json")
    assert done.status == 1
    assert done.err == f"{photos / 'inner' / 'first.png'}: a second photo named first; rename one of them\n{NOT_NAMED}"
    assert [p["image"] for p in json.loads(done.out)["predictions"]] == ["first", "third", "second"]


def test_a_folder_without_photos_says_so(command, tmp_path):
    (tmp_path / "notes.txt").write_text("no photo", encoding="utf-8")
    done = command("predict", tmp_path)
    assert (done.status, done.err) == (1, "no photos by their names (1): notes.txt\nno photos found\n")


def test_a_file_that_is_named_is_read_whatever_its_ending(command, photos, tmp_path):
    (photos / "first.png").rename(tmp_path / "IMG_0001")
    done = command("predict", tmp_path / "IMG_0001", "--json")
    assert done.status == 0
    assert json.loads(done.out)["predictions"][0]["image"] == "IMG_0001"


def test_a_place_that_cannot_be_written_to_is_one_sentence(command, photos, tmp_path):
    done = command("predict", photos / "first.png", "--out", tmp_path / "nowhere" / "table.csv")
    assert done.status == 1
    assert "No such file or directory" in done.err


def test_an_unknown_algorithm_is_one_sentence_that_names_the_known_ones(command, photos):
    done = command("predict", photos, "--algorithm", "oracle")
    assert (done.status, done.out) == (1, "")
    assert done.err == f"There is no working algorithm named oracle. Available: {', '.join(catalogue.slugs())}.\n"


def test_missing_weights_are_one_sentence_that_says_what_to_do(command, weights, photos, tmp_path):
    weights(tmp_path)
    done = command("predict", photos)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("The weights file resnet18.json is missing, so nothing is predicted. Restore it with:")


def test_a_file_in_place_of_the_folder_of_weights_counts_as_missing_weights(command, weights, untrained, photos):
    weights(untrained / "resnet18.safetensors")
    done = command("predict", photos)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("The weights file resnet18.json is missing")


def test_altered_weights_are_one_sentence_and_nothing_is_predicted(command, weights, untrained, photos, tmp_path):
    data = bytearray((untrained / "resnet18.safetensors").read_bytes())
    data[-1] ^= 1
    (tmp_path / "resnet18.safetensors").write_bytes(data)
    (tmp_path / "resnet18.json").write_bytes((untrained / "resnet18.json").read_bytes())
    weights(tmp_path)
    done = command("predict", photos, "--out", tmp_path / "table.csv")
    assert done.status == 1
    assert done.err.startswith("The weights file resnet18.safetensors is not the one that belongs to this version")
    assert not (tmp_path / "table.csv").exists()


@pytest.mark.parametrize("name", ["x.xlsx", "answers.json", "table.csv.gz"])
def test_a_file_that_is_no_table_for_the_answers_is_a_sentence_before_any_work(command, photos, tmp_path, name):
    done = command("predict", photos, "--out", tmp_path / name)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"expected a folder or a file FILE.csv for --out, got {tmp_path / name}\n"
    assert not (tmp_path / name).exists()


def test_rows_are_written_as_they_come(command, photos, tmp_path, monkeypatch):
    monkeypatch.setattr("model.commands.predict.BATCH", 1)
    seen = []

    def read(data):
        seen.append((tmp_path / "table.csv").read_text().count("\n"))
        return read_lesion_image(data)

    monkeypatch.setattr("model.commands.predict.read_lesion_image", read)
    assert command("predict", photos, "--out", tmp_path / "table.csv").status == 0
    assert seen == [1, 2, 3]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_name_in_latin_1_loses_no_answer_on_an_output_of_any_encoding(weights, untrained, photos, tmp_path, encoding,
                                                                        monkeypatch):  # fmt: skip
    weights(untrained)
    with suppress(OSError):  # a disk of a Mac refuses the name
        (photos / "second.jpg").rename(photos / os.fsdecode(b"n\xe6vus.jpg"))
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr("sys.stdout", out)
    assert main(["predict", str(photos)]) == 0
    out.flush()
    lines = out.buffer.getvalue().decode(encoding).splitlines()
    assert [line.split()[0] for line in lines[3:]] == [
        "first",
        "third",
        "n\\xe6vus" if encoding == "ascii" else "nævus",
    ]
    assert main(["predict", str(photos), "--out", str(tmp_path / "table.csv")]) == 0
    assert read_table(tmp_path / "table.csv").images == ("first", "third", "nævus")


def dicom(path):
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    pixels = np.asarray(picture(7))
    data.Rows, data.Columns, data.SamplesPerPixel = *pixels.shape[:2], 3
    data.PhotometricInterpretation, data.PlanarConfiguration = "RGB", 0
    data.BitsAllocated = data.BitsStored = 8
    data.HighBit, data.PixelRepresentation = 7, 0
    data.SOPClassUID, data.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7", "1.2.3"
    data.PixelData = pixels.tobytes()
    data.save_as(path, enforce_file_format=True)


def test_every_ending_of_a_photo_is_found_in_folders_and_archives_and_dicom_without_one(command, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    for ending in ("jfif", "jpe", "mpo", "JFIF", "ima"):
        picture(1).save(folder / f"{ending}.{ending}", "JPEG")
    dicom(folder / "1.2.840.113619")
    dicom(folder / "IM000001")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "letter.pdf").write_bytes(b"%PDF-1.4")
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as file:
        for path in folder.iterdir():
            file.write(path, f"inner/{path.name}")
    for path, left_out in ((folder, "letter.pdf"), (tmp_path / "photos.zip", "inner/letter.pdf")):
        found = json.loads(command("predict", path, "--json").out)
        names = {p["image"] for p in found["predictions"]}
        assert names == {"jfif", "jpe", "mpo", "JFIF", "ima", "1.2.840.113619", "IM000001"}
        assert (found["left_out"], found["refused"]) == ([left_out], [])


def test_progress_is_a_line_every_ten_seconds_where_no_terminal_is(capsys):
    seconds = iter(range(0, 400, 4))
    assert list(with_lines("abcdef", "photo", lambda: next(seconds))) == list("abcdef")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert lines[0] == "2 × photo done after 16 s"


def test_no_help_shows_a_doubled_per_cent_sign(command):
    for name in ("predict", "score", "leaderboard"):
        assert "%%" not in command(name, "--help").out


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no disk that is always full")
def test_a_full_disk_ends_the_command_with_a_sentence_and_elsewhere_it_writes_the_table(command, photos, tmp_path):
    (tmp_path / "full.csv").symlink_to("/dev/full")
    done = command("predict", photos / "first.png", "--out", tmp_path / "full.csv")
    assert (done.status, done.err) == (1, f"{tmp_path / 'full.csv'}: No space left on device\n")
    assert command("predict", photos / "first.png", "--out", tmp_path / "table.csv").status == 0


def test_a_file_name_that_a_spreadsheet_would_run_stands_in_the_table_as_text(command, photos, tmp_path):
    (photos / "=HYPERLINK(1).png").write_bytes((photos / "first.png").read_bytes())
    command("predict", photos / "=HYPERLINK(1).png", "--out", tmp_path / "table.csv")
    assert read_table(tmp_path / "table.csv").images == ("'=HYPERLINK(1)",)
