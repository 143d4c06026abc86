"""Finds the submissions: every file in `submissions/` is one, and one that fails stays on the list with its reason."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from dataclasses import dataclass
from pathlib import Path

from model.algorithms.contract import Algorithm
from model.errors import UnknownAlgorithm

submissions = importlib.import_module("model.algorithms.submissions")  # by name: it is above this module
LOGGER = logging.getLogger(__name__)
DEFAULT_SLUG = "resnet18"
"""What a page shows until someone chooses."""


@dataclass(frozen=True)
class BrokenSubmission:
    """A submission that cannot be imported."""

    slug: str
    reason: str


def slugs() -> list[str]:
    """Names of all submissions, in alphabetical order; none of them is imported."""
    return sorted(module.name for module in pkgutil.iter_modules(submissions.__path__))


def find(slug: str) -> type[Algorithm] | BrokenSubmission:
    """The class of one submission, or why it cannot be had.

    Raises:
        UnknownAlgorithm: no submission has that name.
    """
    if slug not in slugs():
        raise UnknownAlgorithm(slug=slug, known=", ".join(slugs()))
    try:
        found: type[Algorithm] = importlib.import_module(f"{submissions.__name__}.{slug}").Algorithm
    except Exception as error:  # a submission is foreign code: whatever it does, the others go on
        LOGGER.exception("submission %s cannot be imported", slug)
        return BrokenSubmission(slug, f"{type(error).__name__}: {error}")
    return found


def working(slug: str) -> type[Algorithm]:
    """The class of one submission.

    Raises:
        UnknownAlgorithm: no submission has that name, or it cannot be imported.
    """
    found = find(slug)
    if isinstance(found, BrokenSubmission):
        raise UnknownAlgorithm(slug=slug, known=", ".join(s for s in slugs() if s != slug))
    return found


def load(slug: str, weights: Path) -> Algorithm:
    """A ready algorithm.

    Raises:
        UnknownAlgorithm: no submission has that name, or it cannot be imported.
        WeightsMissing: its weights file is not there.
        WeightsAltered: its weights file is not the committed one.
    """
    return working(slug).load(weights)
