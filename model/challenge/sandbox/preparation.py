"""The TOML file beside a model: how photos become its input, and what its output means.

    [input]
    side = 224                        # of the square, pixels
    layout = "nchw"                   # or "nhwc"
    dtype = "float32"                 # or "float16", "uint8"
    colours = "rgb"                   # or "bgr"
    fit = "crop"                      # the centre square; "pad": all, on black; "squash": all, out of proportion
    centre = 1.0                      # share of the side of that square which is kept
    range = [0.0, 1.0]                # of black and white, before mean and std
    mean = [0.485, 0.456, 0.406]      # in the order of the colours; by default 0 and 1
    std = [0.229, 0.224, 0.225]

    [output]
    kind = "logits"                   # or "probabilities"
    classes = ["MEL", "NV"]           # the order of the columns

    [run]
    batch = 16                        # photos at once

Everything has a default but `classes`. A wrong file is refused with the line and the key.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from model.submission_errors import PreparationMistake, PreparationNotToml

LARGEST = 2**16
"""Bytes of the file."""
Channels = Annotated[list[Annotated[float, Field(ge=-1e4, le=1e4)]], Field(min_length=3, max_length=3)]
Spread = Annotated[list[Annotated[float, Field(ge=1e-6, le=1e4)]], Field(min_length=3, max_length=3)]
Ends = Annotated[list[Annotated[float, Field(ge=-1e4, le=1e4)]], Field(min_length=2, max_length=2)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Input(_Strict):
    """What the model takes."""

    side: Annotated[int, Field(ge=16, le=512)] = 224
    layout: Literal["nchw", "nhwc"] = "nchw"
    dtype: Literal["float32", "float16", "uint8"] = "float32"
    colours: Literal["rgb", "bgr"] = "rgb"
    fit: Literal["crop", "pad", "squash"] = "crop"
    centre: Annotated[float, Field(ge=0.2, le=1.0)] = 1.0
    range: Ends = [0.0, 1.0]
    mean: Channels = [0.0, 0.0, 0.0]
    std: Spread = [1.0, 1.0, 1.0]

    @model_validator(mode="after")
    def _bytes_stay_as_they_are(self) -> Self:
        if self.dtype == "uint8" and self.model_fields_set & {"range", "mean", "std"}:
            raise PydanticCustomError("bytes_scaled", "dtype")
        return self

    def scale(self) -> tuple[float, ...]:
        """Factor of a pixel from 0 to 255, by channel."""
        low, high = self.range
        return tuple((high - low) / 255 / std for std in self.std)

    def offset(self) -> tuple[float, ...]:
        """What is added afterwards, by channel."""
        return tuple((self.range[0] - mean) / std for mean, std in zip(self.mean, self.std, strict=True))


class Output(_Strict):
    """What the model gives: one column for each class."""

    kind: Literal["logits", "probabilities"] = "logits"
    classes: Annotated[list[str], Field(min_length=2, max_length=100)]


class Run(_Strict):
    """How it is run."""

    batch: Annotated[int, Field(ge=1, le=64)] = 16


class Preparation(_Strict):
    """The whole file."""

    input: Input = Input()
    output: Output
    run: Run = Run()

    def columns(self, classes: Sequence[str]) -> list[int]:
        """The column of the model's output for each class of the challenge."""
        return [self.output.classes.index(name) for name in classes]


def read_preparation(data: bytes, classes: Sequence[str]) -> Preparation:
    """Read the file beside a model of a challenge with these classes.

    Raises:
        PreparationError: the file is invalid; has the line.
    """
    text = _text(data)
    try:
        read = Preparation.model_validate(_parsed(text))
    except ValidationError as error:
        raise _mistake(text, error.errors()[0]) from None
    if sorted(read.output.classes) != sorted(classes):
        line = _line(text, ("output", "classes"))
        raise PreparationMistake(line=line, key="classes", reason="other_classes", detail=", ".join(classes))
    return read


def written(preparation: Preparation) -> str:
    """The shortest file that says the same."""
    said = preparation.model_dump(exclude_defaults=True)
    tables = [
        f"[{name}]\n" + "".join(f"{key} = {json.dumps(one)}\n" for key, one in said[name].items()) for name in said
    ]
    return "\n".join(tables)


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise PreparationNotToml(line=1)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise PreparationNotToml(line=data[: error.start].count(b"\n") + 1) from None


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise PreparationNotToml(line=int(found[1]) if found else text.count("\n") + 1) from None


REASONS = {
    "extra_forbidden": "unknown_key",
    "missing": "missing",
    "literal_error": "no_choice",
    "bytes_scaled": "bytes_scaled",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "too_short": "too_few",
    "too_long": "too_many",
    "finite_number": "no_finite_number",
}
"""Our reason for each kind of mistake that pydantic finds; every other kind is a wrong type."""
DETAILS = ("expected", "ge", "le", "min_length", "max_length")
TYPES = {"int_type": "3", "int_from_float": "3", "float_type": "0.5", "string_type": '"…"', "list_type": "[…]"}
"""An example for a wrong type."""


def _mistake(text: str, found: ErrorDetails) -> PreparationMistake:
    place = tuple(part for part in found["loc"] if isinstance(part, str))
    if found["type"] == "bytes_scaled":
        place = (*place, "dtype")
    context = found.get("ctx", {})
    detail = next((str(context[name]) for name in DETAILS if name in context), TYPES.get(found["type"], "[…]"))
    reason = REASONS.get(found["type"], "wrong_type")
    return PreparationMistake(line=_line(text, place), key=".".join(place), reason=reason, detail=detail[:200])


def _line(text: str, place: Sequence[str]) -> int:
    """Line of a key, from 1; of its table where the key is missing, and 1 where the table is missing too."""
    lines, first = text.splitlines(), 1
    for number, line in enumerate(lines, 1):
        if place and re.match(rf"\s*\[\s*{re.escape(place[0])}\s*\]", line):
            first = number
            break
    begins = re.compile(rf"""\s*(?:[\w"']+\s*\.\s*)?["']?{re.escape(place[-1] if place else "")}["']?\s*[=.]""")
    found = (number for number, line in enumerate(lines[first - 1 :], first) if begins.match(line))
    return next(found, first)
