"""The leaderboard without a browser, on the made-up benchmark."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from model.charts.chart import View
from model.charts.elsewhere import elsewhere_words
from model.charts.questions import ANSWER, QUESTIONS
from model.charts.verdict import leader_words
from model.charts.written import interval_words, value_words
from model.evaluation.duel import duel_of
from model.evaluation.evaluation import evaluate
from model.evaluation.qi import Rule, rank
from model.evaluation.tables import CLASSES
from model.settings import ROOT
from model.text import texts
from pages.components.cache import algorithm_scores, leaderboards
from pages.components.leaderboard.leaderboard_state import LeaderboardChoice, read
from tests.synthetic_benchmark import BEST, COMMITTEE, QUALITY, as_seen_by_a_server, write_benchmark

PAGE = "pages/leaderboard.py"
EVEN = {"resnet18": 4.2, "attention": 4.2, "small_cnn": 2.0}
"""The attention network is as good as the ResNet-18."""
FEW = {"resnet18": 4.2, "small_cnn": 2.0, "hog_svm": 1.1}
"""As many as a test needs that is about one of them."""


@pytest.fixture(scope="module")
def benchmark(tmp_path_factory):
    """Tables in which the ResNet-18 leads by far, and the committee without a rank is better still."""
    return write_benchmark(tmp_path_factory.mktemp("leaderboard") / "benchmark")


@pytest.fixture
def served(benchmark, monkeypatch):
    monkeypatch.setattr(algorithm_scores, "BENCHMARK", benchmark)
    return benchmark


def opened(**asked: str) -> AppTest:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=600)
    app.switch_page(PAGE)
    for name, value in {"lang": "en", **asked}.items():
        app.query_params[name] = value
    return app.run()


def html(app: AppTest) -> str:
    return " ".join(str(element.proto.body) for element in app.get("html"))


def charts(app: AppTest) -> dict[str, dict]:
    """The specification of each chart by its key."""
    return {chart.proto.id.rsplit("figure-", 1)[-1]: json.loads(chart.proto.spec) for chart in app.get("plotly_chart")}


def order(app: AppTest) -> list[str]:
    """The algorithms of the table from the top."""
    return re.findall(r'<th scope="row">.*?<span>([^<]*)</span>', html(app))


def names(slugs) -> list[str]:
    return [View(texts("en")).name(slug) for slug in slugs]


def ranked(found, *rule) -> list[str]:
    """The names of the ranking under a rule."""
    return names(row.slug for row in rank(found, Rule(*rule)).standings)


def asked(app: AppTest) -> dict[str, str]:
    return {name: app.query_params[name] for name in app.query_params}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_shows_its_charts_in_both_languages(served, language, question):
    app = opened(lang=language, question=question)
    assert not app.exception
    assert texts(language)("errors.unexpected") not in html(app)
    assert set(charts(app)) == {*ANSWER, *QUESTIONS[question]}
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    assert texts(language)("app.notice") in html(app)


def test_the_first_sentence_names_the_leader_and_says_who_is_tied(served):
    words = html(opened())
    assert "ResNet-18 leads: QI " in words
    assert "No other algorithm is statistically tied." in words
    assert "Another metric or other weights would put first: " in words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_set_beside_qi_has_its_column_its_charts_and_its_finding(served, language):
    t = texts(language)
    app = opened(lang=language, question="elsewhere", set="elsewhere", metric="melanoma_auc")
    assert not app.exception
    assert asked(app)["set"] == "elsewhere"
    assert {"fall", "point"} <= set(charts(app))
    material = leaderboards.leaderboard_data("melanoma_auc", 5.0, 5.0, "elsewhere")
    words = html(app) + html(opened(lang=language, question="misses", set="elsewhere"))
    assert elsewhere_words(View(t), material) in words
    assert f'<th scope="col">{t("charts.elsewhere")}</th>' in words
    score = material.evaluation.scores["elsewhere"][BEST].overall["melanoma_auc"]
    value, between = value_words(t, "melanoma_auc", score.value), interval_words(t, "melanoma_auc", score)
    assert f"<td><span>{value}</span> <small>{between}</small></td>" in words
    assert t("charts.roc.title", day=t("charts.elsewhere")) in words


def test_a_folder_without_the_set_beside_qi_shows_the_two_days(tmp_path, monkeypatch):
    folder = write_benchmark(tmp_path / "benchmark", quality={"resnet18": 2.0, "hog_svm": 1.0})
    (folder / "truth" / "elsewhere.csv").unlink()
    monkeypatch.setattr(algorithm_scores, "BENCHMARK", folder)
    app = opened(set="elsewhere", question="misses")
    assert not app.exception
    assert texts("en")("charts.roc.title", day="day 2") in html(app)
    assert '<th scope="col">other clinics</th>' not in html(app)


def test_a_close_race_names_the_tied_once(tmp_path, monkeypatch):
    monkeypatch.setattr(algorithm_scores, "BENCHMARK", write_benchmark(tmp_path / "benchmark", quality=EVEN))
    words = html(opened())
    assert words.count("Statistically tied: ") == 1
    data = leaderboards.leaderboard_data(*LeaderboardChoice().drawn)
    assert {*data.ranking.winners, *data.tied} == {"resnet18", "attention"}
    assert leader_words(View(texts("en")), data) in words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_committee_is_not_ranked_but_its_scores_stand_below(served, language):
    t = texts(language)
    app = opened(lang=language)
    last = html(app).rpartition('<tr class="reference">')[2]
    assert t("charts.reference", name=t("algorithms.committee.name")) in last
    assert last.startswith("<td></td>")
    assert len(order(app)) == len(QUALITY)
    assert [trace["legendgroup"] for trace in charts(app)["forest"]["data"]][-1] == COMMITTEE


def test_the_metric_and_the_weights_move_the_table_and_the_address(served):
    app = opened()
    found = evaluate(served, unranked=[COMMITTEE])
    assert order(app)[:-1] == ranked(found)

    app.selectbox(key="rule-metric").select("expected_calibration_error").run()
    assert order(app)[:-1] == ranked(found, "expected_calibration_error")
    assert order(app)[0] != names([BEST])[0]
    assert asked(app)["metric"] == "expected_calibration_error"

    app.slider(key="rule-day1").set_value(0).run()
    app.slider(key="rule-day2").set_value(9).run()
    assert order(app)[:-1] == ranked(found, "expected_calibration_error", 0, 1)
    assert (asked(app)["day1"], asked(app)["day2"]) == ("0", "9")

    app.button(key="rule-reset").click().run()
    assert order(app)[0] == names([BEST])[0]
    assert asked(app)["metric"] == "balanced_accuracy"


def test_a_family_alone_keeps_its_ranks_and_the_address_keeps_it(served):
    app = opened()
    everyone = order(app)
    app.selectbox(key="ask-family").select("convolutional").run()
    assert asked(app)["family"] == "convolutional"
    assert order(app) == [name for name in everyone if name in (*names(["resnet18", "mobilenet_v1"]), everyone[-1])]
    assert "Ranks stay those among all 10" in html(app)
    assert f"<td>{everyone.index(names(['mobilenet_v1'])[0]) + 1}</td>" in html(app)
    assert order(opened(**asked(app))) == order(app)


def test_two_go_head_to_head_with_their_differences_and_their_photos(served):
    app = opened(question="duel", one="attention", other="hog_svm")
    assert not app.exception
    data = leaderboards.leaderboard_data(*LeaderboardChoice(question="duel", one="attention", other="hog_svm").drawn)
    duel = duel_of(data.evaluation, "day2", ("attention", "hog_svm"))
    words = html(app)
    for slug, first in zip(duel.pair, (True, False), strict=True):
        number = duel.counts(first, not first)[0]
        title = texts("en")("leaderboard.alone_right", name=View(texts("en")).the(slug), count=number)
        assert title in words
    assert words.count("https://api.isic-archive.com/images/ISIC_") == 12
    assert {"differences", "right_where"} <= set(charts(app))
    app.selectbox(key="ask-one").select("hog_svm").run()
    assert (asked(app)["one"], asked(app)["other"]) == ("hog_svm", "attention"), "they change places"


def test_all_answers_are_one_table_with_a_row_a_photo(served):
    rows = list(csv.DictReader(io.StringIO(leaderboards.answers_table())))
    tables = leaderboards.leaderboard_data(*LeaderboardChoice().drawn).evaluation.benchmark.sets
    assert len(rows) == sum(len(of.images) for of in tables.values())
    assert len(rows[0]) == 3 + 8 * len(QUALITY)
    day2 = tables["day2"]
    row = next(row for row in rows if row["image"] == day2.images[7])
    assert (row["set"], row["truth"]) == ("day2", CLASSES[day2.truth[7]])
    given = [float(row[f"attention {name}"]) for name in CLASSES]
    assert given == pytest.approx(day2.probabilities[day2.slugs.index("attention")][7].tolist(), abs=1e-6)
    answers = day2.answers("attention")
    assert row["attention suspicious"] == str(int(answers.at_point.stated[7, 0] >= answers.threshold))


def test_two_weights_of_nothing_count_as_equal_and_are_said_to(served):
    app = opened(day1="0", day2="0")
    assert not app.exception
    assert texts("en")("leaderboard.weights_zero") in html(app)


def test_a_shared_address_opens_the_same_view(served):
    link = {
        "metric": "melanoma_auc",
        "day1": "2",
        "day2": "8",
        "algorithm": "attention",
        "set": "day1",
        "question": "firm",
        "family": "transformer",
        "one": "hog_svm",
        "other": "committee",
    }
    app = opened(**link)
    assert asked(app) == {"lang": "en", **link}
    assert app.selectbox(key="rule-metric").value == "melanoma_auc"
    assert (app.slider(key="rule-day1").value, app.slider(key="rule-day2").value) == (2, 8)
    assert app.button(key="chip-attention").proto.type == "primary"
    assert "ranks" in charts(app)


def test_a_click_on_a_name_highlights_it_in_every_chart_and_another_lets_go(served):
    app = opened()
    before = charts(app)
    app.button(key="chip-hog_svm").click().run()
    assert asked(app)["algorithm"] == "hog_svm"
    assert "algorithm=hog_svm" in [link.proto.query_string for link in app.get("page_link")][-1]
    assert all(charts(app)[name] != before[name] for name in ("forest", "roc", "corner"))
    app.button(key="chip-hog_svm").click().run()
    assert "algorithm" not in asked(app)
    assert charts(app) == before


def test_what_an_address_asks_wrongly_is_as_it_was():
    slugs = tuple(QUALITY)
    assert (
        read({"metric": "beauty", "day1": "-3", "day2": "1e9", "algorithm": "nobody", "question": "?"}, slugs)
        == LeaderboardChoice()
    )
    assert read({"metric": "sensitivity"}, slugs) == LeaderboardChoice(), (
        "it needs an operating point, so it ranks nobody"
    )
    before = LeaderboardChoice(metric="log_loss", algorithm="attention")
    assert read({"day1": "7"}, slugs, (), before) == LeaderboardChoice(metric="log_loss", algorithm="attention", day1=7)
    assert read({}, ("resnet18",), (), before).algorithm == ""
    assert read({"family": "rule", "one": "attention", "other": "nobody"}, slugs, ("rule",)) == LeaderboardChoice(
        family="rule", one="attention"
    )
    assert read({"family": "rule"}, slugs, ("boosting",)).family == ""


def test_who_has_no_rank_is_listed_with_the_reason(tmp_path, monkeypatch):
    folder = write_benchmark(tmp_path / "benchmark", quality=FEW)
    (folder / "day1" / "hog_svm.csv").unlink()
    table = folder / "day2" / "small_cnn.csv"
    table.write_text(table.read_text().replace("MEL", "MELANOMA"))
    monkeypatch.setattr(algorithm_scores, "BENCHMARK", folder)
    words = html(opened())
    assert "No scores" in words
    assert "day1/hog_svm.csv: this file does not exist" in words
    assert "day2/small_cnn.csv, line 1: expected the columns" in words
    assert "chip-hog_svm" not in words


def test_without_any_table_the_page_says_what_to_do(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "assets" / "benchmark" / "truth", tmp_path / "truth")
    monkeypatch.setattr(algorithm_scores, "BENCHMARK", tmp_path)
    app = opened()
    assert not app.exception
    assert "git checkout -- assets/benchmark" in html(app)


def test_without_the_truth_the_page_names_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(algorithm_scores, "BENCHMARK", tmp_path)
    app = opened(lang="fr")
    assert not app.exception
    assert "truth/day1.csv" in html(app)


def test_the_disputed_photos_come_with_a_link_and_every_answer(served):
    app = opened(question="disagree")
    words = html(app)
    assert words.count("https://api.isic-archive.com/images/ISIC_") == 12
    assert "of 10 are right" in words
    assert "Melanoma probability from 0 to 100%" in words


def test_the_csv_of_a_chart_holds_the_numbers_of_its_table(served):
    chart = leaderboards.leaderboard_chart(LeaderboardChoice().drawn, "forest", "en", None, "light")
    found = rank(evaluate(served, unranked=[COMMITTEE])).standings[0]
    first = chart.table.csv().splitlines()[1].split(",")
    assert [float(cell) for cell in first[2:5]] == pytest.approx(
        [found.qi.value, found.qi.low, found.qi.high], abs=1e-5
    )


def test_a_changed_table_changes_the_page(tmp_path, monkeypatch):
    folder = write_benchmark(tmp_path / "benchmark", quality={**FEW, "small_cnn": 3.8})
    monkeypatch.setattr(algorithm_scores, "BENCHMARK", folder)
    before = leaderboards.leaderboard_data(*LeaderboardChoice().drawn)
    assert leaderboards.leaderboard_data(*LeaderboardChoice().drawn) is before
    shutil.copy(folder / "day2" / "hog_svm.csv", folder / "day2" / f"{BEST}.csv")
    after = leaderboards.leaderboard_data(*LeaderboardChoice().drawn)
    assert after.order[0] != before.order[0]


def test_the_leaderboard_opens_without_torch(tmp_path):
    program = f"""
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file({str(ROOT / "app.py")!r}, default_timeout=600)
app.switch_page({PAGE!r})
app.query_params["lang"] = "en"
app.run()
assert not app.exception
print(len(app.get("plotly_chart")), sorted({{"torch", "torchvision"}} & set(sys.modules)))
"""
    benchmark = write_benchmark(tmp_path / "benchmark", quality=FEW)
    environment = {**os.environ, **as_seen_by_a_server(benchmark)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == f"{len(ANSWER) + len(QUESTIONS['misses'])} []"


def test_the_start_page_gets_ready_what_the_leaderboard_needs_beside_the_page(monkeypatch):
    asked = []
    monkeypatch.setattr(leaderboards, "get_charts_ready", lambda: asked.append(1))
    assert not AppTest.from_file(ROOT / "app.py", default_timeout=120).run().exception
    assert asked
    program = """
import sys, threading
from pages.components.cache import leaderboards
assert leaderboards.CHARTS not in sys.modules
leaderboards.get_charts_ready()
[thread.join() for thread in threading.enumerate() if thread.name == leaderboards.CHARTS]
print(leaderboards.CHARTS in sys.modules)
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "True"
