"""How long a step of the story is waited for: from the message of a key to the end of the run that draws it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from model.load_test.server import Served, cores
from model.load_test.session import Session
from model.stage.following import new_name
from model.text import LANGUAGES


def story_waits(app: Served, rounds: int) -> dict[str, object]:
    """The waits for every step, forwards and backwards, in both languages, in milliseconds.

    Args:
        app: runs on this computer.
        rounds: how often the whole story is walked in each language.
    """
    waits: dict[int, list[float]] = {}
    opening: list[float] = []
    for language in LANGUAGES:
        with Session(app.host, app.port, language) as tab:
            opening.append(_opened(tab))
            steps = int(tab.page.pages().num_pages)
            for _ in range(rounds):
                for number, seconds in _walked(tab, steps):
                    waits.setdefault(number, []).append(seconds)
    longest = max(waits, key=lambda number: max(waits[number]))
    return {
        "steps": len(waits),
        "opening_ms": round(1000 * max(opening)),
        "median_ms": round(1000 * statistics.median(second for of in waits.values() for second in of), 1),
        "longest_ms": round(1000 * max(waits[longest]), 1),
        "longest_step": longest,
        "turns": sum(map(len, waits.values())),
        "cores": cores(),
    }


def _opened(tab: Session) -> float:
    """Open the story at its first step; seconds until it is there, imports of a fresh server included."""
    started = time.monotonic()
    tab.go("stage", stage=new_name())
    tab.until(lambda page: not page.is_running and _shows(page.html(), 1))
    return tab.finished_at - started


def _walked(tab: Session, steps: int) -> Iterator[tuple[int, float]]:
    """From the first step to the last and back: each step with the seconds until it is there."""
    for number in [*range(2, steps + 1), *range(steps - 1, 0, -1)]:
        started = time.monotonic()
        tab.turn(number)
        tab.until(lambda page, number=number: not page.is_running and _shows(page.html(), number))  # type: ignore[misc]
        yield number, tab.finished_at - started


def _shows(html: list[str], number: int) -> bool:
    return any(f'data-step="{number}"' in body for body in html)
