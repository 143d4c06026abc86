"""Every sentence a person reads, in French and English, with numbers written as each language writes them.

Sentences live in `assets/locales/<language>.toml`. A key is a dotted path; `{name}` is a placeholder. Where a sentence
depends on a count, the key holds a table with `one` and `other`, and `count` chooses (French says 0 and 1 with `one`).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from model.settings import ASSETS

LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "en"
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
FEW_PERCENT = 0.1
"""Where a share and the threshold beside it are both under this, whole percents would tell too little."""


@dataclass(frozen=True)
class Texts:
    """The sentences of one language."""

    language: str
    entries: Mapping[str, str]

    def __call__(self, key: str, /, **data: object) -> str:
        """The sentence of `key` with its placeholders filled.

        Raises:
            KeyError: no such sentence, or a placeholder without its value; a test visits them all.
        """
        if "count" in data and key not in self.entries:
            key = f"{key}.{self._plural(data['count'])}"
        return self.entries[key].format(**{name: self._shown(value) for name, value in data.items()})

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    def _plural(self, count: object) -> str:
        number = abs(float(str(count)))
        return "one" if (number < 2 if self.language == "fr" else number == 1) else "other"

    def _shown(self, value: object) -> str:
        if isinstance(value, float):
            return self.number(value, 1)
        return self.number(value) if isinstance(value, int) else str(value)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with a fixed count of decimals: 1,234.5 in English, 1 234,5 in French."""
        written = f"{value:,.{digits}f}"
        if self.language == "fr":
            return written.replace(",", NARROW_SPACE).replace(".", ",")
        return written

    def percent(self, share: float, digits: int = 0) -> str:
        """A share in [0, 1] as a percentage.

        What is not quite 0 or 100 is not written as if it were; what is undefined is a dash.

        >>> english = texts("en")
        >>> english.percent(0.62).split(), english.percent(0.004).split(), english.percent(0.9999).split()
        (['62', '%'], ['<', '1', '%'], ['>', '99', '%'])
        """
        if math.isnan(share):
            return "\N{EN DASH}"
        space = NARROW_SPACE if self.language == "fr" else "\N{NO-BREAK SPACE}"
        step = 10.0**-digits
        value = share * 100
        if 0 < value < step:
            return f"<{space}{self.number(step, digits)}{space}%"
        if 100 - step < value < 100:
            return f">{space}{self.number(100 - step, digits)}{space}%"
        return f"{self.number(value, digits)}{space}%"

    def point(self, threshold: float) -> str:
        """A threshold as a percentage: one digit, two under one percent.

        >>> texts("en").point(0.187).split(), texts("en").point(0.00412).split()
        (['18.7', '%'], ['0.41', '%'])
        """
        return self.percent(threshold, _digits_of_point(threshold))

    def percent_beside(self, share: float, threshold: float) -> str:
        """A share as a percentage with as many digits as it takes to stand on its side of the threshold.

        Beside a low threshold it has a digit more to begin with, for most shares are low there.

        >>> english = texts("en")
        >>> english.percent_beside(0.62, 0.187).split(), english.percent_beside(0.1868, 0.187).split()
        (['62', '%'], ['18.68', '%'])
        >>> english.percent_beside(0.0043, 0.031).split()
        ['0.4', '%']
        """
        above, at = share >= threshold, round(threshold * 100, _digits_of_point(threshold))
        for digits in range(1 if share < FEW_PERCENT and threshold < FEW_PERCENT else 0, 4):
            if (round(share * 100, digits) >= at) == above:
                return self.percent(share, digits)
        return self.percent(share, 4)

    def interval(self, low: float, high: float, digits: int = 0) -> str:
        """Two shares in [0, 1] as the interval between two percentages."""
        space = NARROW_SPACE if self.language == "fr" else "\N{NO-BREAK SPACE}"
        dash = f"{space}\N{EN DASH}{space}"
        return f"{self.number(low * 100, digits)}{dash}{self.number(high * 100, digits)}{space}%"


def _digits_of_point(threshold: float) -> int:
    return 1 if threshold >= 0.01 else 2


def _flattened(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


@cache
def texts(language: str) -> Texts:
    """The sentences of `language`, one of `LANGUAGES`."""
    path = ASSETS / "locales" / f"{language}.toml"
    entries = _flattened(tomllib.loads(path.read_text(encoding="utf-8")))
    return Texts(language, {key: _unbroken(sentence, language) for key, sentence in entries})


def _unbroken(sentence: str, language: str) -> str:
    """No line may begin with a percent sign, nor in French with the signs that stand after a space."""
    if language == "fr":
        return re.sub(r" (?=[%:;?!»])|(?<=«) ", NARROW_SPACE, sentence)
    return sentence.replace(" %", "\N{NO-BREAK SPACE}%")


def language_of(locale: str | None) -> str:
    """The language we speak that fits a browser's locale best.

    >>> language_of("fr-CA"), language_of("de-DE"), language_of(None)
    ('fr', 'en', 'en')
    """
    language = (locale or "").replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else DEFAULT_LANGUAGE
