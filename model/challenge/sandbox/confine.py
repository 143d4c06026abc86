"""Limits of the process that calls these functions; none can be taken back.

`isolate` comes first, while only our own code has run: no network, an end together with the parent, no more processor
time and open files than allowed, no memory dump. `lock` comes after all imports and before the first foreign byte is
read: no more memory and no larger file than allowed, and only those system calls that computing needs. From then on
the process can open no file, start no process or thread, and reach no other process. This binds root too.

Both return the names of the guards that stand. Linux has all of them on x86-64 and ARM64, other systems a part.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
import threading
from contextlib import suppress

from model.challenge.sandbox.job import MEGABYTE, Limits

GUARDS = ("network", "parent", "processor", "file_size", "memory", "files", "processes")
"""Names of all guards; `limits` in the locales has words for each."""
OPEN_FILES = 64
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEW_USER, CLONE_NEW_NET, CLONE_NEW_IPC = 0x10000000, 0x40000000, 0x08000000
SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_ALL_THREADS = 1, 1
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050001, 0x80000000  # REFUSE: the call fails with EPERM
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
NUMBER_AT, ARCHITECTURE_AT = 0, 4

ARCHITECTURES = {"x86_64": (0xC000003E, 317), "aarch64": (0xC00000B7, 277)}
"""Audit number of a machine, and its number of the call `seccomp`."""
CALLS = {
    "x86_64": {
        **{"read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11},
        **{"brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "pread64": 17, "pwrite64": 18},
        **{"sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35, "getpid": 39, "exit": 60},
        **{"gettimeofday": 96, "getrusage": 98, "sysinfo": 99, "sigaltstack": 131, "gettid": 186, "futex": 202},
        **{"sched_getaffinity": 204, "restart_syscall": 219, "clock_gettime": 228, "clock_nanosleep": 230},
        **{"exit_group": 231, "getcpu": 309, "getrandom": 318},
    },
    "aarch64": {
        **{"read": 63, "write": 64, "close": 57, "fstat": 80, "lseek": 62, "mmap": 222, "mprotect": 226, "munmap": 215},
        **{"brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "pread64": 67, "pwrite64": 68},
        **{"sched_yield": 124, "mremap": 216, "madvise": 233, "nanosleep": 101, "getpid": 172, "exit": 93},
        **{"gettimeofday": 169, "getrusage": 165, "sysinfo": 179, "sigaltstack": 132, "gettid": 178, "futex": 98},
        **{"sched_getaffinity": 123, "restart_syscall": 128, "clock_gettime": 113, "clock_nanosleep": 115},
        **{"exit_group": 94, "getcpu": 168, "getrandom": 278},
    },
}
"""The system calls that stay, by machine: memory, clock, and the files that are open already."""


def isolate(limits: Limits, parent: int) -> set[str]:
    """Cut the process off, before it has a second thread; return the guards that stand."""
    standing = {"network"} if _leave_network() else set()
    _end_with(parent)
    _limit(resource.RLIMIT_CPU, limits.processor_seconds, limits.processor_seconds + 1)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    return standing | {"parent", "processor"}


def lock(limits: Limits, output_bytes: int) -> set[str]:
    """Refuse more memory, larger files and all but a few system calls; return the guards that stand."""
    _limit(resource.RLIMIT_FSIZE, output_bytes)
    standing = {"file_size"} | ({"memory"} if _limit_memory(limits.memory_megabytes * MEGABYTE) else set())
    return standing | ({"network", "files", "processes"} if _keep_calls() else set())


def _leave_network() -> bool:
    """A network without a device; as a plain user this takes a user namespace, which some systems forbid."""
    if sys.platform != "linux":
        return False
    return bool(_libc().unshare(CLONE_NEW_USER | CLONE_NEW_NET | CLONE_NEW_IPC) == 0)


def _end_with(parent: int) -> None:
    """End when the parent ends; asked of the kernel after `unshare`, which would forget it."""
    if sys.platform == "linux":
        _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it ended before it was watched
        os._exit(1)


def _watch(parent: int) -> None:
    never = threading.Event()
    while os.getppid() == parent:
        never.wait(0.5)
    os._exit(1)


def _limit(kind: int, most: int, hard: int | None = None) -> None:
    with suppress(ValueError, OSError):  # lower than that already
        resource.setrlimit(kind, (most, hard or most))


def _limit_memory(more: int) -> bool:
    if sys.platform != "linux":  # accepted elsewhere, and not held
        return False
    with open("/proc/self/statm", encoding="ascii") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    _limit(resource.RLIMIT_AS, now + more)
    return resource.getrlimit(resource.RLIMIT_AS)[0] <= now + more


def _keep_calls() -> bool:
    machine = platform.machine()
    if sys.platform != "linux" or machine not in CALLS:
        return False
    architecture, seccomp = ARCHITECTURES[machine]
    program = filter_program(architecture, sorted(CALLS[machine].values()))
    kept = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(kept))
    libc = _libc()
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(libc.syscall(seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_ALL_THREADS, header) == 0)


def filter_program(architecture: int, calls: list[int]) -> bytes:
    """A program for the kernel that lets these system calls pass and fails all others."""
    steps = [(LOAD, 0, 0, ARCHITECTURE_AT), (JUMP_IF_EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL)]
    steps += [(LOAD, 0, 0, NUMBER_AT)]
    steps += [(JUMP_IF_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    steps += [(RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
