"""Waits at the door: a cold start until a page and an answer are there, and another run of every page."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from typing import Any

from model.algorithms.catalogue import COMMITTEE
from model.lesion.drawn_photos import drawn_photo
from model.load_test.crowd import MEGABYTE
from model.load_test.server import cores, served
from model.load_test.session import Session
from model.load_test.visit import is_answered
from model.settings import ROOT, settings

PHOTO = 1
"""Number of the drawn photo, which the gate admits."""
START = ""
"""The last part of the start page's path."""


def page_names() -> list[str]:
    """Return the last part of the path of every page, the start page first."""
    return [START, *sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__")]


def opening_waits(rounds: int, slug: str = COMMITTEE) -> dict[str, Any]:
    """Start the app, have one photo examined by an algorithm, then run every page again.

    Returns:
        `import_s`, a command that imports what reads a photo, in seconds. `first_page_s` and `first_answer_s`, from the
        start of the server. `rerun_ms`, by page, the median of `rounds` runs after a first one, with a photo chosen.
        `memory_mb`, that of the app afterwards.
    """
    started = time.monotonic()
    with served() as app, Session(app.host, app.port) as tab:
        tab.go("examine", algorithm=slug)
        tab.until(lambda page: page.uploader() is not None)
        first_page = time.monotonic() - started
        photo = drawn_photo(PHOTO)
        tab.choose(photo.data, "photo.jpg")
        tab.until(lambda page: is_answered(page, photo))
        first_answer = time.monotonic() - started
        reruns = {name or "start": round(1000 * _rerun_seconds(tab, name, rounds)) for name in page_names()}
        memory = app.memory()
    return {
        "algorithm": slug,
        "import_s": round(statistics.median(_import_seconds() for _ in range(3)), 2),
        "first_page_s": round(first_page, 2),
        "first_answer_s": round(first_answer, 2),
        "rerun_ms": reruns,
        "memory_mb": None if memory is None else round(memory / MEGABYTE),
        "cores": cores(),
        "threads": settings().threads,
    }


def _rerun_seconds(tab: Session, name: str, rounds: int) -> float:
    """Open a page, then run it again; the median from the request to the end of a run."""
    run_of(tab, name)
    return statistics.median(run_of(tab, name) for _ in range(rounds))


def run_of(tab: Session, name: str) -> float:
    """Open a page, or run it again; the seconds until its run has ended."""
    before, started = tab.page.runs, time.monotonic()
    tab.go(name)
    tab.until(lambda page: page.runs > before and not page.is_running)
    return tab.finished_at - started


def _import_seconds() -> float:
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", "import model.reading.one_photo"], cwd=ROOT, check=True)
    return time.monotonic() - started
