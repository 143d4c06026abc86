"""Who has left is forgotten after half a minute, and not before."""

from __future__ import annotations

from pages.components.visitors import STAYS, Visitors, give_memory_back


def test_who_is_gone_for_long_enough_is_forgotten_and_who_comes_back_in_time_is_not():
    here, forgotten = {"a", "b"}, []
    visitors = Visitors(here.__contains__, forgotten.append)
    assert visitors.arrive("a")
    assert not visitors.arrive("b")
    assert visitors.look(0.0)
    here.clear()
    assert visitors.look(10.0)
    here.add("b")  # the network was gone for a moment
    assert visitors.look(10.0 + STAYS)
    assert forgotten == ["a"]
    here.clear()
    assert visitors.look(50.0)
    assert not visitors.look(50.0 + STAYS)
    assert forgotten == ["a", "b"]
    assert len(visitors) == 0


def test_the_next_to_come_after_the_last_has_left_is_looked_after_again():
    visitors = Visitors(lambda _: False, lambda _: None)
    assert visitors.arrive("a")
    visitors.look(0.0)
    assert not visitors.look(STAYS)
    assert visitors.arrive("a")


def test_memory_can_be_given_back_at_any_time():
    give_memory_back()
    assert give_memory_back() is None
