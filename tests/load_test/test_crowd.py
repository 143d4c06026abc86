"""A small crowd on a fresh server whose processor is kept busy: every answer belongs to its own photo."""

from __future__ import annotations

import subprocess
import sys

import pytest

from model.algorithms.catalogue import DEFAULT_SLUG
from model.load_test.crowd import load_test
from model.load_test.event import SHARES, event
from model.load_test.server import cores, served

BUSY = "import itertools\nfor _ in itertools.count(): pass"


@pytest.fixture(scope="module")
def app():
    """A fresh server for both crowds."""
    with served() as address:
        yield address


@pytest.fixture
def busy_processor(app):
    """One process for each core that does nothing else than to keep it busy, once the server is there."""
    others = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(cores())]
    yield
    for process in others:
        process.kill()
        process.wait()


def test_impatient_visitors_with_several_photos_each_see_their_own_answers_and_no_error(app, busy_processor):
    told, visitors, photos = [], 4, 3
    found, visited = load_test(app, visitors, photos, True, 0, lambda *what: told.append(what), DEFAULT_SLUG)
    assert visited.wrong == []
    assert visited.errors == []
    assert found.right == visitors * photos
    assert found.is_good
    assert found.memory_before_mb is not None
    assert found.memory_peak_mb >= found.memory_before_mb
    assert ("visitors on the page", visitors * photos, visitors * photos) in told


def test_at_an_event_phones_readers_and_visitors_with_photos_are_all_served(app):
    found, complaints = event(app, 4, 0.05, 0, lambda *_: None)
    assert complaints == []
    assert found["visitors"] == 4
    assert all(found[kind]["waits"] >= 1 for kind in SHARES)
    assert found["memory_peak_mb"] >= found["memory_before_mb"]
