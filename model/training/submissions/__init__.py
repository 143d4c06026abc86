"""One file, one recipe: how the submission of the same name is fitted. `recipe_of` finds it by its file name."""

from __future__ import annotations

import importlib
import pkgutil

from model.training.measured import MeasuredRecipe


def measured_slugs() -> list[str]:
    """Names of all recipes, in alphabetical order, without importing them."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def recipe_of(slug: str) -> MeasuredRecipe | None:
    """The `RECIPE` in the file of that name; None where there is no such file."""
    if slug not in measured_slugs():
        return None
    recipe: MeasuredRecipe = importlib.import_module(f"{__name__}.{slug}").RECIPE
    return recipe
