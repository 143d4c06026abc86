"""Where phones reach the server: as set, as the presenter came, or as the network knows it; localhost is the last."""

from __future__ import annotations

import pytest

from model.stage.address import Reach, reach

HOME = "http://localhost:8501/room?lang=fr"


@pytest.mark.parametrize(("asked", "seen", "listens", "own", "expected"), [
    ("http://stage:80", HOME, "localhost", "10.0.0.4", Reach("http://stage:80", True)),
    ("stage:8501/", HOME, "", "", Reach("http://stage:8501", True)),
    ("https://quiz.example", HOME, "", "", Reach("https://quiz.example", True)),
    ("", "http://10.0.0.4:8501/room", "", "10.0.0.4", Reach("http://10.0.0.4:8501", True)),
    ("", "https://laptop.local/room", "0.0.0.0", "10.0.0.4", Reach("https://laptop.local", True)),
    ("", HOME, "0.0.0.0", "10.0.0.4", Reach("http://10.0.0.4:8501", True)),
    ("", HOME, "", "10.0.0.4", Reach("http://10.0.0.4:8501", True)),
    ("", HOME, "10.0.0.4", "10.0.0.4", Reach("http://10.0.0.4:8501", True)),
    ("", "http://127.0.0.1:8501", "127.0.0.1", "10.0.0.4", Reach("http://10.0.0.4:8501", False)),
    ("", "http://[::1]:8501", "localhost", "fd00::1", Reach("http://[fd00::1]:8501", False)),
    ("", HOME, "0.0.0.0", "127.0.0.1", Reach("http://localhost:8501", False)),
    ("", HOME, "", "", Reach("http://localhost:8501", False)),
    ("", "", "", "", Reach("http://localhost", False)),
    ("https://clinic.example/opinions", HOME, "", "", Reach("https://clinic.example/opinions", True)),
    ("clinic.example/a/b/", HOME, "", "", Reach("http://clinic.example/a/b", True)),
    ("", "https://clinic.example/opinions/room", "", "", Reach("https://clinic.example/opinions", True)),
    ("", "http://localhost:8501/a/b/room?lang=fr", "", "10.0.0.4", Reach("http://10.0.0.4:8501/a/b", True)),
])  # fmt: skip
def test_phones_are_sent_where_they_reach_the_server(asked, seen, listens, own, expected):
    assert reach(asked, seen, listens, own) == expected
