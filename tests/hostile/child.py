"""One process that reads files under limits and tells how each ends: `python -m tests.hostile.child KIND START STOP`.

A line before each file names it, so that the parent knows which one ended the process. A line after it says how the
file ended, the seconds of computing, and by how many megabytes the memory had grown at its peak.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from model.errors import LesionImageError
from model.lesion.decode import read_lesion_image
from model.lesion.photo_files import uploaded_files
from model.reading.series import bytes_of
from tests.hostile.bases import ZIP, bases
from tests.hostile.files import file_of, is_heavy
from tests.hostile.limits import MEGABYTES, SECONDS

_STATUS = Path("/proc/self/status")
_MOST_IN_ARCHIVE = 100
"""Files of an archive that are read; a series takes no more."""


def read(kind: str, data: bytes) -> str:
    """What a visitor meets: 'read', or the name of the refusal; anything else that is raised is a fault."""
    try:
        if kind != ZIP:
            read_lesion_image(data)
            return "read"
        return _archive(data)
    except LesionImageError as error:
        return "OutOfMemory" if _lacked_memory(error) else type(error).__name__


def _archive(data: bytes) -> str:
    """How the first bad file of an archive ends, or 'read'."""
    ends = []
    for file in list(uploaded_files("photos.zip", data, []))[:_MOST_IN_ARCHIVE]:
        try:
            read_lesion_image(bytes_of(file))
        except LesionImageError as error:
            ends.append("OutOfMemory" if _lacked_memory(error) else type(error).__name__)
    return ends[0] if ends else "read"


def _lacked_memory(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _memory(entry: str) -> float:
    """Memory of this process in megabytes: VmSize, VmRSS, or its peak VmHWM."""
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(entry))
    return int(line.split()[1]) / 1024


def measured(work: Callable[[], str]) -> tuple[str, float, float]:
    """The outcome, the seconds of computing, and the growth of memory in megabytes; the process dies over a limit."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    _limit_memory(int((_memory("VmSize") + MEGABYTES) * 2**20))
    before, started = _memory("VmRSS"), time.process_time()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # SIGPROF ends the process
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            outcome = work()
        except BaseException as error:  # the fault that is looked for
            outcome = f"foreign {type(error).__name__}: {str(error)[:200]!r}"
    signal.setitimer(signal.ITIMER_PROF, 0)
    _limit_memory(resource.RLIM_INFINITY)
    if caught:
        outcome = f"warning {caught[0].category.__name__} from {caught[0].filename}"
    return outcome, time.process_time() - started, _memory("VmHWM") - before


def _limit_memory(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (size, resource.RLIM_INFINITY))


def main(kind: str, start: int, stop: int, light: bool = False) -> None:
    """Read the files of these numbers; with `light`, without those that take seconds."""
    read(kind, bases(kind)[0])  # what is imported late belongs to no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in range(start, stop):
        if light and is_heavy(kind, number):
            continue
        data = file_of(kind, number)
        print(number, flush=True)
        outcome, seconds, megabytes = measured(lambda data=data: read(kind, data))
        print(f"{number}\t{seconds:.4f}\t{megabytes:.1f}\t{outcome}", flush=True)


if __name__ == "__main__":
    os.nice(max(0, 10 - os.nice(0)))
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), "light" in sys.argv)
