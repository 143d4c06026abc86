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
SPACE_BEFORE_SIGN = {"fr": NARROW_SPACE, "en": "\N{NO-BREAK SPACE}"}
"""Space before a percent sign, by language."""
LOW_SHARE = 0.1
"""A share and a threshold that are both lower than this are shown with at least one decimal."""


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

    def percent(self, share: float, digits: int = 0) -> str:
        """A share in [0, 1] as a percentage, or a dash for NaN.

        A share that only rounds to 0 or 100 % is shown as smaller or larger than the nearest other value.

        >>> english = texts("en")
        >>> english.percent(0.62).split(), english.percent(0.004).split(), english.percent(0.9999).split()
        (['62', '%'], ['<', '1', '%'], ['>', '99', '%'])
        """
        if math.isnan(share):
            return "\N{EN DASH}"
        space, step, value = SPACE_BEFORE_SIGN[self.language], 10.0**-digits, share * 100
        if 0 < value < step:
            return f"<{space}{self.number(step, digits)}{space}%"
        if 100 - step < value < 100:
            return f">{space}{self.number(100 - step, digits)}{space}%"
        return f"{self.number(value, digits)}{space}%"

    def point(self, threshold: float) -> str:
        """A threshold in [0, 1] as a percentage with one decimal, or two below 1 %.

        >>> texts("en").point(0.187).split(), texts("en").point(0.00412).split()
        (['18.7', '%'], ['0.41', '%'])
        """
        return self.percent(threshold, _threshold_digits(threshold))

    def percent_beside(self, share: float, threshold: float) -> str:
        """A share as a percentage with enough decimals to be seen above or below the threshold.

        >>> english = texts("en")
        >>> english.percent_beside(0.62, 0.187).split(), english.percent_beside(0.1868, 0.187).split()
        (['62', '%'], ['18.68', '%'])
        >>> english.percent_beside(0.0043, 0.031).split()
        ['0.4', '%']
        """
        is_above, shown_threshold = share >= threshold, round(threshold * 100, _threshold_digits(threshold))
        fewest = 1 if share < LOW_SHARE and threshold < LOW_SHARE else 0
        enough = (digits for digits in range(fewest, 4) if (round(share * 100, digits) >= shown_threshold) == is_above)
        return self.percent(share, next(enough, 4))

    def interval(self, low: float, high: float, digits: int = 0) -> str:
        """Two shares in [0, 1] as an interval in percent."""
        space = SPACE_BEFORE_SIGN[self.language]
        low_end, high_end = (self.number(share * 100, digits) for share in (low, high))
        return f"{low_end}{space}\N{EN DASH}{space}{high_end}{space}%"


def _threshold_digits(threshold: float) -> int:
    return 1 if threshold >= 0.01 else 2


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
    """Put no-break spaces before percent signs, and around French punctuation."""
    if language == "fr":
        return re.sub(r" (?=[%:;?!»])|(?<=«) ", NARROW_SPACE, sentence)
    return sentence.replace(" %", "\N{NO-BREAK SPACE}%")


def language_of(locale: str | None) -> str:
    """The supported language for a browser's locale, or the default language.

    >>> language_of("fr-CA"), language_of("de-DE"), language_of(None)
    ('fr', 'en', 'en')
    """
    language = (locale or "").replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else DEFAULT_LANGUAGE
