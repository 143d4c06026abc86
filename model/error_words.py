"""Sentences for errors, in the language of the texts."""

from __future__ import annotations

from model.challenge_errors import ChallengeMistake, EntryOfOtherSet, PhotosMissing
from model.errors import (
    ArchiveUnclear,
    CaseFolderError,
    DicomWithoutPicture,
    NoDermatoscope,
    OtherFormat,
    StoryError,
    TenOpinionsError,
    UnreadCoding,
)
from model.store_errors import MoveNotAllowed
from model.submission_errors import ModelSumOff, PreparationMistake
from model.table_errors import TableSetIncomplete, TableSumOff
from model.text import Texts

_IN_WORDS: dict[type[TenOpinionsError], tuple[str, str]] = {
    CaseFolderError: ("reason", "case_reasons"),
    ArchiveUnclear: ("reason", "archive_reasons"),
    OtherFormat: ("kind", "file_kinds"),
    DicomWithoutPicture: ("kind", "dicom_kinds"),
    UnreadCoding: ("coding", "codings"),
    MoveNotAllowed: ("state", "entry_states"),
    TableSetIncomplete: ("set", "charts"),
    ChallengeMistake: ("reason", "challenge_mistakes"),
    EntryOfOtherSet: ("set", "charts"),
    PhotosMissing: ("set", "charts"),
}
"""The data of an error that is a key, and the table of its words, by class."""


def error_sentence(t: Texts, error: TenOpinionsError) -> str:
    """Return the sentence for an error, with its data and its reason in words."""
    data = error_data(t, error)
    if type(error) in _IN_WORDS:
        name, table = _IN_WORDS[type(error)]
        data[name] = t(f"{table}.{data[name]}")
    if isinstance(error, EntryOfOtherSet):
        data["expected"] = t(f"charts.{data['expected']}")
    if isinstance(error, StoryError):
        data["reason"] = t(f"story_reasons.{data.pop('reason')}", **data)
    if isinstance(error, PreparationMistake):
        data["reason"] = t(f"preparation_reasons.{data.pop('reason')}", **data)
    return t(f"errors.{error.code}", **data)


def error_data(t: Texts, error: TenOpinionsError) -> dict[str, str | int | float]:
    """Return the data of an error as a sentence shows them: figures of a study and sums with two decimals."""
    if not isinstance(error, NoDermatoscope | ModelSumOff | TableSumOff):
        return dict(error.data)
    return {name: t.number(value, 2) if isinstance(value, float) else value for name, value in error.data.items()}
