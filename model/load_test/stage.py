"""Waits for a step of the story: from the message of a key press to the end of the run that draws the step."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Iterator

from model.load_test.server import Served, cores
from model.load_test.session import Session
from model.stage.following import new_name
from model.text import LANGUAGES


def story_waits(app: Served, rounds: int) -> dict[str, object]:
    """Waits for every step, in milliseconds, over `rounds` walks through the story and back in each language."""
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
        "median_ms": round(1000 * statistics.median(itertools.chain(*waits.values())), 1),
        "longest_ms": round(1000 * max(waits[longest]), 1),
        "longest_step": longest,
        "turns": sum(map(len, waits.values())),
        "cores": cores(),
    }


def _opened(tab: Session) -> float:
    """Open the story; seconds until its first step is shown, including the imports of a fresh server."""
    started = time.monotonic()
    tab.go("stage", stage=new_name())
    tab.until(lambda page: not page.is_running and _shows(page.html(), 1))
    return tab.finished_at - started


def _walked(tab: Session, steps: int) -> Iterator[tuple[int, float]]:
    """Walk to the last step and back: each step with the seconds until it is shown."""
    for number in [*range(2, steps + 1), *range(steps - 1, 0, -1)]:
        started = time.monotonic()
        tab.turn(number)
        tab.until(lambda page, number=number: not page.is_running and _shows(page.html(), number))  # type: ignore[misc]
        yield number, tab.finished_at - started


def _shows(html: list[str], number: int) -> bool:
    return any(f'data-step="{number}"' in body for body in html)
