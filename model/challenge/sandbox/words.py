"""Words that a foreign file chose, as they may be shown."""

from __future__ import annotations

LONGEST = 300


def shortened(value: object) -> str | int | float:
    """A number as it is; anything else as text in one line of at most 300 printed characters.

    >>> shortened(3), shortened("a\\nb")
    (3, 'a b')
    """
    if isinstance(value, int | float):
        return value
    return "".join(sign if sign.isprintable() else " " for sign in str(value)[:LONGEST])
