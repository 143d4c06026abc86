"""A room without a browser: opened, joined, voted in, counted, answered by the jury, closed; reloads of either side."""

from __future__ import annotations

from html import escape

import pytest

from model.stage.rooms import OWN_TRIES
from model.text import texts
from pages.components.cache import shared_state
from pages.components.room import room_desk, room_result
from tests.pages.test_pages import html, opened
from tests.pages.test_quiz import advice_of


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The jury answers at once, and the result is drawn without the tables of the leaderboard."""
    monkeypatch.setattr(room_desk, "advice_on", advice_of)
    monkeypatch.setattr(room_desk, "known_advice", advice_of)
    monkeypatch.setattr(room_desk, "think_ahead", lambda wanted: None)
    shown = []
    monkeypatch.setattr(room_result, "show_beside", lambda t, points: shown.append(points))
    shared_state.rooms.clear()
    yield shown
    shared_state.rooms.clear()


def value(app, name):
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


def presenter(language="en"):
    return opened("pages/room.py", language).button(key="room-open-button").click().run()


def room_of(app):
    return shared_state.rooms().of_presenter(value(app, "desk"))


def phone(room, language="en", **query):
    app = opened("pages/room.py", language)
    for name, words in {"room": room.code, "key": room.key, **query}.items():
        app.query_params[name] = words
    return app.run()


def step(app):
    now = room_of(app).now()
    return app.button(key=f"room-step-{now.position}-{now.phase}").click().run()


def vote(app, position, diagnosis):
    return app.button(key=f"vote-{position}-{diagnosis}").click().run()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_room_votes_and_is_counted_then_come_the_jury_and_the_diagnosis(language):
    t = texts(language)
    desk = presenter(language)
    room = room_of(desk)
    assert room.code in html(desk)
    assert t("room.qr_alt", code=room.code) in html(desk)
    one, other = phone(room, language), phone(room, language)
    vote(one, 0, "NV")
    vote(one, 0, "MEL")
    vote(other, 0, "MEL")
    assert t("room.voted", diagnosis=t("diagnoses.MEL.name")) in html(one)
    desk.run()
    assert t("room.have_voted", count=2, joined=2) in html(desk)
    assert t("room.says", diagnosis=t("diagnoses.MEL.name"), count=2, total=2) not in html(desk)
    step(desk)
    assert t("room.says", diagnosis=t("diagnoses.MEL.name"), count=2, total=2) in html(desk)
    assert 'class="truth"' not in html(desk)
    step(desk)
    assert t("jury.meter", count=7, voters=12) in html(desk)
    step(desk)
    truth = escape(t("quiz.truth", diagnosis=t(f"diagnoses.{room.deck[0].diagnosis}.name")))
    assert truth in html(desk)
    assert not desk.exception
    one.run()
    assert truth in html(one)
    step(desk)
    assert t("quiz.case", number=2, total=10) in html(desk)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_late_vote_is_refused_with_a_sentence_and_the_next_case_clears_it(language):
    desk = presenter()
    room = room_of(desk)
    app = phone(room, language)
    room.advance(0, "voting")
    vote(app, 0, "MEL")
    assert texts(language)("errors.vote_too_late", number=1) in html(app)
    assert room.count(0).total == 0
    assert not app.exception


def test_a_phone_that_reloads_keeps_its_ballot_and_its_vote():
    room = room_of(presenter())
    app = phone(room)
    vote(app, 0, "BCC")
    again = phone(room, ballot=value(app, "ballot"))
    assert texts("en")("room.voted", diagnosis="basal cell carcinoma") in html(again)
    vote(again, 0, "NV")
    assert room.now().joined == 1
    assert room.count(0).votes == {"NV": 1}


def test_a_phone_that_leaves_the_page_and_comes_back_has_its_place():
    room = room_of(presenter())
    app = phone(room)
    vote(app, 0, "BCC")
    app.switch_page("pages/about.py").run()
    app.query_params.clear()
    app.switch_page("pages/room.py").run()
    assert texts("en")("room.voted", diagnosis="basal cell carcinoma") in html(app)
    assert room.now().joined == 1


def test_a_presenter_who_reloads_finds_the_room_as_it_was():
    desk = presenter()
    vote(phone(room_of(desk)), 0, "MEL")
    step(desk)
    again = opened("pages/room.py", "en")
    again.query_params["desk"] = value(desk, "desk")
    again.run()
    assert texts("en")("room.says", diagnosis="melanoma", count=1, total=1) in html(again)
    step(again)
    assert room_of(desk).now().phase == "advised"


def test_a_code_is_typed_and_a_wrong_one_is_said_and_not_for_ever():
    room = room_of(presenter())
    app = opened("pages/room.py", "en")

    def typed(code):
        app.text_input(key="room-code").set_value(code).run()
        join = next(button for button in app.button if button.label == texts("en")("room.join"))
        return join.click().run()

    for _ in range(OWN_TRIES):
        typed("WRONG")
        assert texts("en")("errors.room_unknown") in html(app)
    typed(room.code)
    assert "Too many wrong codes" in html(app)
    other = opened("pages/room.py", "en")
    assert texts("en")("room.join_title") in html(other)


def test_the_room_s_point_stands_beside_the_jury_s_and_every_case_is_listed(quick):
    t = texts("en")
    desk = presenter()
    room = room_of(desk)
    voter = phone(room)
    for at in range(2):
        voter.run()
        vote(voter, at, room.deck[at].diagnosis)
        for _ in range(3):
            step(desk)
        step(desk)
    desk.button(key="room-finish").click().run()
    assert not desk.exception
    assert t("room.only_drawings") in html(desk)
    assert html(desk).count(t("quiz.case_alt")) == 2
    ours, theirs = quick[-1]
    assert (ours.name, theirs.name) == ("The room", "The jury")
    assert ours.detection.images == theirs.detection.images == 2
    voter.run()
    assert t("room.over") in html(voter)
    desk.button(key="room-resume").click().run()
    assert t("quiz.case", number=3, total=10) in html(desk)


def test_a_result_without_a_counted_case_says_so():
    desk = presenter()
    desk.button(key="room-finish").click().run()
    assert texts("en")("room.nothing_counted") in html(desk)


def test_a_closed_room_sends_its_phones_away_with_a_sentence():
    desk = presenter()
    room = room_of(desk)
    app = phone(room)
    desk.button(key="room-close-now").click().run()
    assert texts("en")("room.left") in html(desk)
    app.run()
    assert texts("en")("errors.room_closed") in html(app)
    assert "room" not in app.query_params


def test_a_room_that_is_kept_no_more_is_said_to_its_presenter():
    desk = presenter()
    shared_state.rooms.clear()
    desk.run()
    assert texts("en")("room.gone") in html(desk)


def test_what_the_page_says_before_the_end_does_not_give_the_diagnosis_away():
    desk = presenter()
    room = room_of(desk)
    shown = html(desk) + html(phone(room))
    assert not any(case.path.name in shown for case in room.deck)
