"""Answers of `predict` on their way out, each row written and flushed as it comes: ISIC tables, JSON, or text."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TextIO

import numpy as np
from numpy.typing import NDArray

from model.commands.options import practice_json
from model.evaluation.tables import HEADER
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.practice import EQUAL, Practice, in_practice
from model.lesion.practice_words import stated
from model.spreadsheet import no_formula
from model.text import texts

Rows = Mapping[str, NDArray[np.float32]]
"""Probabilities for equal frequencies by algorithm, `(n, 7)`."""


class Answers(Protocol):
    """A destination of answers, written as they come."""

    def add(self, images: Sequence[str], cautions: Sequence[str], rows: Rows) -> None:
        """Write the answers to some images; a caution is empty for a good one."""

    def drop(self, slug: str) -> None:
        """Forget an algorithm that has failed."""

    def end(self, refused: Sequence[tuple[str, str]], left_out: Sequence[str]) -> None:
        """Write what comes last: the refused files with their reasons, and those that are no photos by name."""


class Tables:
    """One ISIC table for each algorithm; that of a failed algorithm is removed, as a table with holes has no score."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths, self._open = dict(paths), ExitStack()
        self._files: dict[str, TextIO] = {}
        for slug, path in paths.items():
            self._files[slug] = self._open.enter_context(path.open("w", newline="", encoding="utf-8"))
            self._write(slug, [list(HEADER)])

    def add(self, images: Sequence[str], cautions: Sequence[str], rows: Rows) -> None:
        """Write a row for each image, with six decimals."""
        for slug, table in rows.items():
            pairs = zip(images, table, strict=True)
            self._write(slug, [[no_formula(image), *(f"{value:.6f}" for value in row)] for image, row in pairs])

    def _write(self, slug: str, lines: list[list[str]]) -> None:
        try:
            csv.writer(self._files[slug], lineterminator="\n").writerows(lines)
            self._files[slug].flush()
        except OSError:
            with suppress(OSError):  # a full disk refuses what is left once more
                self._files.pop(slug).close()
            raise

    def drop(self, slug: str) -> None:
        """Remove the table of an algorithm."""
        self._files.pop(slug).close()
        self._paths.pop(slug).unlink(missing_ok=True)

    def end(self, refused: Sequence[tuple[str, str]], left_out: Sequence[str]) -> None:
        """Close the tables."""
        self._open.close()


@dataclass
class Json:
    """One JSON document on standard output, written entry by entry."""

    practice: Practice
    _begun: bool = False

    def add(self, images: Sequence[str], cautions: Sequence[str], rows: Rows) -> None:
        """Write an entry for each image and algorithm."""
        for slug, table in rows.items():
            for image, words, row in zip(images, cautions, table, strict=True):
                self._write(self._entry(image, slug, words, row))

    def _entry(self, image: str, slug: str, words: str, row: NDArray[np.float32]) -> str:
        entry = {
            "image": image,
            "algorithm": slug,
            "probabilities": _by_name(row),
            "in_practice": _by_name(in_practice(row[None], self.practice.frequencies)[0]),
            **({"caution": words} if words else {}),
        }
        return json.dumps(entry)

    def _write(self, entry: str) -> None:
        print(f",\n{entry}" if self._begun else f"{self._head()}{entry}", end="", flush=True)
        self._begun = True

    def _head(self) -> str:
        about = {"probabilities_speak_of": practice_json(EQUAL), "practice": practice_json(self.practice)}
        return json.dumps(about, indent=2).removesuffix("\n}") + ',\n  "predictions": [\n'

    def drop(self, slug: str) -> None:
        """Leave the earlier entries of an algorithm."""

    def end(self, refused: Sequence[tuple[str, str]], left_out: Sequence[str]) -> None:
        """Write the files without an answer."""
        last = {
            "refused": [{"file": origin, "reason": reason} for origin, reason in refused],
            "left_out": list(left_out),
        }
        print(("" if self._begun else self._head()) + "\n  ],\n" + json.dumps(last, indent=2).removeprefix("{\n"))


@dataclass
class Printed:
    """Text on standard output: the answers in the practice, under the name of their algorithm."""

    practice: Practice
    _last: str = ""
    _width: int = field(default=5)

    def __post_init__(self) -> None:
        print(stated(texts("en"), self.practice), flush=True)

    def add(self, images: Sequence[str], cautions: Sequence[str], rows: Rows) -> None:
        """Print a line for each image."""
        self._width = max(self._width, *map(len, images))
        for slug, table in rows.items():
            if slug != self._last:
                print(f"{slug}\n{'image':{self._width}}  " + "  ".join(f"{d:>5}" for d in DIAGNOSES))
            self._last = slug
            for image, row in zip(images, in_practice(table, self.practice.frequencies), strict=True):
                print(f"{image:{self._width}}  " + "  ".join(f"{value:5.3f}" for value in row), flush=True)

    def drop(self, slug: str) -> None:
        """Leave the earlier lines of an algorithm."""

    def end(self, refused: Sequence[tuple[str, str]], left_out: Sequence[str]) -> None:
        """Flush; messages go to standard error."""
        sys.stdout.flush()


def _by_name(row: NDArray[np.floating]) -> dict[str, float]:
    return {str(d): round(float(row[d.column]), 6) for d in DIAGNOSES}
