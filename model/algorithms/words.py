"""Sentences for the names, predictions and agreement of algorithms.

An external algorithm may have no texts yet; its slug is shown instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.algorithms.jury import Agreement, Opinion
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.text import Texts


def name_of(t: Texts, slug: str) -> str:
    """Name of an algorithm."""
    return t(f"algorithms.{slug}.name") if f"algorithms.{slug}.name" in t else slug


def the_name_of(t: Texts, slug: str) -> str:
    """Name of an algorithm within a sentence, with an article where the language wants one."""
    return t(f"algorithms.{slug}.the") if f"algorithms.{slug}.the" in t else name_of(t, slug)


def names_of(t: Texts, slugs: Sequence[str]) -> str:
    """Names of several algorithms within a sentence: A, B and C."""
    names = [the_name_of(t, slug) for slug in slugs]
    return t("jury.and", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)


def verdict(t: Texts, suspicious: bool) -> str:
    """The verdict as one word, the same on every page."""
    return t("jury.suspicious" if suspicious else "jury.calm")


def sentence(t: Texts, opinion: Opinion, considered: Sequence[Diagnosis] = ()) -> str:
    """The answer as it is read first: verdict and melanoma, then what follows it."""
    return " ".join(filter(None, (_melanoma(t, opinion), beside_melanoma(t, opinion, considered))))


def beside_melanoma(t: Texts, opinion: Opinion, considered: Sequence[Diagnosis]) -> str:
    """What follows the verdict: another cancer, the most probable diagnosis, what to consider, none of the seven."""
    return " ".join(filter(None, (other_cancer(t, opinion), diagnoses_named(t, opinion, considered))))


def diagnoses_named(t: Texts, opinion: Opinion, considered: Sequence[Diagnosis]) -> str:
    """The most probable diagnosis, what to consider, and that it may be none of them."""
    parts = most_probable(t, opinion), consider(t, opinion, considered), none_of_seven(t, opinion)
    return " ".join(filter(None, parts))


def none_of_seven(t: Texts, opinion: Opinion) -> str:
    """That the lesion may be none of the seven diagnoses; empty where the answer is decided enough."""
    return t("result.none_of_seven") if opinion.unknown else ""


def other_cancer(t: Texts, opinion: Opinion) -> str:
    """That another cancer is possible although melanoma is not suspected, with the probability; empty elsewhere."""
    return t("result.other_cancer", malignant=t.percent(opinion.stated.malignant)) if opinion.other_cancer else ""


def _melanoma(t: Texts, opinion: Opinion) -> str:
    key = "result.melanoma_first" if opinion.first is Diagnosis.MEL else "result.melanoma"
    data = {"verdict": verdict(t, opinion.suspicious), "threshold": threshold_words(t, opinion)}
    return t(key, melanoma=t.percent(opinion.melanoma), **data)


def threshold_words(t: Texts, opinion: Opinion) -> str:
    """The operating point, or on which side of it the answer lies where both would be written alike."""
    threshold = t.percent(opinion.threshold.value)
    if threshold != t.percent(opinion.melanoma):
        return t("result.threshold", threshold=threshold)
    return t("result.just_above" if opinion.suspicious else "result.just_below")


def most_probable(t: Texts, opinion: Opinion) -> str:
    """The most probable diagnosis with its share; empty where it is melanoma, whose share is told first."""
    if opinion.first is Diagnosis.MEL:
        return ""
    share = t.percent(opinion.stated.of(opinion.first))
    return t("result.most_probable", diagnosis=t(f"diagnoses.{opinion.first}.name"), share=share)


def consider(t: Texts, opinion: Opinion, considered: Sequence[Diagnosis]) -> str:
    """The diagnoses to consider as one sentence; empty where there are none beside the most probable one."""
    if set(considered) <= {opinion.first}:
        return ""
    if len(set(considered)) == len(DIAGNOSES):
        return t("result.consider_all")
    names = ", ".join(t(f"diagnoses.{diagnosis}.name") for diagnosis in considered)
    return t("result.consider", diagnoses=names)


def meter(t: Texts, agreement: Agreement | None, waiting: int = 0) -> str:
    """The number of algorithms that call it suspicious; of an unfinished jury, with the number of answers to come."""
    suspicious = len(agreement.suspicious) if agreement else 0
    if waiting:
        return t("jury.so_far", count=suspicious, waiting=waiting)
    return t("jury.meter", count=suspicious, voters=agreement.voters) if agreement else t("jury.none_yet")


def agreement_words(t: Texts, agreement: Agreement) -> str:
    """The dissenters, the diagnosis that most choose, and whether most of the calm find another cancer possible."""
    parts = dissent(t, agreement), most_choose(t, agreement), other_cancers(t, agreement)
    return " ".join(filter(None, parts))


def most_choose(t: Texts, agreement: Agreement) -> str:
    """The diagnosis that most algorithms find the most probable."""
    first = t(f"diagnoses.{agreement.first}.name")
    return t("jury.first_of", count=agreement.first_count, voters=agreement.voters, diagnosis=first)


def other_cancers(t: Texts, agreement: Agreement) -> str:
    """How many of the calm find another cancer possible; empty where it is not most of them."""
    count, calm = agreement.other_cancer, len(agreement.calm)
    return t("jury.other_cancer", count=count, calm=calm) if 2 * count > calm else ""


def dissent(t: Texts, agreement: Agreement) -> str:
    """The names of the algorithms in the minority; empty for fewer than two algorithms, or where all are alarmed."""
    if agreement.voters < 2:
        return ""
    if agreement.is_split:
        return t("jury.split")
    if not agreement.dissenters:
        return "" if agreement.suspicious else t("jury.all_calm")
    is_calm = agreement.dissenters == agreement.calm
    return t("jury.dissent_calm" if is_calm else "jury.dissent_suspicious", names=names_of(t, agreement.dissenters))
