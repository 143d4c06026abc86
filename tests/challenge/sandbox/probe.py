"""Runs in a process under the limits of a model, and tries what a hostile model would."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import socket
import threading

from model.challenge.sandbox import confine
from model.challenge.sandbox.job import Limits


def thread():
    threading.Thread(target=print).start()


def memory():
    bytearray(2**30)


def raised_limit():
    resource.setrlimit(resource.RLIMIT_AS, (-1, -1))


def handed_on():
    os.kill(os.getppid(), signal.SIGTERM)


def deep(call, *arguments):
    """A system call without Python: its error number, as if it had raised it."""
    libc = ctypes.CDLL(None, use_errno=True)
    ctypes.set_errno(0)
    if getattr(libc, call)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), call)


def tries(rows):
    """Each try by name; `rows` is the file for the probabilities."""
    return {
        "socket": lambda: socket.socket(socket.AF_INET),
        "unix socket": lambda: socket.socket(socket.AF_UNIX),
        "fork": os.fork,
        "thread": thread,
        "program": lambda: os.execv("/bin/true", ["true"]),
        "read": lambda: os.open("/etc/passwd", os.O_RDONLY),
        "write": lambda: os.open("/tmp/outside", os.O_WRONLY | os.O_CREAT),
        "delete": lambda: os.unlink("/tmp/nothing-there"),
        "folder": lambda: os.mkdir("/tmp/outside"),
        "list": lambda: os.listdir("/"),
        "signal": handed_on,
        "limit": raised_limit,
        "memory": memory,
        "memory file": lambda: deep("memfd_create", b"m", 0),
        "mount": lambda: deep("mount", b"none", b"/tmp", b"tmpfs", 0, 0),
        "trace": lambda: deep("ptrace", 16, os.getppid(), 0, 0),
        "longer file": lambda: os.pwrite(rows, b"1234567890", 0),
    }


def main(text):
    """Try everything and write how each try ended."""
    order = json.loads(text)
    seen = {"environment": sorted(os.environ), "files": sorted(map(int, os.listdir("/proc/self/fd")))}
    guards = confine.isolate(Limits(), order["parent"])
    seen["interfaces"] = [name for _, name in socket.if_nameindex()]
    guards |= confine.lock(Limits(memory_megabytes=64), output_bytes=8)
    seen["guards"] = sorted(guards)
    seen["ends"] = {name: _end(attempt) for name, attempt in tries(order["rows"]).items()}
    os.write(1, (json.dumps(seen) + "\n").encode())


def _end(attempt):
    try:
        got = attempt()
    except BaseException as error:
        return type(error).__name__
    return f"done: {got}"
