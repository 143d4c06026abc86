"""Who has left is forgotten after half a minute, and not before."""

from __future__ import annotations

from pages.components.session import visitors
from pages.components.session.visitors import STAYS, Visitors, give_memory_back


def test_who_is_gone_for_long_enough_is_forgotten_and_who_comes_back_in_time_is_not():
    here, forgotten = {"a", "b"}, []
    known = Visitors(here.__contains__, forgotten.append)
    assert known.arrive("a")
    assert not known.arrive("b")
    assert known.look(0.0)
    here.clear()
    assert known.look(10.0)
    here.add("b")  # the network was gone for a moment
    assert known.look(10.0 + STAYS)
    assert forgotten == ["a"]
    here.clear()
    assert known.look(50.0)
    assert not known.look(50.0 + STAYS)
    assert forgotten == ["a", "b"]
    assert len(known) == 0


def test_the_next_to_come_after_the_last_has_left_is_looked_after_again():
    known = Visitors(lambda _: False, lambda _: None)
    assert known.arrive("a")
    known.look(0.0)
    assert not known.look(STAYS)
    assert known.arrive("a")


def test_memory_is_given_back_when_somebody_has_left_but_not_every_moment_while_others_stay(monkeypatch):
    given = []
    monkeypatch.setattr(visitors, "give_memory_back", lambda: given.append(1))
    here = {"a", "b", "c"}
    known = Visitors(here.__contains__, lambda _: None)
    for who in sorted(here):
        known.arrive(who)
    known.look(0.0)
    known.look(STAYS)
    assert given == []  # everybody stays
    here.remove("a")
    known.look(100.0)
    here.remove("b")
    known.look(105.0)
    known.look(100.0 + STAYS)
    assert len(given) == 1
    known.look(105.0 + STAYS)
    assert len(given) == 1  # b has left, too soon after a
    known.look(100.0 + 2 * STAYS)
    assert len(given) == 2
    known.look(200.0 + 2 * STAYS)
    assert len(given) == 2  # nobody has left since
    here.clear()
    known.look(300.0)
    assert not known.look(300.0 + STAYS)
    assert len(given) == 3


def test_the_last_one_to_leave_is_not_waited_for(monkeypatch):
    given = []
    monkeypatch.setattr(visitors, "give_memory_back", lambda: given.append(1))
    here = {"a", "b"}
    known = Visitors(here.__contains__, lambda _: None)
    known.arrive("a")
    known.arrive("b")
    here.remove("a")
    known.look(0.0)
    here.remove("b")
    known.look(5.0)
    assert known.look(STAYS)
    assert not known.look(5.0 + STAYS)
    assert len(given) == 2


def test_memory_can_be_given_back_at_any_time():
    give_memory_back()
    assert give_memory_back() is None
