"""Tables and figures as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from model.evaluation.intervals import Score
from model.trust.characteristic import Characteristic

DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table.

    >>> print(table(["a", "b"], [["1", "2"]]))
    | a | b |
    |---|---|
    | 1 | 2 |
    """
    head, *lines = (f"| {' | '.join(cells)} |" for cells in (heads, *rows))
    return "\n".join([head, "|" + "---|" * len(heads), *lines])


def figure(score: Score | Characteristic) -> str:
    """A value with its interval: three decimals, or three digits where there is no interval."""
    if score.low is None or score.high is None:
        return f"{score.value:.3g}"
    return f"{score.value:.3f} ({score.low:.3f} to {score.high:.3f})"


def loss(score: Characteristic | None) -> str:
    """A loss as a negative change with its interval."""
    if score is None or score.low is None or score.high is None:
        return "not measured"
    return f"{-score.value:+.3f} ({-score.high:+.3f} to {-score.low:+.3f})".replace("-", MINUS)
