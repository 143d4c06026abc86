"""A folder of photos with its table: the cases in their order, and every reason to refuse it."""

from __future__ import annotations

import io
import unicodedata

import numpy as np
import pytest
from PIL import Image

from model.errors import CaseFolderError, LesionImageError
from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import CASES_COLUMNS, RefusedRow, read_gallery, read_rows_of_gallery

HEADER = "file,diagnosis,source,licence"
FULL = ",".join(CASES_COLUMNS)


@pytest.fixture
def folder(tmp_path):
    """Three photos and a text file in a folder, and a photo beside it."""
    cases = tmp_path / "cases"
    (cases / "more").mkdir(parents=True)
    y, x = np.mgrid[0:120, 0:120] / 120
    spot = np.hypot(y - 0.5, x - 0.5) < 0.3
    pixels = np.where(spot[..., None], (100, 60, 40), (225, 180, 165)).astype(np.uint8)
    for path in (cases / "a.png", cases / "b.jpg", cases / "more" / "c.png", tmp_path / "outside.png"):
        Image.fromarray(pixels).save(path)
    (cases / "notes.txt").write_text("no photo", encoding="utf-8")
    return cases


def write(folder, *rows, header=HEADER, encoding="utf-8"):
    (folder / "cases.csv").write_text("\n".join((header, *rows)) + "\n", encoding=encoding)


def refused_row(folder, got):
    """The reason of the only wrong row, whose other cases are shown."""
    with (folder / "cases.csv").open("a", encoding="utf-8") as file:
        file.write("b.jpg,nv,,\n")
    cases, (row,) = read_rows_of_gallery(folder, "cases.csv")
    assert [case.path.name for case in cases] == ["b.jpg"]
    assert (row.line, row.got) == (2, got)
    return row.reason


def refused(folder):
    with pytest.raises(CaseFolderError) as caught:
        read_gallery(folder, "cases.csv")
    assert caught.value.data["folder"] == str(folder)
    return caught.value.data["reason"]


def test_cases_come_in_the_order_of_the_table(folder):
    write(folder, "b.jpg,NV,clinic,CC0", "more/c.png,MEL,clinic,CC0", "a.png,DF,clinic,CC0")
    assert [case.path.name for case in read_gallery(folder, "cases.csv")] == ["b.jpg", "c.png", "a.png"]


def test_cases_are_counted_within_their_diagnosis(folder):
    write(folder, "a.png,mel,,", "b.jpg,nv,,", "more/c.png,mel,,")
    found = [(case.diagnosis, case.number) for case in read_gallery(folder, "cases.csv")]
    assert found == [(Diagnosis.MEL, 1), (Diagnosis.NV, 1), (Diagnosis.MEL, 2)]


def test_source_and_licence_are_kept_and_further_columns_are_left_alone(folder):
    write(folder, 'x,a.png, Mel ,"clinic, ward 3",CC BY 4.0', header="note," + HEADER)
    (case,) = read_gallery(folder, "cases.csv")
    assert (case.diagnosis, case.source, case.licence) == (Diagnosis.MEL, "clinic, ward 3", "CC BY 4.0")


def test_a_short_row_has_an_empty_source_and_licence(folder):
    write(folder, "a.png,bcc")
    (case,) = read_gallery(folder, "cases.csv")
    assert (case.source, case.licence) == ("", "")


def test_age_sex_site_and_whom_to_name_are_read_where_the_table_has_them(folder):
    write(folder, "a.png,MEL,55,Female,lower extremity,CC-BY,Some Clinic", header=FULL)
    (case,) = read_gallery(folder, "cases.csv")
    assert (case.age, case.sex, case.site) == (55, "female", "lower extremity")
    assert (case.source, case.licence) == ("Some Clinic", "CC-BY")


def test_what_nobody_wrote_down_is_unknown(folder):
    write(folder, "a.png,MEL,,,,CC0,", header=FULL)
    (case,) = read_gallery(folder, "cases.csv")
    assert (case.age, case.sex, case.site, case.source) == (None, "", "", "")


@pytest.mark.parametrize(
    ("written", "age"), [("85.0", 85), ("0", 0), ("120", 120), ("121", None), ("-5", None), ("old", None), ("²", None)]
)
def test_an_age_that_can_be_none_counts_as_unknown(folder, written, age):
    write(folder, f"a.png,MEL,{written},male,,CC0,x", header=FULL)
    assert read_gallery(folder, "cases.csv")[0].age == age


def test_a_table_written_by_a_spreadsheet_program_is_read(folder):
    write(folder, "a.png,vasc,Hôpital,CC0", encoding="utf-8-sig")
    assert [case.source for case in read_gallery(folder, "cases.csv")] == ["Hôpital"]


def test_a_table_without_rows_gives_no_cases(folder):
    write(folder)
    assert read_gallery(folder, "cases.csv") == ()


