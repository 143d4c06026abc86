"""Published results: the best on the photos of our sets, and of physicians, from `assets/{published,readers}.csv`.

The best results used the same photos at full size and have no interval. The physicians read other dermoscopic images
than ours, so charts show them for context and rankings leave them out.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from model.charts.written import AS_NUMBER
from model.settings import ASSETS
from model.text import Texts

PUBLISHED, READERS = ASSETS / "published.csv", ASSETS / "readers.csv"


@dataclass(frozen=True)
class Published:
    """One published result, with its `value` in the unit of the metric and the number of known decimals.

    `key` is that of its text in `published` of the locales, `set` the scoring set of the same photos.
    """

    key: str
    set: str
    metric: str
    value: float
    digits: int
    source: str
    address: str

    def value_words(self, t: Texts) -> str:
        """The value: a number with its known digits, a share in percent."""
        if self.metric in AS_NUMBER:
            return t.number(self.value, self.digits)
        return t.percent(self.value)


def read_published(path: Path = PUBLISHED) -> tuple[Published, ...]:
    """All published results, in the order of the file."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = map(itemgetter("key", "set", "metric", "value", "source", "address"), csv.DictReader(file))
        return tuple(
            Published(key, name, metric, float(value), len(value.partition(".")[2]), source, address)
            for key, name, metric, value, source, address in rows
        )


def published_on(results: tuple[Published, ...], name: str, metric: str) -> Published | None:
    """The best result on one set by one metric; None if none is known."""
    return next((result for result in results if (result.set, result.metric) == (name, metric)), None)


def published_words(t: Texts, results: tuple[Published, ...]) -> tuple[str, ...]:
    """One sentence for each result."""
    return tuple(t(f"published.{result.key}", value=result.value_words(t)) for result in results)


@dataclass(frozen=True)
class Reader:
    """One published result: sensitivity and specificity of melanoma in [0, 1]; `key` in `readers` of the locales."""

    key: str
    source: str
    sensitivity: float
    specificity: float
    address: str


def read_readers(path: Path = READERS) -> tuple[Reader, ...]:
    """All published readers, in the order of the file."""
    with path.open(newline="", encoding="utf-8") as file:
        return tuple(
            Reader(row["key"], row["source"], float(row["sensitivity"]), float(row["specificity"]), row["address"])
            for row in csv.DictReader(file)
        )
