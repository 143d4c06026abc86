"""Sentences for the names, predictions and agreement of algorithms.

An external algorithm may have no texts yet; its slug is shown instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.algorithms.jury import Agreement, Opinion
from model.lesion.diagnosis import Diagnosis
from model.text import Texts


def name_of(t: Texts, slug: str) -> str:
    """Name of an algorithm."""
    return t(f"algorithms.{slug}.name") if f"algorithms.{slug}.name" in t else slug


def the_name_of(t: Texts, slug: str) -> str:
    """Name of an algorithm within a sentence, with an article where the language wants one."""
    return t(f"algorithms.{slug}.the") if f"algorithms.{slug}.the" in t else name_of(t, slug)


def names_of(t: Texts, slugs: Sequence[str]) -> str:
    """Names of several algorithms as one phrase: A, B and C."""
    names = [name_of(t, slug) for slug in slugs]
    return t("jury.and", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)


def sentence(t: Texts, opinion: Opinion, melanoma: str) -> str:
    """The prediction in two or three short sentences; `melanoma` is the formatted melanoma probability."""
    first, words = opinion.stated.first, t("result.sentence_melanoma", melanoma=melanoma)
    if first is not Diagnosis.MEL:
        share = t.percent(opinion.stated.of(first))
        words = t("result.sentence_other", melanoma=melanoma, first=t(f"diagnoses.{first}.name"), probability=share)
    if opinion.choice is first:
        return words
    return f"{words} {t('result.choice', diagnosis=t(f'diagnoses.{opinion.choice}.name'))}"


def meter(t: Texts, agreement: Agreement | None) -> str:
    """The number of algorithms at or above their operating point."""
    if agreement is None:
        return t("jury.none_yet")
    return t("jury.meter", count=len(agreement.suspicious), voters=agreement.voters)


def most_choose(t: Texts, agreement: Agreement) -> str:
    """The diagnosis that most algorithms rank first."""
    first = t(f"diagnoses.{agreement.first}.name")
    return t("jury.first_of", count=agreement.first_count, voters=agreement.voters, diagnosis=first)


def dissent(t: Texts, agreement: Agreement) -> str:
    """The names of the algorithms in the minority; empty for fewer than two algorithms."""
    if agreement.voters < 2:
        return ""
    if agreement.is_split:
        return t("jury.split")
    if not agreement.dissenters:
        return t("jury.all_suspicious" if agreement.suspicious else "jury.all_calm")
    count, names = len(agreement.dissenters), names_of(t, agreement.dissenters)
    if agreement.dissenters == agreement.calm:
        return t("jury.dissent_calm", count=count, names=names)
    return t("jury.dissent_suspicious", count=count, names=names)
