"""A visitor's own table on the leaderboard: dropped, refused, taken out, and seen by nobody else."""

from __future__ import annotations

import csv
import io
import re

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest

from model.charts.questions import ANSWER, QUESTIONS
from model.evaluation.benchmark import Benchmark, read_benchmark
from model.evaluation.entry import YOURS, example
from model.evaluation.tables import table_text
from model.text import texts
from pages.components.cache import algorithm_scores, leaderboards
from pages.components.leaderboard.leaderboard_state import LeaderboardChoice
from pages.components.session.own_table import OwnTable
from pages.components.session.uploads import Mailbox
from tests.pages.test_leaderboard import asked, charts, html, names, opened, order
from tests.synthetic_benchmark import BEST, write_benchmark

QUALITY = {BEST: 4.2, "attention": 2.9, "hog_svm": 1.1}
OWN = texts("en")("algorithms.your-table.name")


@pytest.fixture(scope="module")
def benchmark(tmp_path_factory) -> Benchmark:
    """Three algorithms of known quality."""
    folder = write_benchmark(tmp_path_factory.mktemp("own") / "benchmark", quality=QUALITY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(algorithm_scores, "BENCHMARK", folder)
        yield read_benchmark(folder)


def of_set(benchmark, name, slug="attention"):
    tables = benchmark.sets[name]
    return table_text(tables.images, tables.answers(slug).probabilities)


def dropped(app: AppTest, **files: str) -> AppTest:
    """Drop tables at once; afterwards, as in a browser, the server has nothing more of them."""
    app.file_uploader(key="table").set_value(
        [(f"{name}.csv", text.encode(), "text/csv") for name, text in files.items()]
    )
    app.run()
    app.file_uploader(key="table").set_value([])
    assert not app.exception
    return app


def in_charts(app: AppTest) -> set[str]:
    """The charts with the visitor's table among their traces."""
    return {name for name, spec in charts(app).items() if YOURS in {of.get("legendgroup") for of in spec["data"]}}


def test_a_table_stands_in_ranking_legend_and_charts_is_highlighted_and_goes_with_one_click(benchmark):
    app = opened(question="misses")
    before, drawn = order(app), charts(app)
    dropped(app, mine=example(benchmark, "attention"))
    assert order(app) == [*names([BEST, "attention"]), OWN, *names(["hog_svm"])]
    assert "Your table: mine.csv (day 1, day 2, other clinics)." in html(app)
    assert re.search(r"Rank 2 of 4 under this rule: QI \d+% \(", html(app))
    assert asked(app)["algorithm"] == YOURS
    assert in_charts(app) == {*ANSWER, *QUESTIONS["misses"]}
    assert [link for link in app.get("page_link") if YOURS in link.proto.query_string] == [], "it has no card"
    app.button(key="own-out").click().run()
    assert (order(app), charts(app), in_charts(app)) == (before, drawn, set())
    assert "algorithm" not in asked(app)


def test_it_goes_head_to_head_and_counts_under_every_rule(benchmark):
    app = dropped(opened(question="duel"), mine=example(benchmark, "hog_svm"))
    assert (
        texts("en")("charts.differences.title", one="your table", other="ResNet-18", day="day 2").lower()
        in html(app).lower()
    )
    app.slider(key="rule-day1").set_value(0).run()
    app.selectbox(key="rule-metric").select("log_loss").run()
    assert OWN in order(app)
    assert not app.exception


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_refused_table_gets_its_sentence_and_the_one_before_stays(benchmark, language):
    t = texts(language)
    image = benchmark.sets["day2"].images[0]
    good = of_set(benchmark, "day2")
    bad = re.sub(rf"{image},[\d.]+", f"{image},NaN", good)
    said = t("errors.table_no_number", file="bad.csv", line=2, image=image, column="MEL", got="NaN")
    app = dropped(opened(lang=language, question="cost"), bad=bad)
    assert said in html(app)
    assert 'role="alert"' in html(app)
    assert not in_charts(app)
    dropped(app, good=good)
    assert said not in html(app)
    dropped(app, bad=bad)
    assert f"{said} {t('leaderboard.own.kept')}" in html(app)
    assert "forest" in in_charts(app)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_table_of_another_set_says_so_and_offers_to_show_that_set(benchmark, language):
    t = texts(language)
    app = dropped(opened(lang=language, question="misses"), first=of_set(benchmark, "day1"))
    assert t("leaderboard.own.other_set", day=t("charts.day2")) in html(app)
    assert t("leaderboard.own.no_rank", sets=t("charts.day2")) in html(app)
    assert in_charts(app) == {"forest"}
    app.button(key="own-show-day1").click().run()
    assert asked(app)["set"] == "day1"
    assert in_charts(app) == {*ANSWER, *QUESTIONS["misses"]}
    dropped(app, second=of_set(benchmark, "day2"))
    assert f"first.csv ({t('charts.day1')}), second.csv ({t('charts.day2')})" in html(app)
    assert t("leaderboard.own.no_rank", sets=t("charts.day2")) not in html(app)


def test_two_visitors_see_their_own_tables_and_what_all_share_has_neither(benchmark):
    one, other = opened(question="misses"), opened(question="misses")
    dropped(one, mine=example(benchmark, "attention"))
    other.run()
    assert OWN in order(one)
    assert OWN not in order(other)
    assert in_charts(other) == set()
    dropped(other, theirs=example(benchmark, BEST))
    one.run()
    assert order(one)[2:] == [OWN, *names(["hog_svm"])]
    assert order(other)[1] == OWN
    assert ("theirs.csv" in html(one), "mine.csv" in html(other)) == (False, False)
    third = opened(question="misses", algorithm=YOURS)
    assert OWN not in order(third)
    assert "algorithm" not in asked(third)
    shared = leaderboards.leaderboard_data(*LeaderboardChoice().drawn)
    assert YOURS not in shared.evaluation.slugs
    header = next(csv.reader(io.StringIO(leaderboards.answers_table())))
    assert not any(YOURS in cell for cell in header)


def box(*files: tuple[str, str]) -> Mailbox:
    manager = MemoryUploadedFileManager("/upload")
    for name, text in files:
        manager.add_file("session", UploadedFileRec(name, name, "text/csv", text.encode()))
    return Mailbox(manager, "session", [name for name, _ in files], only_named=True)


def read(own: OwnTable, benchmark: Benchmark, *files: tuple[str, str]) -> dict[str, str]:
    """Give files to the table of a session and return the name of the file behind each set."""
    own.receive(box(*files))
    own.read(benchmark)
    return {name: table.file for name, table in own.tables.items()}


def test_a_table_of_other_sets_joins_and_one_of_the_same_set_begins_anew(benchmark):
    own, day1, day2 = OwnTable(), of_set(benchmark, "day1"), of_set(benchmark, "day2")
    assert read(own, benchmark, ("a1", day1)) == {"day1": "a1"}
    assert read(own, benchmark, ("a2", day2)) == {"day1": "a1", "day2": "a2"}
    assert read(own, benchmark, ("b2", day2)) == {"day2": "b2"}, "never two models under one name"
    assert read(own, benchmark, ("c1", day1), ("c2", day2)) == {"day1": "c1", "day2": "c2"}


def test_files_are_taken_once_and_the_server_forgets_them_and_photos_stay_for_the_photo_input(benchmark):
    own, given = OwnTable(), box(("mine", of_set(benchmark, "day2")))
    given.manager.add_file("session", UploadedFileRec("photo", "photo.jpg", "image/jpeg", b"bytes"))
    own.receive(given)
    assert given.manager.get_files("session", ["mine"]) == []
    assert len(given.manager.get_files("session", ["photo"])) == 1
    assert own.read(benchmark)
    assert not own.read(benchmark), "a later run has nothing to read"
