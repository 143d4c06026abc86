"""What the report says where there is little to say, and where its figures come from."""

from __future__ import annotations

import datetime
import math
import subprocess
import sys
from dataclasses import replace

import pytest

from model.charts.chart import ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.elsewhere import elsewhere_words
from model.charts.verdict import dependence_words, leader_words, without_rank
from model.evaluation.benchmark import Benchmark, Excluded
from model.evaluation.evaluation import Evaluation, score_benchmark
from model.evaluation.qi import winner_by_rule
from model.evaluation.sets import SETS
from model.evaluation.significance import LEVEL
from model.leaderboard import read_leaderboard
from model.report.contents import Paragraph
from model.report.origin import read_origin
from model.report.page import html_of
from model.report.photo_counts import patient_rows, photo_counts
from model.report.results import cells
from model.report.sections import write_contents
from model.settings import ROOT
from model.table_errors import TableMissing
from model.text import LANGUAGES, texts
from tests.report.conftest import HOSTILE, REFUSED, checksum
from tests.synthetic_benchmark import QUALITY, write_benchmark

ENGLISH = View(texts("en"))


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """One algorithm only."""
    folder = write_benchmark(tmp_path_factory.mktemp("alone") / "benchmark", quality={"resnet18": 3.0})
    material = read_leaderboard(folder, folder).chart_data()
    return material, read_origin(folder, folder, material.evaluation.benchmark.participants)


def without_anybody(material):
    """The same sets, with nobody who could be scored."""
    days = material.evaluation.benchmark.sets
    empty = {day: replace(of, slugs=(), probabilities=of.probabilities[:0], thresholds={}) for day, of in days.items()}
    missing = Excluded("resnet18", TableMissing(file="day1/resnet18.csv"))
    evaluation: Evaluation = score_benchmark(Benchmark(empty, (missing,)), 5)
    return ChartData(evaluation)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_single_algorithm_has_a_report_that_says_so(alone, language):
    material, origin = alone
    t = texts(language)
    contents = write_contents(material, origin, t)
    assert t("leaderboard.alone", name="ResNet-18") in [
        block.text for block in contents.sections[0].blocks if isinstance(block, Paragraph)
    ]
    assert len(html_of(contents)) > 10_000


def test_a_board_with_nobody_has_a_report_without_charts_that_names_the_reason(material, origin):
    contents = write_contents(without_anybody(material), origin, texts("en"))
    assert contents.pictures == ()
    assert "day1/resnet18.csv: this file does not exist." in html_of(contents)


def test_those_without_a_rank_are_named_with_their_reason(material):
    found = dict(without_rank(ENGLISH, material))
    assert set(found) == {REFUSED}
    assert "expected the columns" in found[REFUSED]


def test_ties_are_those_whom_the_corrected_test_does_not_separate(material):
    tied = [slug for slug in material.pairs.slugs if slug in material.tied]
    row = material.pairs.adjusted[material.pairs.slugs.index(material.ranking.winners[0])]
    chance = [slug for slug, p in zip(material.pairs.slugs, row, strict=True) if p >= LEVEL]
    assert tied == [slug for slug in chance if slug not in material.ranking.winners]
    words = leader_words(ENGLISH, material)
    assert all(ENGLISH.the(slug) in words for slug in tied)


def test_a_winner_under_every_rule_is_called_so(alone, material):
    assert dependence_words(ENGLISH, alone[0]) == ""
    depends = winner_by_rule(material.evaluation).depends
    assert depends == ("Another metric" in dependence_words(ENGLISH, material))
    assert leader_words(ENGLISH, alone[0]).startswith("ResNet-18 is the only ranked algorithm")


def test_the_photos_are_counted_from_the_truth(material):
    counts = photo_counts(material)
    days = material.evaluation.benchmark.sets
    assert counts.total == tuple(len(days[name].images) for name in SETS)
    assert [sum(column) for column in zip(*(of for _, of in counts.by_diagnosis), strict=True)] == list(counts.total)
    assert dict(counts.by_diagnosis)["DF"][SETS.index("elsewhere")] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_answers_whether_it_holds_elsewhere(contents, material, language):
    t, summary = texts(language), contents[language].sections[0]
    words = [block.text for block in summary.blocks if isinstance(block, Paragraph)]
    assert elsewhere_words(View(t), material) in words
    assert t("leaderboard.questions.elsewhere") in words
    table = next(block for block in summary.blocks if block.kind == "grid")
    assert t("charts.elsewhere").capitalize() in table.header
    assert {len(row) for row in table.rows} == {len(table.header)}


def test_patients_are_counted_by_age_and_sex_with_the_unknown_among_them(material):
    rows = patient_rows(texts("en"), material.facts)
    ages, sexes = rows[:4], rows[4:]
    for group in (ages, sexes):
        assert sum(int(words.split(" ")[0].replace(",", "")) for _, words in group) == len(material.facts)
    assert patient_rows(texts("en"), ()) == ()


def test_numbers_are_written_by_column_and_in_the_language():
    table = ChartTable(("a", "b", "c", "d"), (("x", 1.0, 0.25, 1234), ("y", 2.0, math.nan, None)))
    assert cells(texts("fr"), table) == (
        ("x", "1", "0,250", "1\N{NARROW NO-BREAK SPACE}234"),
        ("y", "2", "–", "–"),
    )
    assert cells(texts("en"), ChartTable(("a",), ())) == ()


def test_the_origin_holds_every_run_with_its_hashes(origin):
    assert {(run.slug, run.day) for run in origin.runs} == {(slug, day) for slug in (*QUALITY, HOSTILE) for day in SETS}
    assert len(origin.hashes("weights")) == len(QUALITY) + 1
    assert set(origin.hashes("code")) == {checksum(f"code of {day}") for day in SETS}
    assert {(day, name) for day, name, _ in origin.data()} == {
        (day, name) for day in SETS for name in ("manifest.csv", f"{day}.zip")
    }


def test_tables_of_a_hash_are_named_by_day_and_all_of_a_day_at_once(contents):
    section = next(of for of in contents["en"].sections if of.name == "versions")
    grids = {block.caption: block for block in section.blocks if block.kind == "grid"}
    data = grids["Files with the photos (SHA-256)"]
    assert {row[-1] for row in data.rows} == {
        "all tables of day 1",
        "all tables of day 2",
        "all tables of other clinics",
    }
    weights = grids["Weights behind the tables (SHA-256)"]
    assert {row[-1] for row in weights.rows} == {"day 1 (2017-11-24), day 2 (2017-11-24), other clinics (2017-11-24)"}


@pytest.mark.parametrize("written", ["", "[]", "{", '{"data_sha256": 3, "seconds_per_image": "soon"}'])
def test_a_run_that_says_nonsense_says_nothing(tmp_path, written):
    for day in ("day1", "day2"):
        (tmp_path / day).mkdir()
        (tmp_path / day / "odd.json").write_text(written, encoding="utf-8")
    origin = read_origin(tmp_path, tmp_path, ["odd"], datetime.date(2017, 11, 25))
    assert all((run.data, run.seconds, run.weights) == ((), None, "") for run in origin.runs)
    assert (origin.date, origin.sheets) == ("2017-11-25", {})


def test_a_report_needs_neither_torch_nor_streamlit():
    program = "import sys, model.leaderboard, model.report.page, model.report.pdf, model.report.sections; "
    program += "print(sorted({'torch', 'torchvision', 'streamlit'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
