"""Put the criteria of a photo into words: the line under an answer, names and definitions, the seven points."""

from __future__ import annotations

from collections.abc import Sequence

from model.text import Texts
from model.trust.criteria import CriterionFinding, Word


def criterion_name(t: Texts, slug: str) -> str:
    """The name of a criterion inside a sentence, such as 'pigment network'."""
    return t(f"criteria.{slug}.name")


def criterion_what(t: Texts, slug: str) -> str:
    """What a criterion is, in one sentence of a textbook."""
    return t(f"criteria.{slug}.what")


def said_words(t: Texts, word: Word) -> str:
    """The word about a criterion: seen, not seen, unsure."""
    return t(f"criteria.said.{word}")


def criteria_line(t: Texts, found: Sequence[CriterionFinding]) -> str:
    """The criteria in one line, such as 'Seen: globules. Not seen: streaks.'; empty without criteria."""
    names = {word: [criterion_name(t, one.criterion.slug) for one in found if one.word is word] for word in Word}
    return " ".join(
        t("criteria.line", said=said_words(t, word), names=", ".join(of_word))
        for word, of_word in names.items()
        if of_word
    )


def point_name(t: Texts, slug: str) -> str:
    """The name of a criterion of the seven-point checklist."""
    return t(f"seven_points.{slug}.name")


def point_what(t: Texts, slug: str) -> str:
    """What a criterion of the seven-point checklist is, in one sentence."""
    return t(f"seven_points.{slug}.what")
