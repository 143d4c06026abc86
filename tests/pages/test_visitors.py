"""Who has left is forgotten after half a minute, and not before."""

from __future__ import annotations

from pages.components import visitors
from pages.components.visitors import STAYS, Visitors, give_memory_back


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


def test_memory_is_given_back_whenever_somebody_has_left_and_not_while_everybody_stays(monkeypatch):
    given = []
    monkeypatch.setattr(visitors, "give_memory_back", lambda: given.append(1))
    here = {"a", "b"}
    known = Visitors(here.__contains__, lambda _: None)
    known.arrive("a")
    known.arrive("b")
    known.look(0.0)
    known.look(STAYS)
    assert given == []
    here.remove("a")
    known.look(STAYS + 1)
    assert known.look(2 * STAYS + 1)
    assert given == [1]
    assert known.look(2 * STAYS + 6)
    assert given == [1]


def test_memory_can_be_given_back_at_any_time():
    give_memory_back()
    assert give_memory_back() is None
