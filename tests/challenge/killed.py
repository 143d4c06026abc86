"""A program that hands in, runs and scores submissions, and is killed at one point after the other of doing so.

    python -m tests.challenge.killed URL FILES -> JSON: the points, and whatever was lost or half

Each life is a process of its own, forked from this one, which holds no connection meanwhile. The hook counts what
the life tells the database, and the files that it moves; at the chosen one it is killed as by the power cut: SIGKILL.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from sqlalchemy import event

from model.challenge.store.entries import Upload
from model.challenge.store.limits import Limits
from model.challenge.store.scores import Measured
from model.challenge.store.states import State
from model.challenge.store.store import open_store
from model.challenge.store.tables import EntryKind, TeamKind

SCORES = [Measured("day1", f"measure {number}", 0.5, 0.4, 0.6) for number in range(3)]
HOOKS = ("before_cursor_execute", "after_cursor_execute", "commit")


def hook(store, kill_at):
    """Let the process be killed at a point, counted from 1."""
    passed = 0

    def point(*_, **__):
        nonlocal passed
        passed += 1
        if passed == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in HOOKS:
        event.listen(store.database.engine, name, point)
    move = store.files.system.mv
    store.files.system.mv = lambda *paths: (point(), move(*paths), point())


def live(url, files, team, kill_at, told):
    """One life: hand in, take, run, score; tell which submission was accepted."""
    store = open_store(url, files)
    hook(store, kill_at)
    data = b"submission of life %d" % kill_at
    name = store.files.put(data)
    submission, _ = store.entries.accept(team, "one", Upload("x", EntryKind.TABLE, name, len(data)), Limits())
    os.write(told, json.dumps([submission.id, name]).encode())
    lease = store.queue.take(f"life {kill_at}", 0)
    store.queue.renew(lease, 0)
    store.log.add(lease.submission.id, "half_way")
    store.queue.finish(lease, SCORES)


def faults(store, accepted):
    """Whatever was lost or is half."""
    entries = {entry.id: entry for entry in store.entries.history(1)}
    for number, name in accepted:
        if number not in entries or entries[number].sha256 != name or not store.files.get(name):
            yield f"{number} was lost"
    for number, entry in entries.items():
        if len(store.scores.of(number)) != (len(SCORES) if entry.state == State.SCORED else 0):
            yield f"{number} is half scored"
        if entry.sha256 not in store.files:
            yield f"{number} has no file"


def taken_up(store):
    """Run whatever waits or was left by a life that ended."""
    while (lease := store.queue.take("next", 60)) is not None:
        store.queue.finish(lease, SCORES)


def one_life(url, files, team, kill_at):
    """How the life ended, and the submission that it was told had been accepted, as JSON."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        live(url, files, team, kill_at, told)
        os._exit(0)
    os.close(told)
    with os.fdopen(heard, "rb") as pipe:
        words = pipe.read()
    _, status = os.waitpid(child, 0)
    return status, words


def main(url, files):
    """Live until a life reaches its end."""
    store = open_store(url, files)
    team = store.teams.register("melanoma", "Étoile", TeamKind.SME).id
    accepted, found, points, status = [], [], 0, -1
    while status != 0:
        points += 1
        store.close()
        status, words = one_life(url, files, team, points)
        accepted += [json.loads(words)] if words else []
        found += [f"point {points}: {fault}" for fault in faults(store, accepted)]
        taken_up(store)
        left = [entry.id for entry in store.entries.history(team) if entry.state != State.SCORED]
        found += [f"point {points}: {number} was left hanging" for number in left]
        if status not in (0, signal.SIGKILL):
            break
    numbers = len(store.entries.history(team))
    print(json.dumps({"points": points, "status": status, "faults": found, "accepted": len(accepted), "kept": numbers}))
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
