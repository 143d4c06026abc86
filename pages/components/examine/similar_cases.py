"""The known cases of an explanation, as a strip: diagnosis, similarity, link to the picture."""

from __future__ import annotations

from collections import Counter

from model.algorithms.contract import Explanation, SimilarCase
from model.text import Texts
from pages.components.archive.known_cases import show_known_cases
from pages.components.shell.photo_strip import KnownPhoto


def show_cases(t: Texts, explanation: Explanation) -> None:
    """Draw the most similar known cases; nothing for an algorithm that does not compare."""
    cases = explanation.cases
    if not cases:
        return
    photos = [
        KnownPhoto(case.image_id, case.diagnosis, t("cases.similarity", value=t.number(case.similarity, 2)))
        for case in cases
    ]
    words = f"{t('cases.text')} {t('cases.summary', diagnoses=summary(t, cases))}"
    show_known_cases(t, "similar", photos, words, t("cases.title"))


def summary(t: Texts, cases: tuple[SimilarCase, ...]) -> str:
    """Return the number of cases of each diagnosis, the most frequent first."""
    counts = Counter(case.diagnosis for case in cases).most_common()
    return ", ".join(t("cases.count", diagnosis=t(f"diagnoses.{d}.name"), number=number) for d, number in counts)
