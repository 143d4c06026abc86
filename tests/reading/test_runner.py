"""Work runs once under its key, and memory is bounded."""

from __future__ import annotations

from model.reading.runner import Memory


def test_a_memory_lets_go_of_what_was_not_used_for_the_longest_time():
    memory = Memory(2)
    memory.keep("a", 1)
    memory.keep("b", 2)
    assert memory.recall("a") == 1
    memory.keep("c", 3)
    assert memory.recall("b") is None
    assert (memory.recall("a"), memory.recall("c"), len(memory)) == (1, 3, 2)
