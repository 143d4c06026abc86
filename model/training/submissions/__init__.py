"""One file, one recipe: how the submission of the same name is fitted. `recipe_of` finds it; nobody keeps a list."""

from __future__ import annotations

import importlib
import pkgutil

from model.training.measured import MeasuredRecipe


def measured_slugs() -> list[str]:
    """Names of all files here, in alphabetical order; none of them is imported."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def recipe_of(slug: str) -> MeasuredRecipe | None:
    """The `RECIPE` of the file of that name; None where there is no such file."""
    if slug not in measured_slugs():
        return None
    recipe: MeasuredRecipe = importlib.import_module(f"{__name__}.{slug}").RECIPE
    return recipe
