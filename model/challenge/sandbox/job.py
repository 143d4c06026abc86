"""What the process that runs a model is told, as JSON, and the limits that it runs under."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """What one run may use.

    Attributes:
        model_megabytes: size of the file.
        memory_megabytes: memory beyond that of the empty process.
        seconds: from start to end, by the clock.
        processor_seconds: of one core.
        nodes: operators of the model, with those of inner graphs.
    """

    model_megabytes: int = 256
    memory_megabytes: int = 2048
    seconds: float = 900
    processor_seconds: int = 900
    nodes: int = 20_000


@dataclass(frozen=True)
class Job:
    """One run. Squares are `(side, side, 3)` uint8 RGB; the model gets `pixel * scale + offset` for each channel.

    Attributes:
        images: number of squares.
        classes: columns of the output.
        batch: squares at once, unless the model has a fixed number.
        squares, rows: numbers of the open files with the squares, and for the probabilities.
        parent: process that waits for the result.
    """

    images: int
    classes: int
    side: int
    batch: int
    layout: str
    dtype: str
    colours: str
    scale: tuple[float, ...]
    offset: tuple[float, ...]
    squares: int
    rows: int
    parent: int
    limits: Limits = field(default_factory=Limits)

    def written(self) -> str:
        """The job as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Self:
        """The job from its JSON."""
        fields: dict[str, Any] = json.loads(text)
        return cls(**{**fields, "limits": Limits(**fields["limits"])})
