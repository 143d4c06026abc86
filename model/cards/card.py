"""The data of a model card: parts with sentences, facts and figures, in one language."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from model.evaluation.intervals import Score, Undefined, no_score
from model.text import Texts
from model.trust.characteristic import Characteristic

Unit = Literal["share", "number"]
SYSTEM = "system"
"""Subject of the card of the whole system; no algorithm may have this slug."""
SOURCES = (
    "Collins et al. 2024 (TRIPOD+AI), doi:10.1136/bmj-2023-078378",
    "Daneshjou et al. 2022 (CLEAR Derm), doi:10.1001/jamadermatol.2021.4915",
    "Mitchell et al. 2019 (model cards), doi:10.1145/3287560.3287596",
)
"""Guidelines that the parts of a card follow."""
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
"""Items of TRIPOD+AI and part of CLEAR Derm, by part of the card."""


@dataclass(frozen=True)
class Figure:
    """A measured figure with its 95 % interval, or the place of one that was not measured or is undefined.

    Attributes:
        name, label: the measure as an identifier and in words, which are `cards.figures.<name>`.
        of, on: the subject as an identifier and in words.
        text: value and interval in words.
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
    """A fact that is not a score, such as a setting, a date, a hash or a count; `name` is its identifier."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Part:
    """One part of a card; `items` are those of TRIPOD+AI and the part of CLEAR Derm that it answers."""

    name: str
    title: str
    items: str
    sentences: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Card:
    """A whole card in one language; its subject is the slug of an algorithm or `SYSTEM`."""

    subject: str
    language: str
    title: str
    notice: str
    made: str
    parts: tuple[Part, ...]
    sources: tuple[str, ...] = SOURCES

    def part(self, name: str) -> Part:
        """The part with this name.

        Raises:
            KeyError: there is no such part.
        """
        return {part.name: part for part in self.parts}[name]


def figure(t: Texts, name: str, of: str, on: str, score: Score | None, photos: int | None, unit: Unit) -> Figure:
    """A score as a figure; a missing or undefined score gives a figure without a value."""
    score = score or no_score(Undefined.NO_TABLE)
    value, low, high = (None if math.isnan(number) else number for number in (score.value, score.low, score.high))
    return Figure(name, of, t(f"cards.figures.{name}"), on, photos, value, low, high, figure_words(t, score, unit))


def checked(t: Texts, name: str, of: str, on: str, row: Characteristic | None, unit: Unit) -> Figure:
    """A row of a check's committed table as a figure; None gives a figure without a value."""
    if row is None:
        return figure(t, name, of, on, None, None, unit)
    low, high = (math.nan if end is None else end for end in (row.low, row.high))
    return figure(t, name, of, on, Score(row.value, low, high), row.n, unit)


def figure_words(t: Texts, score: Score, unit: Unit) -> str:
    """Value and interval in words: a share in percent, another number with three decimals."""
    if math.isnan(score.value):
        return t("cards.not_measured") if score.reason is Undefined.NO_TABLE else t("cards.not_defined")
    words = t.percent(score.value) if unit == "share" else number_words(t, score.value)
    if math.isnan(score.low):
        return words
    if unit == "share":
        return f"{words} ({t.interval(score.low, score.high)})"
    return f"{words} ({t('cards.between', low=number_words(t, score.low), high=number_words(t, score.high))})"


def number_words(t: Texts, value: float, digits: int = 3) -> str:
    """A number with a typographic minus sign."""
    return t.number(value, digits).replace("-", "\N{MINUS SIGN}")


def part(t: Texts, name: str, *sentences: str, facts: tuple[Fact, ...] = (), figures: tuple[Figure, ...] = ()) -> Part:
    """A part with its heading and the items that it answers."""
    return Part(name, t(f"cards.parts.{name}"), items(t, name), sentences, facts, figures)


def items(t: Texts, name: str) -> str:
    """The items of TRIPOD+AI and the part of CLEAR Derm that a part answers, in words."""
    numbers, clear = ANSWERS[name]
    words = [t("report.items", items=numbers)] if numbers else []
    words += [t(f"report.clear.{clear}")] if clear else []
    return " · ".join(words)
