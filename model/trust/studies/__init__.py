"""One module, one check measured over archives: `study(data, progress)` or `study(data, progress, slugs) -> rows`.

A study reads roles `train` and `not-lesions` to choose, the scoring sets only to state what came of it. One that takes
slugs measures each algorithm by itself, so that the rows of a few can be made again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from model.algorithms import catalogue
from model.trust.characteristic import Characteristic

OF_ALGORITHMS: tuple[str, ...] = ("focus", "faithfulness", "sets", "stress")
"""The checks that are measured of one algorithm after the other; the first word of `of` in their rows is its slug."""
STUDIES: tuple[str, ...] = ("gate", "quality", "skin", "limits", *OF_ALGORITHMS)
"""The checks that have a study, in the order of README."""
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def measured(check: str, data: Path, progress: Progress, only: Sequence[str] = ()) -> list[Characteristic]:
    """The operating characteristic of one check.

    Args:
        check: one of `STUDIES`.
        data: folder with manifest.csv and the image archives.
        progress: told how far it is.
        only: the algorithms that are measured, for a check of `OF_ALGORITHMS`; all where none is named.
    """
    study = import_module(f"{__name__}.{check}").study
    named = (list(only) or catalogue.slugs(),) if check in OF_ALGORITHMS else ()
    found: list[Characteristic] = study(data, progress, *named)
    return found
