"""A TOML file -> the value that it describes, or the first mistake with its line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from model.challenge_errors import ChallengeMistake

Value = TypeVar("Value", bound=BaseModel)
REASONS = {"missing": "missing", "extra_forbidden": "unknown", "timezone_aware": "no_time_zone"}
"""Words for the mistakes that pydantic names; all others are `wrong`."""
AT_LINE = re.compile(r"\(at line (\d+), column")


def checked(cls: type[Value], file: str, data: bytes, **named: str) -> Value:
    """Return the value that a TOML file describes; `named` are fields that do not stand in the file.

    Raises:
        ChallengeMistake: the file is no TOML in UTF-8, or does not describe such a value.
    """
    try:
        text = data.decode()
        return cls.model_validate({**tomllib.loads(text), **named})
    except UnicodeDecodeError as error:
        raise ChallengeMistake(file=file, line=data[: error.start].count(b"\n") + 1, key="–", reason="toml") from error
    except tomllib.TOMLDecodeError as error:
        found = AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise ChallengeMistake(file=file, line=line, key="–", reason="toml") from error
    except ValidationError as error:
        raise _mistake(file, text, error) from error


def _mistake(file: str, text: str, error: ValidationError) -> ChallengeMistake:
    first = error.errors(include_url=False, include_input=False)[0]
    own = str(first.get("ctx", {}).get("error", "")) if first["type"] == "value_error" else ""
    reason = own or REASONS.get(first["type"], "wrong")
    line, key = line_of(text, first["loc"]), ".".join(str(part) for part in first["loc"]) or "–"
    return ChallengeMistake(file=file, line=line, key=key, reason=reason)


def line_of(text: str, place: Sequence[str | int]) -> int:
    """The line, from 1, of a key in a TOML file; that of the nearest table above it if the key has no line of its own.

    >>> line_of('title = 1\\n[[phases]]\\nset = 2\\n[[phases]]\\nset = 3', ("phases", 1, "set"))
    5
    """
    here: list[str | int] = []
    counts: dict[str, int] = {}
    best, depth = 1, 0
    for number, line in enumerate(text.splitlines(), 1):
        table = re.match(r"\s*(\[\[?)\s*([\w.\"-]+)\s*\]", line)
        key = re.match(r"\s*([\w.\"-]+)\s*=", line)
        if table:
            here = _opened(table[2].replace('"', ""), table[1] == "[[", counts)
            path = here
        elif key:
            path = [*here, *key[1].replace('"', "").split(".")]
        else:
            continue
        shared = _shared(path, place)
        if shared == min(len(path), len(place)) and shared > depth:
            best, depth = number, shared
    return best


def _opened(name: str, repeated: bool, counts: dict[str, int]) -> list[str | int]:
    """The path of a table header; a repeated one has its index."""
    if not repeated:
        return list(name.split("."))
    counts[name] = counts.get(name, -1) + 1
    return [*name.split("."), counts[name]]


def _shared(path: Sequence[str | int], place: Sequence[str | int]) -> int:
    """Number of leading parts that two paths share."""
    return next(
        (at for at, (one, other) in enumerate(zip(path, place, strict=False)) if one != other),
        min(len(path), len(place)),
    )
