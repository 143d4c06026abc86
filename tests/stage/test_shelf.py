"""What is kept by token: bounded, let go of when nobody comes, and no token is like another."""

from __future__ import annotations

from model.stage.shelf import Shelf


def test_the_one_that_was_not_used_for_longest_gives_way(clock):
    shelf = Shelf(2, now=clock)
    first, second = shelf.put("a"), shelf.put("b")
    assert shelf.get(first) == "a"
    third = shelf.put("c")
    assert (shelf.get(first), shelf.get(second), shelf.get(third)) == ("a", None, "c")


def test_what_nobody_comes_for_is_let_go_of_and_what_is_used_stays(clock):
    shelf = Shelf(9, idle=60, now=clock)
    left, used = shelf.put("a"), shelf.put("b")
    for _ in range(3):
        clock.pass_by(40)
        assert shelf.get(used) == "b"
    assert shelf.get(left) is None
    assert len(shelf) == 1


def test_tokens_are_long_and_differ_and_a_dropped_thing_is_gone(clock):
    shelf = Shelf(500, now=clock)
    tokens = {shelf.put(number) for number in range(200)}
    assert len(tokens) == 200
    assert min(map(len, tokens)) >= 16
    token = tokens.pop()
    shelf.drop(token)
    shelf.drop("never was")
    assert shelf.get(token) is None
