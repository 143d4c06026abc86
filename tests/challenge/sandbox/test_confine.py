"""What the process of a model can do, tried from inside by a program of our own under the same limits."""

from __future__ import annotations

import json
import os
import platform
import struct
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest

from model.challenge.sandbox import confine
from model.challenge.sandbox.process import empty, end, said, started
from model.challenge.sandbox.unlimited import unlimited
from model.text import LANGUAGES, texts

LINUX = sys.platform == "linux" and platform.machine() in confine.CALLS
only_linux = pytest.mark.skipif(not LINUX, reason="this system has no filter of system calls: `unlimited` says so")


@pytest.fixture(scope="module")
def seen():
    """What the program found, with a secret in our environment."""
    with ExitStack() as files, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEN_OPINIONS_DATABASE_URL", "secret")
        rows = empty(files)
        order = json.dumps({"parent": os.getpid(), "rows": rows})
        process = started("tests.challenge.sandbox.probe", order, subprocess.DEVNULL, (rows,))
        try:
            found = next(said(process, time.monotonic() + 60))
        finally:
            end(process)
        return found | {"rows": rows, "written": os.pread(rows, 100, 0)}


@only_linux
def test_every_way_out_is_closed(seen):
    others = {"thread": "RuntimeError", "memory": "MemoryError", "limit": "ValueError", "longer file": "done: 8"}
    assert seen["ends"] == dict.fromkeys(seen["ends"], "PermissionError") | others
    assert seen["written"] == b"12345678"
    assert not os.path.exists("/tmp/outside")


@only_linux
def test_all_guards_stand_and_nothing_is_said_to_be_unlimited(seen):
    assert seen["guards"] == sorted(confine.GUARDS)
    assert unlimited() == ()


def test_it_inherits_no_secret_and_no_file_but_its_own(seen):
    assert not [name for name in seen["environment"] if name.startswith("TEN_OPINIONS")]
    own = {0, 1, 2, seen["rows"]}
    listing = max(set(seen["files"]) - own, default=3)  # the folder that was listed
    assert set(seen["files"]) - {listing} == own


def test_each_limit_that_may_be_missing_has_a_sentence():
    for language in LANGUAGES:
        words = {key.removeprefix("unlimited.") for key in texts(language).entries if key.startswith("unlimited.")}
        assert words == set(confine.GUARDS)


@pytest.mark.parametrize("machine", confine.CALLS)
def test_the_filter_lets_the_listed_calls_pass_and_no_other(machine):
    architecture, _ = confine.ARCHITECTURES[machine]
    calls = set(confine.CALLS[machine].values())
    program = list(struct.iter_unpack("HBBI", confine.filter_program(architecture, sorted(calls))))
    passed = {call for call in range(600) if decided(program, architecture, call) == confine.ALLOW}
    assert passed == calls
    assert decided(program, architecture + 1, 0) == confine.KILL
    assert decided(program, architecture, 0x40000000) == confine.REFUSE  # the numbers of x32


def decided(program, architecture, call):
    """What the kernel would decide."""
    value, place = 0, 0
    while True:
        code, yes, no, operand = program[place]
        place += 1
        if code == confine.LOAD:
            value = architecture if operand == confine.ARCHITECTURE_AT else call
        elif code == confine.JUMP_IF_EQUAL:
            place += yes if value == operand else no
        else:
            return operand


def test_where_a_guard_is_missing_it_is_named(monkeypatch):
    monkeypatch.setattr("model.challenge.sandbox.unlimited.said", lambda *_: iter([{"guards": ["network", "memory"]}]))
    assert unlimited.__wrapped__() == ("parent", "processor", "file_size", "files", "processes")
