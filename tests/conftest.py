"""What all tests share: the committed algorithms, loaded once, and a line that counts the browser journeys."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

import pytest

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm
from model.settings import settings

JOURNEYS = "tests/browser/"
os.environ.setdefault("TEN_OPINIONS_LOOKS", "off")  # five seconds of a core a photo; tests of the views turn them on


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how the browser journeys ended: `.ci/run` looks for this line."""
    counts = {
        outcome: sum(report.nodeid.startswith(JOURNEYS) for report in terminalreporter.getreports(outcome))
        for outcome in ("passed", "failed", "error", "skipped")
    }
    if any(counts.values()):
        terminalreporter.write_line("browser journeys: " + ", ".join(f"{n} {name}" for name, n in counts.items() if n))


@cache
def _loaded(slug: str) -> Algorithm:
    return catalogue.load(slug, settings().weights)


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
