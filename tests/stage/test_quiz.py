"""The rules of a game: blind first, then the jury, then again; against a clock that no browser holds."""

from __future__ import annotations

import threading

import pytest

from model.lesion.diagnosis import Diagnosis
from model.stage.deal import SECONDS, Deal
from model.stage.marks import by_person
from model.stage.quiz import Game
from model.trust.criteria import Word

MEL, NV = Diagnosis.MEL, Diagnosis.NV


@pytest.fixture
def game(cases, clock):
    return Game.dealt(Deal(5), cases(), clock)


def answer(game, first, final):
    """Play one turn."""
    position = game.moment().position
    for stage, diagnosis in (("blind", first), ("advised", final)):
        game.begin(position, stage)
        game.choose(position, stage, diagnosis)
        assert game.commit(position, stage)
        game.hear(position, by_person(MEL), by_person(MEL), {"streaks": Word.SEEN})
    game.go_on(position, "answered")


def test_a_turn_asks_blind_then_shows_the_jury_then_asks_again_then_tells_the_diagnosis(game):
    game.begin(0, "blind")
    assert game.moment().stage == "blind"
    game.choose(0, "blind", NV)
    game.choose(0, "blind", MEL)
    assert game.moment().turn.draft is MEL
    assert game.commit(0, "blind")
    assert game.moment().stage == "advised"
    assert game.moment().turn.draft is MEL
    game.choose(0, "advised", NV)
    assert game.commit(0, "advised")
    assert (game.moment().position, game.moment().stage, game.moment().seconds) == (0, "answered", None)
    game.choose(0, "answered", MEL)
    assert (game.turns[0].first, game.turns[0].final) == (MEL, NV)
    game.go_on(0, "answered")
    assert (game.moment().position, game.moment().stage) == (1, "blind")


def test_nothing_is_committed_that_was_not_chosen(game):
    assert not game.commit(0, "blind")
    assert game.moment().stage == "blind"


def test_a_second_click_on_commit_changes_nothing(game):
    game.choose(0, "blind", MEL)
    assert game.commit(0, "blind")
    assert not game.commit(0, "blind")
    assert game.moment().stage == "advised"
    assert game.commit(0, "advised")
    assert not game.commit(0, "advised")
    assert game.moment().stage == "answered"
    game.go_on(0, "answered")
    game.go_on(0, "answered")
    assert game.moment().position == 1
    assert game.turns[1].first is None


def test_a_page_that_is_out_of_date_changes_nothing(game):
    answer(game, MEL, MEL)
    game.choose(0, "blind", NV)
    game.choose(2, "blind", NV)
    game.go_on(0, "missed")
    assert game.turns[0].first is MEL
    assert game.moment().turn.draft is None


def test_the_clock_runs_from_the_first_look_and_no_reload_stops_it(game, clock):
    assert game.moment().seconds is None
    game.begin(0, "blind")
    clock.pass_by(5)
    game.begin(0, "blind")
    assert game.moment().seconds == pytest.approx(SECONDS - 5)


def test_a_late_answer_is_no_answer_and_the_next_case_waits_for_the_person(game, clock):
    game.begin(0, "blind")
    game.choose(0, "blind", MEL)
    clock.pass_by(SECONDS + 0.1)
    assert not game.commit(0, "blind")
    assert game.moment().stage == "missed"
    assert game.turns[0].first is None
    clock.pass_by(3600)
    assert game.moment().position == 0
    game.go_on(0, "missed")
    game.go_on(0, "missed")
    assert (game.moment().position, game.moment().stage, game.moment().seconds) == (1, "blind", None)


def test_where_the_second_answer_is_late_the_first_one_stands(game, clock):
    game.choose(0, "blind", MEL)
    game.commit(0, "blind")
    assert game.moment().seconds is None, "while the jury is waited for no time runs"
    game.begin(0, "advised")
    game.choose(0, "advised", NV)
    clock.pass_by(SECONDS + 0.1)
    assert game.moment().stage == "kept"
    assert game.turns[0].final is MEL
    game.go_on(0, "kept")
    assert game.moment().position == 1


def test_without_a_clock_no_time_runs(cases, clock):
    game = Game.dealt(Deal(5, timed=False), cases(), clock)
    game.begin(0, "blind")
    clock.pass_by(3600)
    assert (game.moment().stage, game.moment().seconds) == ("blind", None)


def test_a_game_ends_with_its_last_case_and_may_be_ended_before_and_gone_on_with(game):
    answer(game, MEL, NV)
    game.end()
    assert game.moment().stage == "over"
    assert game.left == 9
    game.resume()
    assert game.moment().position == 1
    for _ in range(9):
        answer(game, NV, NV)
    assert game.moment().stage == "over"
    assert not game.commit(10, "over")


def test_a_game_without_cases_is_over():
    assert Game.dealt(Deal(1), []).moment().stage == "over"


def test_of_many_clicks_at_once_one_commits(game):
    game.choose(0, "blind", MEL)
    done, start = [], threading.Barrier(8)

    def click():
        start.wait()
        done.append(game.commit(0, "blind"))

    clicks = [threading.Thread(target=click) for _ in range(8)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert sum(done) == 1
    assert game.moment().stage == "advised"


def test_with_the_checklist_each_turn_begins_with_the_ticks_and_the_clock_only_after_them(cases, clock):
    game = Game.dealt(Deal(5, checklist=True), cases(), clock)
    for slug in ("blue_white_veil", "irregular_streaks", "blue_white_veil"):
        game.tick(0, "listing", slug)
    clock.pass_by(10 * SECONDS)
    assert (game.moment().stage, game.moment().seconds, game.left) == ("listing", None, 10)
    assert game.moment().turn.own.ticks == {"irregular_streaks"}
    game.choose(0, "listing", MEL)
    assert not game.commit(0, "listing")
    game.close_list(0, "listing")
    game.tick(0, "listing", "blue_white_veil")  # a click on an outdated page
    assert game.moment().stage == "blind"
    answer(game, MEL, MEL)
    own = game.turns[0].own
    assert (own.ticks, own.words, own.alike) == ({"irregular_streaks"}, {"streaks": Word.SEEN}, 1)
    assert game.moment().stage == "listing"


def test_without_the_checklist_there_is_no_list(game):
    game.tick(0, "blind", "irregular_streaks")
    game.close_list(0, "blind")
    answer(game, MEL, MEL)
    assert game.turns[0].own is None
