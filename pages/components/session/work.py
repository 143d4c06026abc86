"""The page server's work queue: a run submits work, shows its place in the queue and waits for the result."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from contextlib import suppress
from html import escape
from itertools import count
from typing import Any

import streamlit as st

from model.reading.runner import Standing
from model.settings import settings
from model.text import Texts
from model.work_queue import Job, Withdrawn, Work, WorkQueue
from pages.components.session import visitors

TICK = 0.2
"""Seconds between two checks of a waiting run: of its job, and whether Streamlit has stopped it."""
LOOK = 3
"""Checks between two looks at how the job stands."""
QUEUE = WorkQueue(max(1, (os.cpu_count() or 1) // settings().threads))
"""One queue for all visitors of this process, with as many workers as predictions can run without sharing a core."""
visitors.ON_DEPARTURE.append(QUEUE.withdraw)
Watch = Callable[[Job], None]
"""Called with the job that is waited for, when its place or its share has changed."""


def unwatched(_: Job) -> None:
    """Show nothing while a job waits."""


def done_in_turn(key: Hashable, work: Work, watch: Watch = unwatched, background: bool = False) -> Any:  # noqa: ANN401
    """Return the value of some work, done by a worker thread when it is this visitor's turn.

    Streamlit may stop this run while it waits; the job is then skipped. The work must not touch Streamlit.
    """
    while True:
        _stop_if_unwanted()
        job = QUEUE.submit(visitors.visitor(), key, work, background)
        _wait(job, watch)
        with suppress(Withdrawn):  # an older run submitted other work before Streamlit stopped it
            return job.result()


def _wait(job: Job, watch: Watch) -> None:
    checks, shown = count(), None
    try:
        with job.awaited():
            while not job.done.wait(TICK):
                if next(checks) % LOOK == 0 and (standing := (job.ahead, job.share)) != shown:
                    watch(job)
                    shown = standing
                _stop_if_unwanted()
    except BaseException:
        if not visitors.is_here(job.visitor):
            QUEUE.withdraw(job.visitor)
        raise


def _stop_if_unwanted() -> None:
    """Touch the session state: there Streamlit stops a run that was replaced or whose browser has left."""
    _ = "language" in st.session_state


def waiting_html(t: Texts, job: Standing, running: str) -> str:
    """Return the number of visitors ahead as a line of HTML; `running` once the job runs."""
    words = t("line.ahead", count=ahead) if (ahead := job.ahead) else running
    return f'<p class="waiting" role="status">{escape(words)}</p>'
