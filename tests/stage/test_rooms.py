"""The rules of a room: thirty phones, no vote lost or counted twice, none after the count, no code guessed."""

from __future__ import annotations

import random
import threading

import pytest

from model.errors import RoomClosed, RoomFull, RoomUnknown, TooManyTries, VoteTooLate
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.stage.marks import by_person
from model.stage.rooms import ALL_TRIES, BALLOTS, CODE_LENGTH, LETTERS, OWN_TRIES, ROOMS, WINDOW, Rooms
from model.stage.shelf import IDLE

MEL, NV, BKL = Diagnosis.MEL, Diagnosis.NV, Diagnosis.BKL


@pytest.fixture
def rooms(clock):
    return Rooms(clock)


@pytest.fixture
def desk(rooms, cases):
    return rooms.open(cases(1, 2))


@pytest.fixture
def room(rooms, desk):
    return rooms.of_presenter(desk)


def play(room, *votes, jury=MEL):
    """Vote on the case that is shown, count, and show jury and truth."""
    at = room.now().position
    for vote in votes:
        room.vote(room.join(), at, vote)
    room.hear(at, by_person(jury))
    for phase in ("voting", "counted", "advised", "truth"):
        room.advance(at, phase)


def test_thirty_phones_vote_at_once_and_no_vote_is_lost_or_counted_twice(rooms, desk, room):
    start, wanted = threading.Barrier(31), {}

    def phone(number):
        choose = random.Random(number)
        ballot = rooms.enter(room.code, number).join()
        start.wait()
        for _ in range(20):  # impatient: again, and something else
            room.vote(ballot, 0, choose.choice(DIAGNOSES))
            if number == 7:  # one loses its connection and comes back
                assert rooms.enter(room.code, number, room.key).join(ballot) == ballot
        wanted[ballot] = last = choose.choice(DIAGNOSES)
        room.vote(ballot, 0, last)

    def presenter():
        start.wait()
        assert rooms.of_presenter(desk) is room  # a reload

    phones = [threading.Thread(target=phone, args=(number,)) for number in range(30)]
    for one in (*phones, seen := threading.Thread(target=presenter)):
        one.start()
    for one in (*phones, seen):
        one.join()
    count = room.count(0)
    assert (room.now().joined, room.now().voted, count.total) == (30, 30, 30)
    assert dict(count.votes) == {one: list(wanted.values()).count(one) for one in set(wanted.values())}


def test_a_vote_may_be_changed_until_it_is_closed_and_counts_once(room):
    ballot = room.join()
    room.vote(ballot, 0, NV)
    room.vote(ballot, 0, MEL)
    assert room.vote_of(ballot, 0) is MEL
    assert room.count(0).votes == {MEL: 1}
    room.advance(0, "voting")
    with pytest.raises(VoteTooLate) as late:
        room.vote(ballot, 0, NV)
    assert late.value.data == {"number": 1}
    assert room.count(0).votes == {MEL: 1}


def test_a_vote_for_another_case_than_the_one_that_is_shown_is_too_late(room):
    ballot = room.join()
    for at in (1, -1, 99):
        with pytest.raises(VoteTooLate):
            room.vote(ballot, at, NV)
    assert room.vote_of(ballot, 99) is None


def test_a_closed_vote_may_be_opened_again_until_the_jury_was_shown(room):
    ballot = room.join()
    room.advance(0, "voting")
    room.reopen(0)
    room.vote(ballot, 0, MEL)
    room.advance(0, "voting")
    room.advance(0, "counted")
    room.reopen(0)
    assert room.now().phase == "advised"


def test_impatient_clicks_of_the_presenter_make_one_step(room):
    for _ in range(5):
        room.advance(0, "voting")
    assert room.now().phase == "counted"


def test_the_cases_come_one_after_the_other_and_end(room):
    for at in range(3):
        assert (room.now().position, room.now().phase) == (at, "voting")
        play(room, NV)
    assert room.now().phase == "over"
    room.advance(3, "over")
    assert room.now().position == 3


def test_the_room_says_what_most_say_and_nothing_where_two_are_equal(room):
    play(room, MEL, MEL, NV)
    play(room, MEL, MEL, BKL, BKL)
    play(room)
    assert [count.answer for _, count, _ in room.played()] == [by_person(MEL), None, None]
    assert room.count(1).leaders == (MEL, BKL)


