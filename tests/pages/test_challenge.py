"""The page of a challenge and its leaderboard without a browser: each role's room, and what it may not see."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from datetime import timedelta
from html import unescape
from itertools import product

import pytest
from streamlit.testing.v1 import AppTest

from model.challenge.board import read_board
from model.challenge.definition import read_definition, slugs
from model.challenge.roles import Role
from model.challenge.store.store import open_store
from model.challenge.store.tables import TeamKind
from model.challenge.times import close_now
from model.challenge.worker import Worker, slug_of
from model.evaluation.sets import DAYS
from model.evaluation.tables import table_text
from model.settings import ROOT, settings
from model.text import LANGUAGES, texts
from pages.components.cache import challenges, leaderboards
from pages.components.challenge import organiser_view, team_view, visit
from pages.components.leaderboard.leaderboard_state import LeaderboardChoice
from pages.components.report.report_view import report_html

SMALL = "urology"
SKIN = re.compile(r"(?<!_)melanom|mélanom|skin|peau|dermo|lesion|lésion|\bseven\b|\bsept\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def board():
    return read_board(read_definition(SMALL))


@pytest.fixture
def store(tmp_path, monkeypatch, board):
    """A store of its own, and a worker that runs entries when it is woken."""
    monkeypatch.setenv("TEN_OPINIONS_CHALLENGE", str(tmp_path / "challenge"))
    monkeypatch.delenv("TEN_OPINIONS_DATABASE_URL", raising=False)
    settings.cache_clear()
    opened = open_store()
    monkeypatch.setattr(challenges, "_opened", lambda *_: opened)
    now = opened.database.now()
    for challenge, day in product(slugs(), DAYS):  # whatever the date of the test
        opened.phases.set_times(challenge, day, now - timedelta(1), now + timedelta(1), "test")
    worker = Worker(opened, board=lambda _: board)
    worker.wake = worker.run_next
    for module in (visit, team_view):
        monkeypatch.setattr(module, "worker", lambda: worker)
    yield opened
    opened.close()
    settings.cache_clear()


def opened(page="challenge", language="en", challenge=SMALL, **asked) -> AppTest:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.switch_page(f"pages/{page}.py")
    for name, value in {"lang": language, "challenge": challenge, **asked}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return " ".join(str(element.proto.body) for element in app.get("html"))


def signed_in(store, role, team=None, name="Ada", language="en") -> AppTest:
    app = opened(language=language)
    app.text_input(key="challenge-code").set_value(store.codes.issue(role, "test", team, name))
    app.button[0].click().run()
    assert not app.exception
    return app


def table(board, of="day1", slug="colour_and_edges"):
    tables = board.evaluation.benchmark.sets[of]
    return table_text(tables.images, tables.answers(slug).probabilities, tables.terms.classes)


def handed_in(app: AppTest, text: str, name="mine.csv") -> AppTest:
    uploader = next(one for one in app.file_uploader if one.key.startswith(team_view.FILES))
    uploader.set_value([(name, text.encode(), "text/csv")]).run()
    app.button(key="challenge-submit").click().run()
    assert not app.exception
    return app


@pytest.fixture
def team(store):
    return store.teams.register(SMALL, "Les Six", TeamKind.START_UP, "We mix <b>colours</b>.").id


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", slugs())
def test_a_visitor_reads_question_dates_with_time_zone_rule_and_licence(store, slug, language):
    app, definition = opened(language=language, challenge=slug), read_definition(slug)
    shown = html(app)
    for words in (definition.title, definition.about, definition.licence):
        assert words.in_language(language).split(".")[0].split("'")[-1].split("’")[-1] in shown
    assert shown.count("(UTC)") >= 2
    assert texts(language)("challenge.hidden") in shown
    assert app.session_state["challenge-choice"] == slug


def test_a_team_registers_keeps_its_code_and_signs_in_again(store):
    app = opened()
    app.text_input(key="challenge-name").set_value("Les  Six")
    app.selectbox(key="challenge-kind").set_value("student")
    app.button[-1].click().run()
    shown = html(app)
    code = re.search(r'class="code">([^<]+)<', shown)[1]
    assert "the team Les Six" in shown
    app.button(key="challenge-out").click().run()
    assert code not in html(app)
    app.text_input(key="challenge-code").set_value(code.lower().replace("-", " "))
    app.button[0].click().run()
    assert "the team Les Six" in html(app)
    assert code not in html(app)


def test_a_taken_name_and_a_wrong_code_are_one_sentence_each(store, team):
    app = opened()
    app.text_input(key="challenge-name").set_value("les six")
    app.button[-1].click().run()
    assert "les six" in html(app).casefold()
    assert 'role="alert"' in html(app)
    app.text_input(key="challenge-code").set_value("ABCD-EFGH-JKMN")
    app.button[0].click().run()
    assert texts("en")("errors.code_wrong") in html(app)


def test_a_broken_table_is_refused_with_its_place_and_a_good_one_is_ranked_with_an_interval(store, team, board):
    app = signed_in(store, Role.TEAM, team, "Les Six")
    handed_in(app, re.sub(r"(day1_0003),[\d.]+", r"\1,high", table(board)), "broken.csv")
    shown = html(app)
    assert "broken.csv, line 4" in shown
    assert "No entry was used" in shown
    assert "Left: 5 today, 30 in this phase" in shown
    handed_in(app, table(board))
    app.run()
    shown = html(app)
    assert "mine.csv: scored" in shown
    assert "Rank 1 of 4 in this phase (95% interval of the rank: 1 to" in shown
    assert "Left: 4 today, 29 in this phase" in shown
    assert "broken.csv" not in shown
    kinds = next(one for one in app.button_group if one.key.startswith("kinds-"))
    kinds.set_value("missed_by_all").run()
    assert html(app).count('src="data:image/jpeg') == 12
    assert "api.isic-archive.com" not in html(app)


def test_a_hidden_score_is_seen_by_nobody_but_the_organiser(store, team, board):
    app = signed_in(store, Role.TEAM, team, "Les Six")
    app.button_group(key="challenge-phase").set_value("day2").run()
    handed_in(app, table(board, "day2"))
    app.run()
    shown = html(app)
    assert "the score is shown once the phase is closed" in shown
    assert "Balanced accuracy: 5" not in shown
    assert slug_of(team) not in challenges.board_key(SMALL)[1]
    assert "Balanced accuracy: 51%" in html(signed_in(store, Role.ORGANISER))
    assert "Les Six" not in html(opened("leaderboard"))


def test_an_entry_is_withdrawn_while_its_phase_is_open_and_never_by_its_scores_afterwards(store, team, board):
    app = signed_in(store, Role.TEAM, team, "Les Six")
    handed_in(handed_in(app, table(board)), table(board), "better.csv")
    app.run()
    first, last = (entry.id for entry in reversed(store.entries.history(team)))
    app.button(key=f"withdraw-{first}").click().run()
    assert store.entries.get(first).state == "withdrawn"
    close_now(read_definition(SMALL), store, "day1", "organiser")
    app.button(key=f"withdraw-{last}").click().run()  # the page is older than the end of the phase
    assert store.entries.get(last).state == "scored"
    assert texts("en")("errors.phase_not_open") in html(app)
    assert not [one for one in app.button if one.key == f"withdraw-{last}"]
    signed_in(store, Role.ORGANISER).button(key=f"withdraw-{last}").click().run()
    assert store.entries.get(last).state == "withdrawn"


def test_other_teams_see_neither_file_nor_history(store, team, board):
    handed_in(signed_in(store, Role.TEAM, team, "Les Six"), table(board))
    other = store.teams.register(SMALL, "Les Sept", TeamKind.SME).id
    shown = html(signed_in(store, Role.TEAM, other, "Les Sept"))
    assert "mine.csv" not in shown
    assert "No entries yet" in shown


def test_a_code_of_another_challenge_opens_no_room_here(store):
    elsewhere = store.teams.register("melanoma", "Elsewhere", TeamKind.SME).id
    app = signed_in(store, Role.TEAM, elsewhere, "Elsewhere")
    assert [one.key for one in app.text_input] == ["challenge-code", "challenge-name"]


def test_jury_and_organiser_bring_a_winner_who_is_followed(store, team, board):
    app = signed_in(store, Role.TEAM, team, "Les Six")
    handed_in(app, table(board))
    app.button_group(key="challenge-phase").set_value("day2").run()
    handed_in(app, table(board, "day2"))
    jury = signed_in(store, Role.JURY, name="Dr. B")
    assert "We mix &lt;b&gt;colours&lt;/b&gt;." in html(jury)
    for slider in jury.slider:
        slider.set_value(8)
    jury.text_area(key=f"remark-{team}").set_value("Clear.")
    next(one for one in jury.button if one.label == "Save the points").click().run()
    assert {(row.juror, row.points, row.remark) for row in store.jury.points(SMALL)} == {("Dr. B", 8.0, "Clear.")}
    assert "Les Six (judged)" in {one.label for one in jury.expander}

    organiser = signed_in(store, Role.ORGANISER)
    assert "once both days are closed" in html(organiser)
    for day in ("day1", "day2"):
        organiser.button(key=f"phase-now-{day}").click().run()
    assert "8.0 (1 juror)" in html(organiser)
    organiser.button(key="challenge-announce").click().run()
    organiser.text_input(key="plan-title").set_value("First patients")
    next(one for one in organiser.button if one.label == "Add a milestone").click().run()
    assert not organiser.exception
    assert "The winner is Les Six" in html(opened())

    winner = signed_in(store, Role.TEAM, team, "Les Six", language="fr")
    winner.text_area(key="note-text").set_value("Douze patients vus.")
    next(one for one in winner.button if one.label == "Ajouter une note").click().run()
    assert "Douze patients vus. Exactitude équilibrée à cette date" in html(winner).replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    )
    assert "No phase takes entries" in html(signed_in(store, Role.TEAM, team, "Les Six"))


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"is_logged_in": True, "email": "A@b.org", "email_verified": True}, "organiser"),
        ({"is_logged_in": True, "email": "a@b.org", "email_verified": False}, "visitor"),
        ({"is_logged_in": False, "email": "a@b.org", "email_verified": True}, "visitor"),
        ({"is_logged_in": True, "email": "j@b.org", "email_verified": True}, "jury"),
    ],
)
def test_a_login_of_the_server_gives_the_role_of_its_verified_address(store, monkeypatch, claims, role):
    class User(dict):
        is_logged_in = claims["is_logged_in"]

    monkeypatch.setattr(visit.st, "user", User(claims))
    monkeypatch.setenv("TEN_OPINIONS_ORGANISERS", "a@b.org")
    monkeypatch.setenv("TEN_OPINIONS_JURY", "j@b.org, k@b.org")
    settings.cache_clear()
    assert visit.has_login()
    assert visit._role_of_login() == role


def test_codes_are_issued_once_and_everything_is_saved_as_one_zip(store, team):
    app = signed_in(store, Role.ORGANISER)
    app.text_input(key="issue-name").set_value("Dr. C")
    next(one for one in app.button if one.label == "Issue a code").click().run()
    code = re.search(r'class="code">([^<]+)<', html(app))[1]
    assert store.codes.sign_in(code, "test").name == "Dr. C"
    definition = read_definition(SMALL)
    archive = zipfile.ZipFile(io.BytesIO(organiser_view._everything(visit.Visit(definition, store, Role.ORGANISER))))
    assert "Les Six" in archive.read("teams.csv").decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", ["misses", "seven", "belief", "firm", "disagree", "duel"])
def test_the_leaderboard_of_another_specialty_says_nothing_of_skin(store, language, question):
    app = opened("leaderboard", language, question=question)
    shown = html(app) + " ".join(str(chart.proto.spec) for chart in app.get("plotly_chart"))
    shown = re.sub(r'legendgroup":"[^"]*"|<style>.*?</style>|<script>.*?</script>', "", shown, flags=re.DOTALL)
    assert read_definition(SMALL).title.in_language(language).split(" (")[0] in shown
    assert not SKIN.findall(shown), set(SKIN.findall(shown))


def test_an_accepted_entry_stands_in_ranking_legend_and_charts_with_colour_and_marker(store, team, board):
    handed_in(signed_in(store, Role.TEAM, team, "Les Six"), table(board))
    app = opened("leaderboard", question="misses", set="day1")
    assert "Les Six" in html(app)
    assert app.button(key=f"chip-{slug_of(team)}").label == "Les Six"
    specs = " ".join(str(chart.proto.spec) for chart in app.get("plotly_chart"))
    assert f'"legendgroup":"{slug_of(team)}"' in specs.replace(": ", ":")
    assert "Les Six" not in html(opened("leaderboard", challenge="melanoma"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_another_specialty_is_about_its_own_question_and_names_the_teams(store, team, board, language):
    handed_in(signed_in(store, Role.TEAM, team, "Les Six"), table(board))
    key = challenges.board_key(SMALL)
    data = leaderboards.leaderboard_data(*LeaderboardChoice().drawn, key)
    found = report_html(challenges.texts_of(key, language), data, SMALL)
    words = re.sub(r"<[^>]+>", " ", re.sub(r"<(style|script|svg)[^>]*>.*?</\1>", "", found, flags=re.DOTALL))
    assert "Les Six" in words
    assert read_definition(SMALL).about.in_language(language).split(".")[0] in unescape(words)
    assert not SKIN.findall(words), set(SKIN.findall(words))


def test_an_unknown_challenge_is_one_sentence(store):
    shown = html(opened(challenge="astrology"))
    assert "astrology" in shown
    assert 'role="alert"' in shown


def test_no_page_but_the_challenge_s_makes_a_store(tmp_path, monkeypatch):
    monkeypatch.setenv("TEN_OPINIONS_CHALLENGE", str(tmp_path / "none"))
    settings.cache_clear()
    opened("leaderboard")
    assert not (tmp_path / "none").exists()
    settings.cache_clear()
    shutil.rmtree(tmp_path / "none", ignore_errors=True)