def test_a_thumbnail_is_a_small_jpeg_of_the_photo(folder):
    write(folder, "a.png,mel,,")
    (case,) = read_gallery(folder, "cases.csv")
    thumbnail = Image.open(io.BytesIO(case.thumbnail()))
    assert (thumbnail.format, thumbnail.size, thumbnail.mode) == ("JPEG", (144, 144), "RGB")
    whole = Image.fromarray(case.image().pixels).resize((144, 144))
    assert np.abs(np.asarray(thumbnail, float) - np.asarray(whole, float)).mean() < 4


def test_a_file_that_is_no_photo_is_refused_when_it_is_looked_at(folder):
    write(folder, "notes.txt,mel,,")
    (case,) = read_gallery(folder, "cases.csv")
    with pytest.raises(LesionImageError):
        case.image()


def test_a_folder_that_does_not_exist_is_refused(tmp_path):
    assert refused(tmp_path / "nowhere") == "no_folder"


def test_a_file_in_place_of_the_folder_is_refused(folder):
    assert refused(folder / "notes.txt") == "no_folder"


def test_a_folder_without_its_table_is_refused(folder):
    assert refused(folder) == "no_table"


def test_a_table_that_is_not_utf8_is_refused(folder):
    write(folder, "a.png,mel,Hôpital,CC0", encoding="latin-1")
    assert refused(folder) == "no_table"


@pytest.mark.parametrize(
    "header", ["", "file,diagnosis,source", "file|diagnosis|source|licence", "file,diagnosis,licence"]
)
def test_a_table_that_lacks_a_column_is_refused(folder, header):
    write(folder, "a.png,mel,,", header=header)
    assert refused(folder) == "columns"


@pytest.mark.parametrize("diagnosis", ["wart", "", "melanoma"])
def test_a_diagnosis_that_is_none_of_the_seven_is_refused(folder, diagnosis):
    write(folder, f"a.png,{diagnosis},,")
    assert refused_row(folder, diagnosis) == "diagnosis"


@pytest.mark.parametrize("file", ["missing.png", "", ".", "more", "a" * 300 + ".png"])
def test_a_file_that_is_not_there_is_refused(folder, file):
    write(folder, f"{file},mel,,")
    assert refused_row(folder, file) == "file"


def test_a_table_with_a_nul_in_it_is_none(folder):
    write(folder, "a\0.png,mel,,")
    assert refused(folder) == "no_table"


@pytest.mark.parametrize("file", ["../outside.png", "more/../../outside.png", "{parent}/outside.png"])
def test_a_path_that_climbs_out_of_the_folder_is_refused(folder, file):
    write(folder, f"{file.format(parent=folder.parent)},mel,,")
    assert (folder.parent / "outside.png").is_file()
    assert refused_row(folder, file.format(parent=folder.parent)) == "file"


def test_a_link_that_leads_out_of_the_folder_is_refused(folder):
    (folder / "link.png").symlink_to(folder.parent / "outside.png")
    write(folder, "link.png,mel,,")
    assert refused_row(folder, "link.png") == "file"


def test_a_wrong_row_costs_its_row_however_many_are_good(folder):
    write(folder, "a.png,mel,,", "", "b.jpg,wart,,", "gone.png,nv,,", "more/c.png,nv,,")
    cases, rows = read_rows_of_gallery(folder, "cases.csv")
    assert [case.path.name for case in cases] == ["a.png", "c.png"]
    assert rows == (RefusedRow(4, "diagnosis", "wart"), RefusedRow(5, "file", "gone.png"))


@pytest.mark.parametrize(
    ("delimiter", "encoding", "before"), [(";", "utf-8-sig", ""), ("\t", "utf-16", ""), (";", "utf-8", "sep=;\n")]
)
def test_a_table_of_a_french_spreadsheet_program_is_read(folder, delimiter, encoding, before):
    rows = f"{before}{FULL}\na.png,MEL,55,female,,CC0,Hôpital\n,,,,,,\n".replace(",", delimiter)
    (folder / "cases.csv").write_text(rows, encoding=encoding)
    (case,) = read_gallery(folder, "cases.csv")
    assert (case.path.name, case.age, case.source) == ("a.png", 55, "Hôpital")


@pytest.mark.parametrize(("on_disk", "in_table"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_file_is_found_whichever_way_its_accents_are_composed(folder, on_disk, in_table):
    (folder / "a.png").rename(folder / unicodedata.normalize(on_disk, "été.png"))
    write(folder, unicodedata.normalize(in_table, "été.png") + ",mel,,")
    assert len(read_gallery(folder, "cases.csv")) == 1


def test_a_field_larger_than_any_honest_one_is_refused_as_a_broken_table(folder):
    write(folder, f"a.png,mel,{'x' * 200_000},CC0")
    assert refused(folder) in {"no_table", "columns", "file"}