def test_room_and_jury_are_marked_on_the_same_cases(room):
    truths = [case.diagnosis for case in room.deck]
    assert truths == [MEL, NV, Diagnosis.BCC]
    play(room, MEL, jury=MEL)
    play(room, MEL, jury=NV)
    play(room)  # nobody votes
    ours, theirs, left_out = room.marks()
    assert (ours.detection.melanomas_above, ours.detection.others_below, ours.cases) == (1, 0, 2)
    assert (theirs.detection.melanomas_above, theirs.detection.others_below) == (1, 1)
    assert left_out == 1


def test_a_case_counts_from_the_moment_its_truth_was_shown(room):
    room.vote(room.join(), 0, MEL)
    assert room.played() == []
    for phase in ("voting", "counted", "advised"):
        room.advance(0, phase)
    assert len(room.played()) == 1


def test_nobody_votes_with_a_ballot_that_was_not_given_out(room):
    with pytest.raises(RoomUnknown):
        room.vote("made up", 0, MEL)
    assert room.join("made up") != "made up"


def test_a_room_gives_out_so_many_ballots_and_no_more(room):
    ballots = {room.join() for _ in range(BALLOTS)}
    assert len(ballots) == BALLOTS
    with pytest.raises(RoomFull):
        room.join()
    assert room.join(next(iter(ballots))) in ballots


def test_a_closed_room_takes_no_votes_lets_nobody_in_and_is_let_go_of(rooms, desk, room):
    ballot = room.join()
    rooms.close(desk)
    rooms.close(desk)
    for refused in (lambda: room.vote(ballot, 0, MEL), room.join, lambda: rooms.enter(room.code, 1)):
        with pytest.raises(RoomClosed):
            refused()
    assert rooms.of_presenter(desk) is None
    assert room.now().is_closed
    assert room.now().joined == 0


def test_a_room_that_nobody_comes_back_to_ends_and_one_that_is_played_stays(rooms, room, cases, clock):
    left = rooms.open(cases())
    for _ in range(3):
        clock.pass_by(IDLE / 2)
        assert rooms.enter(room.code, "phone", room.key) is room
    assert rooms.of_presenter(left) is None


def test_there_are_so_many_rooms_and_no_more(rooms, cases):
    desks = [rooms.open(cases(1, 1)) for _ in range(3 * ROOMS)]
    assert sum(rooms.of_presenter(desk) is not None for desk in desks) == ROOMS
    assert len(rooms._desks) <= 2 * ROOMS


def test_a_code_may_be_typed_in_small_letters_and_with_gaps(rooms, room):
    assert len(room.code) == CODE_LENGTH
    assert set(room.code) <= set(LETTERS)
    assert rooms.enter(f" {room.code[:2].lower()}-{room.code[2:]} ", 1) is room


def test_codes_cannot_be_guessed_at_speed_and_time_lets_one_try_again(rooms, room, clock):
    for _ in range(OWN_TRIES):
        with pytest.raises(RoomUnknown):
            rooms.enter("AAAAA", "guesser")
    with pytest.raises(TooManyTries) as refused:
        rooms.enter(room.code, "guesser")
    assert 0 < refused.value.data["seconds"] <= WINDOW
    assert rooms.enter(room.code, "somebody else") is room
    assert rooms.enter(room.code, "guesser", room.key) is room, "who has scanned the code guesses nothing"
    clock.pass_by(WINDOW)
    assert rooms.enter(room.code, "guesser") is room


def test_many_guessers_together_are_refused_as_well_and_phones_with_the_qr_code_are_not(rooms, room):
    for number in range(ALL_TRIES):
        with pytest.raises(RoomUnknown):
            rooms.enter("AAAAA", number)
    with pytest.raises(TooManyTries):
        rooms.enter(room.code, "fresh")
    assert rooms.enter(room.code, "fresh", room.key) is room


def test_a_wrong_key_opens_nothing_that_its_code_would_not(rooms, room):
    with pytest.raises(RoomUnknown):
        rooms.enter("AAAAA", 1, room.key)
    assert rooms.enter(room.code, 1, "wrong") is room


def test_the_result_may_be_asked_for_before_the_last_case_and_left_again(room):
    play(room, MEL)
    room.advance(1, "voting")
    room.finish()
    room.finish()
    assert room.now().phase == "over"
    assert len(room.played()) == 1
    room.resume()
    assert (room.now().position, room.now().phase) == (1, "counted")
    play_on = [("counted", "advised"), ("advised", "truth"), ("truth", "voting")]
    for phase, then in play_on:
        room.advance(1, phase)
        assert room.now().phase == then
    play(room)
    room.resume()
    assert room.now().phase == "over"
