"""Numbers of files -> how each one ended, read in child processes that a file may end."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model.settings import ROOT
from tests.hostile.limits import SILENCE
from tests.lesion.generated_photos import SECRET

_ENDED = "ended by"
_TELLING = re.compile(f"Traceback|Error:|Warning:|{'|'.join(SECRET.split('-'))}")
"""Lines of Python, or of a decoder that quotes the file. Other lines of decoders are constant words."""


@dataclass(frozen=True)
class Trial:
    """A file by its number, how it ended, seconds of computing, and growth of memory in megabytes."""

    number: int
    outcome: str
    seconds: float = 0.0
    megabytes: float = 0.0

    @property
    def is_fault(self) -> bool:
        """Whether the product is at fault: the file was neither read nor refused in one of its words."""
        return not self.outcome.isidentifier() or self.outcome == "OutOfMemory"


def trials(kind: str, start: int, stop: int, *options: str) -> Iterator[Trial]:
    """Read the files of these numbers; where one ends the process, a new process goes on with the next.

    The option `light` leaves out the few that take seconds.
    """
    while start < stop:
        following = stop
        for trial in _of_one_process(kind, start, stop, *options):
            yield trial
            if trial.outcome.startswith(_ENDED):
                following = trial.number + 1
        start = following


def _of_one_process(kind: str, start: int, stop: int, *options: str) -> Iterator[Trial]:
    with tempfile.TemporaryFile() as noise:
        command = [sys.executable, "-m", "tests.hostile.child", kind, str(start), str(stop), *options]
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=noise)
        begun = None
        try:
            for line in _lines(child):
                number, *rest = line.split("\t")
                begun = int(number) if not rest else None
                if rest:
                    yield Trial(int(number), rest[2], float(rest[0]), float(rest[1]))
        finally:
            child.kill()
            child.wait()
            child.stdout.close()
        noise.seek(0)
        said = noise.read().decode(errors="replace").strip()
        tells = [line for line in said.splitlines() if _TELLING.search(line)]
        if begun is not None:
            yield Trial(begun, f"{_ENDED} {_reason(child.returncode)} {said[-300:]}".strip())
        elif child.returncode not in {0, -signal.SIGKILL}:
            raise RuntimeError(f"{kind} from {start}: {said}")
        elif tells:
            yield Trial(stop - 1, f"said on standard error: {tells[0][:300]}")


def _lines(child: subprocess.Popen[bytes]) -> Iterator[str]:
    """The lines of the process; ends where it ends, or after too long a silence."""
    rest = b""
    while True:
        if not select.select([child.stdout], [], [], SILENCE)[0]:
            if _is_halted(child):
                continue
            return
        read = os.read(child.stdout.fileno(), 65536)
        if not read:
            child.wait()
            return
        *lines, rest = (rest + read).split(b"\n")
        yield from (line.decode() for line in lines)


def _is_halted(child: subprocess.Popen[bytes]) -> bool:
    """Whether somebody halted the process, to have the computer for themselves; then it is not hung."""
    return ") T " in Path(f"/proc/{child.pid}/stat").read_text()


def _reason(status: int) -> str:
    if status == -signal.SIGPROF:
        return "the limit of computing time"
    if status == -signal.SIGKILL:
        return "the limit of silence"
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"
