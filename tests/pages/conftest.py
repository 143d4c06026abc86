"""Stand-in submissions beside the committed ones, for the pages that list them all."""

from __future__ import annotations

from functools import cache

import pytest

from model.algorithms import submissions
from model.settings import settings
from pages.components.cache import loaded_algorithms
from tests import stand_ins


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """Some that answer, a committee, one that fails on every photo, one that cannot be imported."""
    stand_ins.write_submissions(tmp_path / "submissions", *stand_ins.ALL)
    stand_ins.write_weights(tmp_path / "weights", *stand_ins.ALL)
    monkeypatch.setattr(submissions, "__path__", [*submissions.__path__, str(tmp_path / "submissions")])
    monkeypatch.setenv("TEN_OPINIONS_WEIGHTS", str(tmp_path / "weights"))
    settings.cache_clear()
    # those of this folder are loaded here; the committed ones stay loaded for the tests that follow
    monkeypatch.setattr(loaded_algorithms, "algorithm", cache(loaded_algorithms.algorithm.__wrapped__))
    yield tmp_path
    settings.cache_clear()
    stand_ins.forget(*stand_ins.ALL)
