"""Measure each check over archives: each module has `study(data, progress)` or `study(data, progress, slugs)`.

A study chooses on roles `train` and `not-lesions` and uses the scoring sets for measuring only. A study with slugs
measures each algorithm separately, so that the rows of a few can be computed again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from model.algorithms import catalogue
from model.trust.characteristic import Characteristic

OF_ALGORITHMS: tuple[str, ...] = ("focus", "faithfulness", "sets", "stress")
"""Checks measured for each algorithm; the first word of `of` in their rows is the slug."""
STUDIES: tuple[str, ...] = (
    "gate",
    "quality",
    "skin",
    "limits",
    "malignant",
    "unknown",
    "tone",
    "criteria",
    *OF_ALGORITHMS,
)
"""All checks with a study, in the order of the documentation."""
Progress = Callable[[str, int, int], None]
"""Called with a title, the number of steps done, and the number of all steps."""


def measured(check: str, data: Path, progress: Progress, only: Sequence[str] = ()) -> list[Characteristic]:
    """Run the study of one check over an image folder; `only` names algorithms for a check of `OF_ALGORITHMS`."""
    study = import_module(f"{__name__}.{check}").study
    slugs = (list(only) or catalogue.slugs(),) if check in OF_ALGORITHMS else ()
    rows: list[Characteristic] = study(data, progress, *slugs)
    return rows
