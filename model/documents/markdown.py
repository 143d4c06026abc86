"""Tables and figures as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"


class Measured(Protocol):
    """A value with the ends of its 95 % interval, None where it has none."""

    @property
    def value(self) -> float:
        """The value."""

    @property
    def low(self) -> float | None:
        """The lower end."""

    @property
    def high(self) -> float | None:
        """The upper end."""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table.

    >>> print(table(["a", "b"], [["1", "2"]]))
    | a | b |
    |---|---|
    | 1 | 2 |
    """
    lines = [line(heads), "|" + "---|" * len(heads), *(line(row) for row in rows)]
    return "\n".join(lines)


def line(cells: Sequence[str]) -> str:
    """One row of a table."""
    return f"| {' | '.join(cells)} |"


def figure(score: Measured) -> str:
    """A value with its interval: three decimals, or three digits where there is no interval."""
    if score.low is None or score.high is None:
        return f"{score.value:.3g}"
    return f"{score.value:.3f} ({score.low:.3f} to {score.high:.3f})"


def loss(score: Measured | None) -> str:
    """A loss as a negative change with its interval."""
    if score is None or score.low is None or score.high is None:
        return "not measured"
    return f"{-score.value:+.3f} ({-score.high:+.3f} to {-score.low:+.3f})".replace("-", MINUS)
