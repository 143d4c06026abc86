"""The list of submissions: every file in `submissions/`. One that fails stays on the list with its reason."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from dataclasses import dataclass
from pathlib import Path

from model.algorithms.contract import Algorithm
from model.errors import UnknownAlgorithm

submissions = importlib.import_module("model.algorithms.submissions")  # by name: imports point down
LOGGER = logging.getLogger(__name__)
DEFAULT_SLUG = "resnet18"
"""The algorithm that commands ask unless told otherwise, and that the scores of a single network are shown of."""
COMMITTEE = "committee"
"""The algorithm that combines the answers of the others and has no vote; pages show it before a choice."""


@dataclass(frozen=True)
class BrokenSubmission:
    """A submission that cannot be imported."""

    slug: str
    reason: str


def slugs() -> list[str]:
    """Return the names of all submissions in alphabetical order, without importing them."""
    return sorted(module.name for module in pkgutil.iter_modules(submissions.__path__))


def find(slug: str) -> type[Algorithm] | BrokenSubmission:
    """Return the class of a submission, or the reason why it cannot be imported.

    Raises:
        UnknownAlgorithm: no submission has that name.
    """
    if slug not in slugs():
        raise UnknownAlgorithm(slug=slug, known=", ".join(slugs()))
    try:
        algorithm: type[Algorithm] = importlib.import_module(f"{submissions.__name__}.{slug}").Algorithm
    except Exception as error:  # a submission is foreign code and must not stop the others
        LOGGER.exception("submission %s cannot be imported", slug)
        return BrokenSubmission(slug, f"{type(error).__name__}: {error}")
    return algorithm


def working(slug: str) -> type[Algorithm]:
    """Return the class of a submission.

    Raises:
        UnknownAlgorithm: no submission has that name, or it cannot be imported.
    """
    submission = find(slug)
    if isinstance(submission, BrokenSubmission):
        raise UnknownAlgorithm(slug=slug, known=", ".join(name for name in slugs() if name != slug))
    return submission


def load(slug: str, weights: Path) -> Algorithm:
    """Return a ready algorithm.

    Raises:
        UnknownAlgorithm: no submission has that name, or it cannot be imported.
        WeightsMissing: its weights file is missing.
        WeightsAltered: its weights file is not the committed one.
    """
    return working(slug).load(weights)
