"""The app to visit: a fresh one, or one that already runs on this computer."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from model.settings import ROOT


@dataclass(frozen=True)
class Served:
    """A running app; process id and log file are None where it was not started by the test."""

    host: str
    port: int
    process: int | None = None
    log: Path | None = None

    def memory(self) -> int | None:
        """Resident memory of the app, bytes; None where it was not started by the test."""
        return resident(self.process) if self.process is not None else None

    def processor(self) -> float | None:
        """Processor time that the app has used so far, seconds; None where it cannot be read."""
        return processor_seconds(self.process) if self.process is not None else None

    def log_errors(self) -> list[str]:
        """Lines of the log that report an error."""
        if self.log is None:
            return []
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if line.startswith("Traceback") or " ERROR " in line or "Error:" in line]


def at(address: str) -> Served:
    """The app at an address of this computer.

    Raises:
        ValueError: the address is not on this computer.
    """
    parts = urlsplit(address if "//" in address else f"//{address}")
    host = parts.hostname or ""
    if parts.scheme not in ("", "http") or not _is_loopback(host):
        raise ValueError(f"expected http://localhost:PORT, since visitors stay on this computer; got {address!r}")
    return Served(host, parts.port or 8501)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def served() -> Iterator[Served]:
    """A fresh app on a free port, started as by `make run`; it ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.txt"
        with log.open("w") as errors:
            process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
            try:
                if process.stdout is None or not any("URL:" in line for line in process.stdout):
                    raise RuntimeError(f"the app stopped with status {process.wait()}: {log.read_text()[-2000:]}")
                yield Served("127.0.0.1", port, process.pid, log)
            finally:
                process.terminate()
                process.communicate(timeout=60)


def resident(process: int) -> int:
    """Resident memory of a process, bytes."""
    status = Path(f"/proc/{process}/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * 1024
    listed = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True)
    return int(listed.stdout) * 1024


def processor_seconds(process: int) -> float | None:
    """Processor time of a process, all threads together, seconds; None on systems other than Linux."""
    path = Path(f"/proc/{process}/stat")
    if not path.exists():
        return None
    user, system = path.read_text().rpartition(")")[2].split()[11:13]  # after the name, which may hold blanks
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def cores() -> int:
    """Number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
