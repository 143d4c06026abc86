"""An algorithm in words. One from outside may have no texts yet: then its file name stands for it."""

from __future__ import annotations

from model.algorithms.words import name_of, names_of
from model.text import Texts

__all__ = ["audience_of", "explanation_of", "family_of", "method_of", "name_of", "names_of", "training_data_of"]


def method_of(t: Texts, slug: str) -> str:
    """Its method in two sentences; empty where nobody has written them."""
    return t(f"algorithms.{slug}.method") if f"algorithms.{slug}.method" in t else ""


def audience_of(t: Texts, slug: str) -> str:
    """Whom it serves and why; empty where nobody has said it."""
    return t(f"algorithms.{slug}.audience") if f"algorithms.{slug}.audience" in t else ""


def family_of(t: Texts, family: str) -> str:
    """What kind of method it is."""
    return t(f"families.{family}") if f"families.{family}" in t else family


def training_data_of(t: Texts, key: str) -> str:
    """What it has seen."""
    return t(f"training_data.{key}") if f"training_data.{key}" in t else key


def explanation_of(t: Texts, key: str) -> str:
    """How it explains itself."""
    return t(f"explanations.{key}") if f"explanations.{key}" in t else key
