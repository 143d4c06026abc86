"""Which limits this computer cannot hold for the process of a model."""

from __future__ import annotations

import os
import subprocess
import time
from functools import cache

from model.challenge.sandbox.confine import GUARDS
from model.challenge.sandbox.job import Job
from model.challenge.sandbox.process import end, said, started
from model.challenge.sandbox.run import WORKER

PATIENCE = 60.0
"""Seconds for the start of the process."""


@cache
def unlimited() -> tuple[str, ...]:
    """Names, of `GUARDS`, of what is not limited here; `unlimited` in the locales has a sentence for each.

    A process is started and says which guards stand. A process that says nothing has none.
    """
    job = Job(0, 1, 16, 1, "nhwc", "uint8", "rgb", (1.0,) * 3, (0.0,) * 3, squares=0, rows=0, parent=os.getpid())
    process = started(WORKER, job.written(), subprocess.DEVNULL)
    try:
        first = next(said(process, time.monotonic() + PATIENCE), {})
    except TimeoutError:
        first = {}
    finally:
        end(process)
    standing = first.get("guards", [])
    return tuple(guard for guard in GUARDS if guard not in standing)
