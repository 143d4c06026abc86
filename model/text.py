"""Texts of the product in French and English, with numbers and dates in the form of each language.

Sentences are read from `assets/locales/<language>.toml`. A key is a dotted path; `{name}` is a placeholder. Where a
sentence depends on a count, the key holds a table with `one` and `other`, and the value of `count` selects one of them.
Babel supplies the plural rules, the separators of numbers and the names of months.
"""

from __future__ import annotations

import datetime
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, parse_pattern

from model.settings import ASSETS

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "en"
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
REGIONS = {"fr": "fr_FR", "en": "en_GB"}
"""Babel's locale for each language."""
SPACE_BESIDE_SIGN = {"fr": NARROW_SPACE, "en": ""}
"""Space between a number and its sign (%, < or >), by language."""


@dataclass(frozen=True)
class Texts:
    """Sentences, numbers and dates of one language."""

    language: str
    entries: Mapping[str, str]

    def __call__(self, key: str, /, **data: object) -> str:
        """Return the sentence of `key` with its placeholders filled.

        Raises:
            KeyError: the key does not exist, or a placeholder has no value.
        """
        if "count" in data and key not in self.entries:
            key = f"{key}.{self._plural(data['count'])}"
        return self.entries[key].format(**{name: self._shown(value) for name, value in data.items()})

    def with_words(self, words: Mapping[str, str]) -> Texts:
        """The same texts with other sentences for some keys, and with further keys."""
        own = {key: _unbroken(sentence, self.language) for key, sentence in words.items()}
        return Texts(self.language, {**self.entries, **own}) if own else self

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    def _plural(self, count: object) -> str:
        form = _locale(self.language).plural_form(float(str(count)))
        return "one" if form == "one" else "other"

    def _shown(self, value: object) -> str:
        if isinstance(value, datetime.date):
            return self.date(value)
        if isinstance(value, float):
            return self.number(value, 1)
        return self.number(value) if isinstance(value, int) else str(value)

    def date(self, day: datetime.date) -> str:
        """A date in words: 24 November 2026 in English, 24 novembre 2026 in French."""
        written = format_date(day, "long", _locale(self.language))
        return re.sub(r"^1 ", "1er ", written) if self.language == "fr" else written

    def number(self, value: float, digits: int = 0) -> str:
        """A number with a fixed count of decimals: 1,234.5 in English, 1 234,5 in French."""
        written: str = _pattern(digits).apply(Decimal(float(value)), _locale(self.language))
        return written

    def percent(self, share: float) -> str:
        """A share in [0, 1] as a percentage, with one decimal below 10 and none above; a dash for NaN.

        A share that only rounds to 0 or 100 is shown as smaller or larger than the nearest other value.

        >>> english = texts("en")
        >>> english.percent(0.062), english.percent(0.284), english.percent(0.0004), english.percent(0.9999)
        ('6.2%', '28%', '<0.1%', '>99%')
        """
        if math.isnan(share):
            return "\N{EN DASH}"
        value, space = share * 100, SPACE_BESIDE_SIGN[self.language]
        if 0 < value < 0.1:
            return f"<{space}{self.number(0.1, 1)}{space}%"
        if 99.5 <= value < 100:
            return f">{space}{self.number(99)}{space}%"
        return f"{self.number(value, 0 if _is_whole(value) else _digits(value))}{space}%"

    def interval(self, low: float, high: float) -> str:
        """Two shares in [0, 1] as an interval in percent, both ends with the decimals of the higher one.

        >>> texts("en").interval(0.062, 0.19).split()
        ['6', 'to', '19%']
        """
        digits = _digits(high * 100)
        low_end, high_end = (self.number(end * 100, digits if end else 0) for end in (low, high))
        words = self("numbers.range", low=low_end, high=f"{high_end}{SPACE_BESIDE_SIGN[self.language]}%")
        return words.replace(" ", "\N{NO-BREAK SPACE}")


def _digits(percentage: float) -> int:
    return 1 if round(percentage, 1) < 10 else 0


def _is_whole(percentage: float) -> bool:
    """Whether there is nothing behind the point, as in the shares that someone has set: 1%, 5%."""
    return math.isclose(percentage, round(percentage), abs_tol=1e-9)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(REGIONS[language])


@cache
def _pattern(digits: int) -> NumberPattern:
    """Babel's pattern for a number with `digits` decimals and grouped thousands."""
    return parse_pattern("#,##0." + "0" * digits if digits else "#,##0")


def _flattened(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


@cache
def texts(language: str) -> Texts:
    """Return the texts of `language`, one of `LANGUAGES`."""
    path = ASSETS / "locales" / f"{language}.toml"
    entries = _flattened(tomllib.loads(path.read_text(encoding="utf-8")))
    return Texts(language, {key: _unbroken(sentence, language) for key, sentence in entries})


def _unbroken(sentence: str, language: str) -> str:
    """Put no-break spaces around French punctuation and before percent signs."""
    return re.sub(r" (?=[%:;?!»])|(?<=«) ", NARROW_SPACE, sentence) if language == "fr" else sentence


def language_of(locale: str | None) -> str:
    """The supported language for a browser's locale, or the default language.

    >>> language_of("fr-CA"), language_of("de-DE"), language_of(None)
    ('fr', 'en', 'en')
    """
    language = (locale or "").replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else DEFAULT_LANGUAGE
