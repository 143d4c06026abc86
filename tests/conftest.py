"""What all tests share: the committed algorithms, loaded once, and lines that count tests which must have run."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm, CombiningAlgorithm
from model.settings import ASSETS

COMMITTED = ASSETS / "weights"
COUNTED = {
    "browser journeys": lambda test: test.startswith("tests/browser/"),
    "tests on PostgreSQL": lambda test: test.startswith("tests/challenge/") and "postgresql" in test,
}
"""What is counted -> which tests belong to it, by their names."""
if "TEN_OPINIONS_CHALLENGE" not in os.environ:  # no test writes into the home of who runs it
    os.environ["TEN_OPINIONS_CHALLENGE"] = tempfile.mkdtemp(prefix="ten-opinions-")
    atexit.register(shutil.rmtree, os.environ["TEN_OPINIONS_CHALLENGE"], ignore_errors=True)
os.environ.setdefault("TEN_OPINIONS_LOOKS", "off")  # five seconds of a core a photo; tests of the views turn them on


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how the counted tests ended: `.ci/run` looks for these lines."""
    for counted, belongs in COUNTED.items():
        counts = {
            outcome: sum(belongs(report.nodeid) for report in terminalreporter.getreports(outcome))
            for outcome in ("passed", "failed", "error", "skipped")
        }
        if any(counts.values()):
            terminalreporter.write_line(f"{counted}: " + ", ".join(f"{n} {name}" for name, n in counts.items() if n))


@cache
def _loaded(slug: str) -> Algorithm:
    """Load it once; one that combines shares its members with all tests."""
    submission = catalogue.working(slug)
    if submission.card.combines:
        return cast("type[CombiningAlgorithm]", submission).load(COMMITTED, _loaded)
    return submission.load(COMMITTED)


@pytest.fixture
def loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands take the algorithms with committed weights from those that are loaded already."""
    load = catalogue.load

    def shared(slug: str, weights: Path) -> Algorithm:
        return _loaded(slug) if weights == COMMITTED else load(slug, weights)

    monkeypatch.setattr(catalogue, "load", shared)


@pytest.fixture(params=catalogue.slugs())
def algorithm(request: pytest.FixtureRequest) -> Algorithm:
    """Each submission in turn, with its committed weights."""
    return _loaded(request.param)


@cache
def _by_grad_cam() -> list[str]:
    found = {slug: catalogue.find(slug) for slug in catalogue.slugs()}
    return [slug for slug, one in found.items() if isinstance(one, type) and one.card.explanation == "grad_cam"]


@pytest.fixture(params=_by_grad_cam())
def grad_cam_algorithm(request: pytest.FixtureRequest) -> Algorithm:
    """Each submission that explains itself by Grad-CAM, with its committed weights."""
    return _loaded(request.param)


@pytest.fixture(scope="session")
def loaded() -> Callable[[str], Algorithm]:
    """One submission by name, with its committed weights."""
    return _loaded


@pytest.fixture(scope="session")
def default_algorithm() -> Algorithm:
    """The one that the examine page shows."""
    return _loaded(catalogue.DEFAULT_SLUG)
