"""Read the presenter's own steps from a small TOML file. Errors name the line and the key.

[[step]]
after = "lesion"            # the built-in step before it; by default the last but one
picture = "clinic.jpg"      # relative to the file, or absolute; optional

[step.en]
title = "Our clinic"
text = "Two sentences at most."
notes = "For the speaker only."

[step.fr]
title = "Notre service"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from model.errors import StoryMistake, StoryUnreadable
from model.stage.story import BUILT_IN, OWN, OwnStep, Step, Words
from model.text import LANGUAGES

LONGEST = {"title": 70, "text": 260, "notes": 4000}
"""Most characters, so that the text fits at a size that the last row can read."""
MOST_STEPS = 20
LARGEST = 2**20
"""Largest size of the TOML file, bytes."""
MOST_PIXELS = 60_000_000


def read_own_steps(path: Path) -> tuple[OwnStep, ...]:
    """The steps of a file in order.

    Raises:
        StoryUnreadable: the file cannot be read.
        StoryMistake: the file breaks the format above; has the line and the key.
    """
    return tuple(_Reader(path).steps())


@dataclass(frozen=True)
class _Place:
    """A table in the file: the index of its step, and its language if it is an inner table."""

    step: int
    inner: str = ""


class _Reader:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._text = self._read()
        self._lines = self._text.splitlines()

    def steps(self) -> Iterator[OwnStep]:
        """The checked steps in order."""
        data = self._parsed()
        for key in data:
            if key != "step":
                raise self._bad("unknown_key", self._line_of(key), key)
        tables = data.get("step", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self._bad("no_steps", self._line_of("step"), "step")
        if not tables or len(tables) > MOST_STEPS:
            raise self._bad("too_many_steps" if tables else "no_steps", self._line_of("step"), "step", MOST_STEPS)
        for number, table in enumerate(tables):
            yield self._own(_Place(number), table)

    def _read(self) -> str:
        try:
            with self._path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError:
            raise StoryUnreadable(file=self._path.name, reason="no_file") from None
        if len(data) > LARGEST:
            raise StoryUnreadable(file=self._path.name, reason="too_large")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise StoryUnreadable(file=self._path.name, reason="not_utf8") from None

    def _parsed(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            match = re.search(r"line (\d+)", str(error))
            line = min(int(match[1]) if match else len(self._lines), len(self._lines))
            written = self._lines[line - 1].strip() if line else ""
            raise self._bad("no_toml", line, written.partition("=")[0].strip()[:40]) from None

    def _own(self, place: _Place, table: Mapping[str, Any]) -> OwnStep:
        for key in table:
            if key not in ("after", "picture", *LANGUAGES):
                raise self._at(place, key, "unknown_key")
        words = {
            language: self._words(_Place(place.step, language), table) for language in LANGUAGES if language in table
        }
        if not words:
            raise self._bad("no_words", self._header(place), " / ".join(LANGUAGES))
        after = table.get("after", BUILT_IN[-2])
        if after not in BUILT_IN:
            raise self._at(place, "after", "unknown_step", ", ".join(BUILT_IN))
        return OwnStep(Step(OWN, words, self._picture(place, table)), after)

    def _words(self, place: _Place, table: Mapping[str, Any]) -> Words:
        inner = table[place.inner]
        if not isinstance(inner, dict):
            raise self._at(_Place(place.step), place.inner, "no_table")
        for key, value in inner.items():
            if key not in LONGEST:
                raise self._at(place, key, "unknown_key")
            if not isinstance(value, str):
                raise self._at(place, key, "no_text")
            if len(value) > LONGEST[key]:
                raise self._at(place, key, "too_long", LONGEST[key])
        if not inner.get("title", "").strip():
            raise self._at(place, "title", "no_title")
        return Words(**{key: value.strip() for key, value in inner.items()})

    def _picture(self, place: _Place, table: Mapping[str, Any]) -> Path | None:
        if "picture" not in table:
            return None
        if not isinstance(table["picture"], str) or not table["picture"]:
            raise self._at(place, "picture", "no_text")
        picture = self._path.parent / Path(table["picture"]).expanduser()
        try:
            with Image.open(picture) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise self._at(place, "picture", "picture_too_large")
                opened.draft("RGB", (1000, 1000))
                opened.load()  # fails if the file is truncated
        except (OSError, ValueError, Image.DecompressionBombError):
            raise self._at(place, "picture", "no_picture") from None
        return picture

    def _at(self, place: _Place, key: str, reason: str, detail: str | int = "") -> StoryMistake:
        """An error about a key of a table, on the line of the key or, if the key is missing, of the table."""
        return self._bad(reason, self._line_of(key, place), key, detail)

    def _bad(self, reason: str, line: int, key: str, detail: str | int = "") -> StoryMistake:
        return StoryMistake(file=self._path.name, line=line, key=key, reason=reason, detail=detail)

    def _header(self, place: _Place) -> int:
        """Line of a table's header, from 1; of its step's header if it has none itself."""
        headers = [number for number, line in enumerate(self._lines, 1) if re.match(r"\s*\[\[\s*step\s*\]\]", line)]
        start = headers[place.step] if place.step < len(headers) else 1
        end = headers[place.step + 1] if place.step + 1 < len(headers) else len(self._lines) + 1
        inner = rf"\s*\[\s*step\s*\.\s*{place.inner}\s*\]"
        own = [number for number in range(start, end) if place.inner and re.match(inner, self._lines[number - 1])]
        return own[0] if own else start

    def _line_of(self, key: str, place: _Place | None = None) -> int:
        """Line of a key of a table, from 1."""
        first = self._header(place) if place else 1
        begins = re.compile(rf"""\s*(\[+\s*)?(step\s*\.\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""")
        lines = range(first, len(self._lines) + 1)
        return next((number for number in lines if begins.match(self._lines[number - 1])), first)
