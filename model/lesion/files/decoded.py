"""The result of a reader, and its doubts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

Size = tuple[int, int]
"""Width and height, pixels."""


class Doubt(StrEnum):
    """Why a picture may differ from what was photographed; the sentences are `doubts.<name>` in the locale files."""

    END_MISSING = "end_missing"
    """The last bytes of a JPEG are missing; at most one per cent of its rows are lost."""
    HEADER_CONTRADICTS = "header_contradicts"
    """The header and the coded pixels disagree; the pixels were followed."""
    COLOURS_ASSUMED = "colours_assumed"
    """The file does not say, or not understandably, what its numbers mean as colours."""
    SCALE_ASSUMED = "scale_assumed"
    """The file does not say which number is white."""
    TRANSPARENT = "transparent"
    """The file calls every pixel transparent; they are shown all the same."""


@dataclass(frozen=True)
class Decoded:
    """An upright picture in sRGB (mode RGB), the size of the picture in the file, and the doubts about it."""

    picture: Image.Image
    size: Size
    doubts: tuple[Doubt, ...] = ()


def each_once(*doubts: Doubt | None) -> tuple[Doubt, ...]:
    """Return the doubts in the order of `Doubt`, each once; None is left out."""
    return tuple(doubt for doubt in Doubt if doubt in doubts)
