"""One module, one check measured over archives: `study(data, progress) -> list[Characteristic]`.

A study reads roles `train` and `not-lesions` to choose, the scoring sets only to state what came of it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from model.trust.characteristic import Characteristic

STUDIES: tuple[str, ...] = ("gate", "focus", "faithfulness", "sets")
"""The checks that have one, in the order of README."""
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def measured(check: str, data: Path, progress: Progress) -> list[Characteristic]:
    """The operating characteristic of one check.

    Args:
        check: one of `STUDIES`.
        data: folder with manifest.csv and the image archives.
        progress: told how far it is.
    """
    found: list[Characteristic] = import_module(f"{__name__}.{check}").study(data, progress)
    return found
