"""Sentences for errors, in the language of the texts."""

from __future__ import annotations

from model.errors import ArchiveUnclear, CaseFolderError, NoDermatoscope, StoryError, TenOpinionsError
from model.text import Texts


def error_sentence(t: Texts, error: TenOpinionsError) -> str:
    """Return the sentence for an error, with its data and its reason in words."""
    data = error_data(t, error)
    if isinstance(error, CaseFolderError):
        data["reason"] = t(f"case_reasons.{data['reason']}")
    if isinstance(error, ArchiveUnclear):
        data["reason"] = t(f"archive_reasons.{data['reason']}")
    if isinstance(error, StoryError):
        data["reason"] = t(f"story_reasons.{data.pop('reason')}", **data)
    return t(f"errors.{error.code}", **data)


def error_data(t: Texts, error: TenOpinionsError) -> dict[str, str | int | float]:
    """Return the data of an error as a sentence shows them: figures of a study with two decimals."""
    if not isinstance(error, NoDermatoscope):
        return dict(error.data)
    return {name: value if isinstance(value, int) else t.number(float(value), 2) for name, value in error.data.items()}
