"""Sentences about a reading: why an answer is missing, and what the gate decided."""

from __future__ import annotations

from model.algorithms.words import names_of
from model.error_words import error_data, error_sentence
from model.errors import AlgorithmError, MembersMissing
from model.reading.admission import Admission
from model.text import Texts


def failure_sentence(t: Texts, error: AlgorithmError) -> str:
    """Return why an algorithm gives no answer, the same on every page and command."""
    if isinstance(error, MembersMissing):
        names = names_of(t, str(error.data["names"]).split(", "))
        return t("errors.members_missing", names=names)
    return error_sentence(t, error)


def caution(t: Texts, admission: Admission) -> str:
    """Return what must stand beside every answer for a photo: unchecked, or shown on request; empty for a good one."""
    if admission.state == "unchecked":
        return t("gate.unchecked")
    return held_back(t, admission, "shown_anyway") if admission.state == "insisted" else ""


def held_back(t: Texts, admission: Admission, words: str) -> str:
    """Return words about a photo that the gate holds back: `title`, `why`, `what_to_do` or `shown_anyway`."""
    return t(f"{admission.reason}.{words}", **error_data(t, admission.error))
