"""What an algorithm is called and what it says, in words; and what a jury of them says together.

An algorithm from outside may have no texts yet: then its file name stands for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.algorithms.jury import Agreement, Opinion
from model.lesion.diagnosis import Diagnosis
from model.text import Texts


def name_of(t: Texts, slug: str) -> str:
    """What an algorithm is called."""
    return t(f"algorithms.{slug}.name") if f"algorithms.{slug}.name" in t else slug


def names_of(t: Texts, slugs: Sequence[str]) -> str:
    """Several algorithms in one phrase: A, B and C."""
    names = [name_of(t, slug) for slug in slugs]
    return t("jury.and", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)


def sentence(t: Texts, opinion: Opinion, melanoma: str) -> str:
    """What the algorithm says, in two or three short sentences; `melanoma` is its probability as it is written."""
    first = opinion.stated.first
    if first is Diagnosis.MEL:
        words = t("result.sentence_melanoma", melanoma=melanoma)
    else:
        share = t.percent(opinion.stated.of(first))
        words = t("result.sentence_other", melanoma=melanoma, first=t(f"diagnoses.{first}.name"), probability=share)
    if opinion.choice is first:
        return words
    return f"{words} {t('result.choice', diagnosis=t(f'diagnoses.{opinion.choice}.name'))}"


def meter(t: Texts, found: Agreement | None) -> str:
    """How many see a melanoma."""
    return t("jury.meter", count=len(found.suspicious), voters=found.voters) if found else t("jury.none_yet")


def most_choose(t: Texts, found: Agreement) -> str:
    """What most put first."""
    first = t(f"diagnoses.{found.first}.name")
    return t("jury.first_of", count=found.first_count, voters=found.voters, diagnosis=first)


def dissent(t: Texts, found: Agreement) -> str:
    """Who stands apart, by name; empty before there are two."""
    if found.voters < 2:
        return ""
    if found.is_split:
        return t("jury.split")
    if not found.dissenters:
        return t("jury.all_suspicious" if found.suspicious else "jury.all_calm")
    count, names = len(found.dissenters), names_of(t, found.dissenters)
    if found.dissenters == found.calm:
        return t("jury.dissent_calm", count=count, names=names)
    return t("jury.dissent_suspicious", count=count, names=names)
