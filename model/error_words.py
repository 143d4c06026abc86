"""Sentences for errors, in the language of the texts."""

from __future__ import annotations

from model.errors import ArchiveUnclear, CaseFolderError, StoryError, TenOpinionsError
from model.text import Texts


def error_sentence(t: Texts, error: TenOpinionsError) -> str:
    """Return the sentence for an error, with its data and its reason in words."""
    data = dict(error.data)
    if isinstance(error, CaseFolderError):
        data["reason"] = t(f"case_reasons.{data['reason']}")
    if isinstance(error, ArchiveUnclear):
        data["reason"] = t(f"archive_reasons.{data['reason']}")
    if isinstance(error, StoryError):
        data["reason"] = t(f"story_reasons.{data.pop('reason')}", **data)
    return t(f"errors.{error.code}", **data)
