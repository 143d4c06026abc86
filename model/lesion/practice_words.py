"""A practice -> the words for it, so that a figure never stands without the frequencies that it speaks of."""

from __future__ import annotations

from model.lesion.practice import Practice
from model.text import Texts


def melanoma_words(t: Texts, practice: Practice) -> str:
    """Its share of melanomas."""
    return t.percent(practice.melanoma)


def speaks_of(t: Texts, practice: Practice) -> str:
    """The sentence under probabilities: of which frequencies they speak."""
    if practice.is_equal:
        return t("result.prior")
    return t("practices.speaks", where=t(f"practices.{practice.slug}.where"), melanoma=melanoma_words(t, practice))


def stated(t: Texts, practice: Practice) -> str:
    """The same, short, for the subtitle of a chart."""
    if practice.is_equal:
        return t("practices.stated_equal")
    return t("practices.stated", where=t(f"practices.{practice.slug}.where"), melanoma=melanoma_words(t, practice))


def scores_speak_of(t: Texts, practice: Practice) -> str:
    """Which scores speak of the practice, and which of equally frequent diagnoses."""
    if practice.is_equal:
        return t("practices.scores_equal")
    return t("practices.scores", where=t(f"practices.{practice.slug}.where"), melanoma=melanoma_words(t, practice))
