"""Beat the jury without a browser: a game from set-up to result, late answers, reloads, whoever misleads."""

from __future__ import annotations

from html import escape

import numpy as np
import pytest

from model.algorithms.contract import Explanation, Prediction
from model.errors import DecodedWrongly, NoDermatoscope, NoLesionSeen
from model.lesion.diagnosis import Diagnosis
from model.lesion.practice import default_practice
from model.settings import settings
from model.stage.advice import Advice
from model.stage.deal import SECONDS, Deal
from model.text import texts
from model.trust.criteria import Word
from model.trust.criteria_words import point_name
from pages.components.cache import galleries, shared_state
from pages.components.quiz import jury_advice, quiz_play, quiz_result, state
from pages.components.shell.checklist import point_words
from tests.pages.test_pages import html, opened
from tests.photos import jpeg
from tests.stand_ins import sheet

JURY = Prediction(np.array([0.5, 0.3, 0.1, 0.04, 0.03, 0.02, 0.01], np.float32))

WORDS = {"streaks": Word.SEEN, "blue_white_veil": Word.NOT_SEEN, "globules": Word.UNSURE}


def advice_of(wanted, standing=None):
    case, misled = wanted
    heat = np.linspace(0, 1, 224 * 224, dtype=np.float32).reshape(224, 224)
    explanation = Explanation(Diagnosis.MEL, heat, 1.0, 1.0)
    truth = case.diagnosis if misled else None
    return Advice(JURY, truth, 7, 12, explanation, sheet("committee"), words=WORDS)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The jury answers at once, and the result is drawn without the tables of the leaderboard."""
    monkeypatch.setattr(quiz_play, "advice_on", advice_of)
    monkeypatch.setattr(quiz_play, "known_advice", advice_of)
    monkeypatch.setattr(quiz_play, "think_ahead", lambda wanted: None)
    monkeypatch.setattr(jury_advice, "think_ahead", lambda wanted: None)
    shown = []
    monkeypatch.setattr(quiz_result, "show_beside", lambda t, points: shown.append(points))
    shared_state.games.clear()
    yield shown
    shared_state.games.clear()


def begun(language="en", **choices):
    app = opened("pages/quiz.py", language)
    for name, value in choices.items():
        if name == "number":
            app.button_group(key="quiz-number").set_value(value).run()
        else:
            app.toggle(key=f"quiz-{name}").set_value(value).run()
    return app.button(key="quiz-begin").click().run()


def game_of(app):
    token = app.query_params["game"]
    token = token if isinstance(token, str) else token[0]
    return shared_state.games().get(token)


def answer(app, stage, diagnosis):
    position = game_of(app).moment().position
    app.button(key=f"quiz-{position}-{stage}-{diagnosis}").click().run()
    return app.button(key=f"quiz-commit-{position}-{stage}").click().run()


def go_on(app):
    return app.button(key=f"quiz-next-{game_of(app).moment().position}").click().run()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_case_is_asked_blind_then_with_the_jury_and_then_comes_the_next(language):
    t = texts(language)
    app = begun(language)
    assert not app.exception
    assert t("quiz.ask") in html(app)
    assert 'class="advice ' not in html(app)
    assert app.button(key="quiz-commit-0-blind").disabled
    answer(app, "blind", "NV")
    assert t("quiz.ask_again") in html(app)
    assert 'class="advice suspicious"' in html(app)
    share = quiz_play.shares_in(t, advice_of((game_of(app).moment().turn.case, False)))["NV"]
    words = t("quiz.with_share", diagnosis=t("diagnoses.NV.name").capitalize(), share=share)
    assert app.button(key="quiz-0-advised-NV").label == t("quiz.is_chosen", diagnosis=words)
    answer(app, "advised", "MEL")
    case = game_of(app).turns[0].case
    assert escape(t("quiz.truth", diagnosis=t(f"diagnoses.{case.diagnosis}.name"))) in html(app)
    assert 'class="advice ' not in html(app)
    go_on(app)
    assert t("quiz.case", number=2, total=10) in html(app)
    assert (game_of(app).turns[0].first, game_of(app).turns[0].final) == ("NV", "MEL")
    assert game_of(app).turns[0].jury.melanoma


def test_what_is_not_asked_does_not_give_the_diagnosis_away():
    app = begun()
    words = html(app)
    case = game_of(app).moment().turn.case
    assert texts("en")("quiz.drawn") in words
    assert case.path.name not in words
    assert f"{case.diagnosis}_" not in words.upper()


def test_a_game_survives_a_reload_by_its_address_and_an_absence_by_its_session():
    app = begun()
    answer(app, "blind", "BCC")
    query = {name: app.query_params[name] for name in ("game", "deal")}
    again = opened("pages/quiz.py", "en")
    for name, value in query.items():
        again.query_params[name] = value
    again.run()
    assert texts("en")("quiz.ask_again") in html(again)
    app.switch_page("pages/about.py").run()
    app.query_params.clear()
    app.switch_page("pages/quiz.py").run()
    assert texts("en")("quiz.ask_again") in html(app)


def test_a_game_that_is_kept_no_more_is_said_and_offered_again():
    app = begun()
    shared_state.games.clear()
    app.run()
    assert texts("en")("quiz.gone") in html(app)
    app.button(key="quiz-begin").click().run()
    assert texts("en")("quiz.ask") in html(app)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_late_answer_is_no_answer_and_that_is_said(language):
    app = begun(language)
    game = game_of(app)
    app.button(key="quiz-0-blind-MEL").click().run()
    passed = game.now() + SECONDS + 1
    game.now = lambda: passed
    app.button(key="quiz-commit-0-blind").click().run()
    assert texts(language)("quiz.missed", seconds=20) in html(app)
    assert 'class="truth"' in html(app)
    app.button(key="quiz-next-0").click().run()
    assert game.moment().position == 1
    assert game.turns[0].first is None


def test_without_a_clock_none_is_shown():
    app = begun(timed=False)
    assert 'class="quiz-clock"' not in html(app)
    assert not game_of(app).deal.timed


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_result_counts_says_who_misled_and_shows_every_case(language, quick):
    t = texts(language)
    app = begun(language, misled=True)
    game = game_of(app)
    for _ in range(10):
        turn = game.moment().turn
        answer(app, "blind", turn.case.diagnosis)
        answer(
            app,
            "advised",
            advice_of((turn.case, turn.misled)).said(default_practice()).diagnosis
            if turn.misled
            else turn.case.diagnosis,
        )
        assert t("quiz.who_misled") not in html(app)
        go_on(app)
    assert not app.exception
    words = html(app)
    assert t("quiz.only_drawings") in words
    found = quiz_result.result(game.turns)
    assert found.misleading.cases == found.misleading.followed == found.misleading.harmed == 3
    assert t("quiz.disclosed", count=3, followed=3, harmed=3) in words
    assert t("quiz.changes", count=3, helpful=0, harmful=3, neither=0) in words
    assert words.count(t("quiz.who_misled")) == 3
    assert t("quiz.counted", melanomas=3, others=7) in words
    blind, after, jury = quick[-1]
    assert (blind.detection.melanomas_above, blind.detection.others_below) == (3, 7)
    assert jury.detection.melanomas_above == 3
    assert after.detection.melanomas_above + after.detection.others_below == 7
    app.button(key="quiz-again").click().run()
    assert t("quiz.lead") in html(app)


def test_a_game_can_be_stopped_and_gone_on_with():
    app = begun()
    answer(app, "blind", "NV")
    answer(app, "advised", "NV")
    app.button(key="quiz-end").click().run()
    assert app.button(key="quiz-resume").label == texts("en")("quiz.resume", count=9)
    app.button(key="quiz-resume").click().run()
    go_on(app)
    app.button(key="quiz-end").click().run()
    assert texts("en")("quiz.result") in html(app)
    app.button(key="quiz-resume").click().run()
    assert texts("en")("quiz.case", number=2, total=10) in html(app)
    app.button(key="quiz-end").click().run()
    app.button(key="quiz-again").click().run()
    app.button(key="quiz-begin").click().run()
    app.button(key="quiz-end").click().run()
    assert texts("en")("quiz.nothing_answered") in html(app)


def test_the_checklist_is_ticked_first_kept_over_a_reload_and_compared_once_the_diagnosis_is_told():
    t, app = texts("en"), begun(checklist=True)
    assert escape(t("own_list.how")) in html(app)
    assert not [button for button in app.button if button.key == "quiz-0-blind-NV"]
    app.button(key="quiz-tick-0-irregular_streaks").click().run()
    again = opened("pages/quiz.py", "en")
    again.query_params["game"] = app.query_params["game"]
    again.run()
    assert again.button(key="quiz-tick-0-irregular_streaks").label == point_words(t, "irregular_streaks", ticked=True)
    again.button(key="quiz-tick-0-irregular_pigmentation").click().run()
    app = again.button(key="quiz-listed-0").click().run()
    assert t("quiz.ask") in html(app)
    answer(app, "blind", "NV")
    score = t("own_list.score", count=2, least=3, verdict=t("jury.calm").lower())
    assert score not in html(app), "the advice alone may change the answer"
    answer(app, "advised", "NV")
    shown = html(app)
    assert score in shown
    assert t("own_list.agreed", alike=2, count=2) in shown
    pair = t("own_list.pair", name=point_name(t, "irregular_streaks"), own=t("own_list.ticked"), probe="Seen")
    assert pair in shown
    go_on(app)
    app.button(key="quiz-end").click().run()
    assert score in html(app)
    tables = " ".join(str(table.proto) for table in app.get("html"))
    assert t("quiz.you_list") in tables


def test_who_is_late_after_the_checklist_keeps_its_score_without_a_comparison():
    t, app = texts("en"), begun(checklist=True)
    app.button(key="quiz-listed-0").click().run()
    game = game_of(app)
    passed = game.now() + SECONDS + 1
    game.now = lambda: passed
    app.run()
    assert t("quiz.missed", seconds=20) in html(app)
    assert t("own_list.score", count=0, least=3, verdict=t("jury.calm").lower()) in html(app)
    assert t("own_list.presence") not in html(app)


def test_an_address_that_is_passed_on_begins_the_same_cases_for_somebody_else():
    deal = Deal(77, 20, timed=False, misled=True, checklist=True)
    app = opened("pages/quiz.py", "en")
    app.query_params["deal"] = deal.code
    app.run()
    assert escape(texts("en")("quiz.checklist_note")) in html(app)
    assert texts("en")("quiz.invited", count=20) in html(app)
    assert texts("en")("quiz.misled", seconds=20) not in html(app)
    app.button(key="quiz-begin").click().run()
    assert [turn.case for turn in game_of(app).turns] == list(deal.deck(galleries.known_samples()))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NoLesionSeen(times=3.0), "quiz.no_lesion"),
        (DecodedWrongly(), "quiz.decoded_wrongly"),
        (NoDermatoscope(photos=9, auc=0.6, low=0.5, high=0.7), "quiz.no_dermatoscope"),
    ],
)
def test_a_photo_that_is_held_back_gets_no_answer_of_the_jury_and_the_game_goes_on(error, words, monkeypatch):
    def refuse(wanted, standing=None):
        raise error

    monkeypatch.setattr(quiz_play, "advice_on", refuse)
    app = begun()
    answer(app, "blind", "NV")
    assert texts("en")(words) in html(app)
    answer(app, "advised", "NV")
    go_on(app)
    assert game_of(app).moment().position == 1
    assert game_of(app).turns[0].jury is None


def test_a_folder_of_cases_is_offered_where_there_is_one(tmp_path, monkeypatch):
    rows = ["file,diagnosis,age,sex,site,licence,attribution"]
    for number, diagnosis in enumerate(("MEL", "NV", "BKL")):
        (tmp_path / f"{number}.jpg").write_bytes(jpeg(number))
        rows.append(f"{number}.jpg,{diagnosis},54,female,back,CC0-1.0,A clinic")
    (tmp_path / "cases.csv").write_text("\n".join(rows))
    monkeypatch.setenv("TEN_OPINIONS_CASES", str(tmp_path))
    settings.cache_clear()
    try:
        app = opened("pages/quiz.py", "en")
        app.button_group(key="quiz-source").set_value("case").run()
        app.button(key="quiz-begin").click().run()
        assert {turn.case.diagnosis for turn in game_of(app).turns} == {Diagnosis.MEL, Diagnosis.NV, Diagnosis.BKL}
        assert "54 years · female · back · A clinic, CC0-1.0" in html(app)
    finally:
        settings.cache_clear()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_wrong_row_is_named_beside_the_cases_and_a_photo_learned_from_is_shown_but_never_dealt(
    monkeypatch, tmp_path, language
):
    for number, name in enumerate(("ISIC_0024306.jpg", "own.jpg")):
        (tmp_path / name).write_bytes(jpeg(number))
    rows = ["file,diagnosis,licence,source", "ISIC_0024306.jpg,nv,CC0,x", "own.jpg,nv,CC0,x", "own.jpg,wart,CC0,x"]
    (tmp_path / "cases.csv").write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.setenv("TEN_OPINIONS_CASES", str(tmp_path))
    settings.cache_clear()
    app, t = opened("pages/examine.py", language), texts(language)
    assert t("input.rows_refused", count=1) in html(app)
    reason = t("case_reasons.diagnosis")
    assert t("input.row_refused", line=4, reason=reason, got="wart") in html(app)
    assert [button.key for button in app.button if (button.key or "").startswith("case-case-")] == [
        "case-case-0",
        "case-case-1",
    ]
    assert [case.path.name for case in state.cases_of("case")] == ["own.jpg"]
    settings.cache_clear()
