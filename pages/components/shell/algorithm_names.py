"""Words about an algorithm. One from outside may have no texts yet: then its key is shown."""

from __future__ import annotations

from model.text import Texts


def method_of(t: Texts, slug: str) -> str:
    """Return the method in two sentences; empty without a text."""
    return t(f"algorithms.{slug}.method") if f"algorithms.{slug}.method" in t else ""


def audience_of(t: Texts, slug: str) -> str:
    """Return the intended users and why; empty without a text."""
    return t(f"algorithms.{slug}.audience") if f"algorithms.{slug}.audience" in t else ""


def family_of(t: Texts, family: str) -> str:
    """Return the kind of method."""
    return t(f"families.{family}") if f"families.{family}" in t else family


def training_data_of(t: Texts, key: str) -> str:
    """Return the name of the training data."""
    return t(f"training_data.{key}") if f"training_data.{key}" in t else key


def explanation_of(t: Texts, key: str) -> str:
    """Return how heat maps are made."""
    return t(f"explanations.{key}") if f"explanations.{key}" in t else key
