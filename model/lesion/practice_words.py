"""Sentences that state the practice to which figures refer."""

from __future__ import annotations

from model.lesion.practice import Practice
from model.text import Texts


def melanoma_words(t: Texts, practice: Practice) -> str:
    """Share of melanomas in the practice, as a percentage."""
    return t.percent(practice.melanoma)


def speaks_of(t: Texts, practice: Practice) -> str:
    """The sentence below probabilities that states their practice."""
    if practice.is_equal:
        return t("result.prior")
    return t("practices.speaks", where=t(f"practices.{practice.slug}.where"), melanoma=melanoma_words(t, practice))


def stated(t: Texts, practice: Practice) -> str:
    """A short statement of the practice, for the subtitle of a chart."""
    if practice.is_equal:
        return t("practices.stated_equal")
    return t("practices.stated", where=t(f"practices.{practice.slug}.where"), melanoma=melanoma_words(t, practice))


def scores_speak_of(t: Texts, practice: Practice) -> str:
    """The sentence that states which scores refer to the practice and which to equal frequencies."""
    if practice.is_equal:
        return t("practices.scores_equal")
    return t("practices.scores", where=t(f"practices.{practice.slug}.where"), melanoma=melanoma_words(t, practice))
