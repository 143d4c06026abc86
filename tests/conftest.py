"""What all tests share: the committed algorithms, loaded once."""

from __future__ import annotations

from functools import cache

import pytest

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm
from model.settings import settings


@cache
def _loaded(slug: str) -> Algorithm:
    return catalogue.load(slug, settings().weights)


@pytest.fixture(params=catalogue.slugs())
def algorithm(request: pytest.FixtureRequest) -> Algorithm:
    """Each submission in turn, with its committed weights."""
    return _loaded(request.param)


@pytest.fixture
def default_algorithm() -> Algorithm:
    """The one that the examine page shows."""
    return _loaded(catalogue.DEFAULT_SLUG)
