"""Starts, hears and ends a process of this package.

Its files have no name: they vanish with the last process that has them open, however it ends. It starts in a folder
that is deleted at once.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from model.settings import ROOT

PROGRAM = """
import sys
sys.path.insert(0, {root!r})
from {module} import main
main({text!r})
"""
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "ORT_DISABLE_TELEMETRY": "1"}
"""All that the process sees of the environment. ONNX Runtime would open a file and report to its maker otherwise."""
MOST_SAID = 2**20
"""Bytes that the process may say."""


class Stop:
    """Ends a run from another thread."""

    def __init__(self) -> None:
        self.asked = False
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def stop(self) -> None:
        """End the run at once, or as soon as it starts."""
        with self._lock:
            self.asked = True
            if self._process is not None:
                kill(self._process)

    @contextmanager
    def over(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Make this the process to end, until the block ends."""
        with self._lock:
            self._process = process
            if self.asked:
                kill(process)
        try:
            yield
        finally:
            with self._lock:
                self._process = None


def kept(files: ExitStack, parts: Iterable[bytes]) -> int:
    """A file without a name that holds these parts, open for reading only."""
    handle, path = tempfile.mkstemp()
    with os.fdopen(handle, "wb") as file:
        try:
            reading = os.open(path, os.O_RDONLY)
        finally:
            Path(path).unlink()
        files.callback(os.close, reading)
        for part in parts:
            file.write(part)
    return reading


def empty(files: ExitStack) -> int:
    """An empty file without a name, open for reading and writing."""
    file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  (`files` closes it)
    return files.enter_context(file).fileno()


def started(module: str, text: str, standard_input: int, others: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start `main(text)` of a module with these open files, an empty environment and nothing else of ours."""
    program = PROGRAM.format(root=str(ROOT), module=module, text=text)
    folder = tempfile.mkdtemp()
    try:
        return subprocess.Popen(
            [sys.executable, "-IB", "-c", program],
            stdin=standard_input,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd=folder,
            pass_fds=others,
            start_new_session=True,
        )
    finally:
        Path(folder).rmdir()


def said(process: subprocess.Popen[bytes], deadline: float) -> Iterator[dict[str, Any]]:
    """The messages of a process until it ends; one that says more than it may is ended. What is no message is left out.

    Raises:
        TimeoutError: the deadline, seconds of `time.monotonic`, has passed.
    """
    assert process.stdout is not None
    text, total = b"", 0
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while total <= MOST_SAID:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            more = os.read(process.stdout.fileno(), 2**16)
            if not more:
                return
            total += len(more)
            *lines, text = (text + more).split(b"\n")
            yield from filter(None, map(_message, lines))
    kill(process)


def _message(line: bytes) -> dict[str, Any]:
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def ending(process: subprocess.Popen[bytes], deadline: float) -> int:
    """The status of a process that has said all, below 0 the signal that ended it.

    Raises:
        TimeoutError: it has not ended in time.
    """
    try:
        return process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise TimeoutError from None


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all of its group."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process, and leave nothing of it."""
    kill(process)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
