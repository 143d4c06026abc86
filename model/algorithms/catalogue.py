"""The list of submissions: every file in `submissions/`. One that fails stays on the list with its reason."""

from __future__ import annotations

import ast
import importlib
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
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
    files = (Path(name) for folder in submissions.__path__ for name in os.listdir(folder))
    return sorted(file.stem for file in files if file.suffix == ".py" and file.stem != "__init__")


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


@dataclass(frozen=True)
class Kind:
    """Two facts of an algorithm's card, read without importing it: a network would import torch.

    Attributes:
        family: kind of method, a key of `families` in the locales; empty if unknown.
        combines: it combines the answers of other submissions, so it is not ranked among them.
    """

    family: str = ""
    combines: bool = False


def kind_of(slug: str) -> Kind:
    """Return what the file of a submission writes on its card; nothing for an unknown or a broken one."""
    files = (Path(folder) / f"{slug}.py" for folder in submissions.__path__)
    text = next((file.read_text(encoding="utf-8") for file in files if file.is_file()), "")
    with suppress(SyntaxError, ValueError):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "AlgorithmCard":
                named = {word.arg: word.value for word in node.keywords}
                facts = {name: ast.literal_eval(named[name]) for name in ("family", "combines") if name in named}
                return Kind(**facts)
    return Kind()


def combining(names: Iterable[str]) -> frozenset[str]:
    """Return the algorithms that combine others and so are not ranked, of those with these names."""
    return frozenset(slug for slug in names if kind_of(slug).combines)


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
