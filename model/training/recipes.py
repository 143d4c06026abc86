"""The recipe of each algorithm that is trained by gradient descent."""

from __future__ import annotations

from model.algorithms.networks import resnet18_network
from model.training.recipe import Recipe

RECIPES: dict[str, Recipe] = {
    recipe.slug: recipe
    for recipe in (Recipe(slug="resnet18", build=resnet18_network, pretrained="resnet18.safetensors"),)
}
