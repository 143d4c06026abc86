"""What a model card is: parts with sentences, facts and figures, in one language."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from model.evaluation.intervals import Score, Undefined, no_score
from model.text import Texts
from model.trust.characteristic import Characteristic

Unit = Literal["share", "number"]
SYSTEM = "system"
"""Whose card is that of everything together; no algorithm may be called so."""
SOURCES = (
    "Collins et al. 2024 (TRIPOD+AI), doi:10.1136/bmj-2023-078378",
    "Daneshjou et al. 2022 (CLEAR Derm), doi:10.1001/jamadermatol.2021.4915",
    "Mitchell et al. 2019 (model cards), doi:10.1145/3287560.3287596",
)
"""What the parts of a card follow."""


@dataclass(frozen=True)
class Figure:
    """A figure with its 95 % interval, or the place of one that was not measured.

    Attributes:
        name: what, for programs; its words are `cards.figures.<name>`.
        of: what it was measured on, for programs.
        label: what, in words.
        on: what it was measured on, in words.
        photos: how many; None where that is not known.
        value: None where it was not measured or is not defined.
        low: lower end of the interval; None where there is none.
        high: upper end.
        text: value and interval as they are read in the language.
    """

    name: str
    of: str
    label: str
    on: str
    photos: int | None
    value: float | None
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True)
class Fact:
    """Something that is no score: a setting, a date, a hash, a number of photos; its name is for programs."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Part:
    """One part of a card.

    Attributes:
        name: for programs; its title is `cards.parts.<name>`.
        title: its heading.
        items: which items of TRIPOD+AI and which part of CLEAR Derm it answers.
        sentences: what is said.
        facts: what is known.
        figures: what was measured.
    """

    name: str
    title: str
    items: str
    sentences: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Card:
    """A whole card in one language.

    Attributes:
        subject: slug of the algorithm, or `system`.
        language: `fr` or `en`.
        title: what it is the card of.
        notice: that this is not for diagnosis.
        made: how the card was made.
        parts: in order.
        sources: what its structure follows.
    """

    subject: str
    language: str
    title: str
    notice: str
    made: str
    parts: tuple[Part, ...]
    sources: tuple[str, ...] = SOURCES

    def part(self, name: str) -> Part:
        """One part by its name.

        Raises:
            KeyError: there is no such part.
        """
        found = next((part for part in self.parts if part.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


def figure(t: Texts, name: str, of: str, on: str, score: Score | None, photos: int | None, unit: Unit) -> Figure:
    """A figure of a score; without one, or where it is undefined, the place of a figure that says so."""
    known = score or no_score(Undefined.NO_TABLE)
    value, low, high = (_known(end) for end in (known.value, known.low, known.high))
    words = figure_words(t, known, unit)
    return Figure(name, of, t(f"cards.figures.{name}"), on, photos, value, low, high, words)


def checked(t: Texts, name: str, of: str, on: str, row: Characteristic | None, unit: Unit) -> Figure:
    """The figure of a check, from its committed table."""
    if row is None:
        return figure(t, name, of, on, None, None, unit)
    low, high = (math.nan if end is None else end for end in (row.low, row.high))
    return figure(t, name, of, on, Score(row.value, low, high), row.n, unit)


def figure_words(t: Texts, score: Score, unit: Unit) -> str:
    """A share in percent with one digit, any other figure with three; its interval in brackets."""
    if math.isnan(score.value):
        return t("cards.not_measured") if score.reason is Undefined.NO_TABLE else t("cards.not_defined")
    words = t.percent(score.value, 1) if unit == "share" else number_words(t, score.value)
    if math.isnan(score.low):
        return words
    if unit == "share":
        return f"{words} ({t.interval(score.low, score.high, 1)})"
    return f"{words} ({t('cards.between', low=number_words(t, score.low), high=number_words(t, score.high))})"


def number_words(t: Texts, value: float, digits: int = 3) -> str:
    """A number with a real minus sign."""
    return t.number(value, digits).replace("-", "\N{MINUS SIGN}")


def part(t: Texts, name: str, *sentences: str, facts: tuple[Fact, ...] = (), figures: tuple[Figure, ...] = ()) -> Part:
    """One part under its heading, with the items that it answers."""
    return Part(name, t(f"cards.parts.{name}"), items(t, name), sentences, facts, figures)


def items(t: Texts, name: str) -> str:
    """Which items of TRIPOD+AI and which part of CLEAR Derm a part answers, in words."""
    numbers, clear = ANSWERS[name]
    words = [t("report.items", items=numbers)] if numbers else []
    words += [t(f"report.clear.{clear}")] if clear else []
    return " · ".join(words)


ANSWERS: dict[str, tuple[str, str]] = {
    "purpose": ("3, 4, 27", "application"),
    "data": ("5, 6, 7, 8, 10, 11, 20", "data"),
    "method": ("9, 15, 22", "technique"),
    "recipe": ("12, 21", "technique"),
    "gate": ("9, 23", "assessment"),
    "choice": ("7, 12, 16", "technique"),
    "performance": ("12, 23", "assessment"),
    "calibration": ("12, 23", "assessment"),
    "point": ("15, 23", "assessment"),
    "sets": ("15, 23", "assessment"),
    "subgroups": ("14, 23", "assessment"),
    "maps": ("", "assessment"),
    "stress": ("", "assessment"),
    "limits": ("14, 25, 26, 27", "application"),
    "licence": ("18", ""),
    "versions": ("18, 22", ""),
}
"""Part -> items of TRIPOD+AI, part of CLEAR Derm."""


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
