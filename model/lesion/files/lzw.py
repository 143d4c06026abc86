"""LZW inside TIFF, unpacked by libtiff: some damaged codes crash the decoder that tifffile would take."""

from __future__ import annotations

import struct
from collections import ChainMap
from io import BytesIO
from typing import Any

from PIL import Image
from tifffile import TIFF

LZW = 5
"""The number of this compression."""
_HEAD = struct.Struct("<4sIH" + "HHII" * 9 + "I")


def lzw_decode(data: bytes, out: int, **_: Any) -> bytes:  # noqa: ANN401
    """Unpack to `out` bytes, as those of a grey picture of one row.

    Raises:
        OSError: the codes are damaged, or unfold to fewer bytes.
    """
    values = {256: out, 257: 1, 258: 8, 259: LZW, 262: 1, 273: _HEAD.size, 277: 1, 278: 1, 279: len(data)}
    entries = (part for tag, value in values.items() for part in (tag, 4, 1, value))
    head = _HEAD.pack(b"II*\0", 8, len(values), *entries, 0)
    return Image.open(BytesIO(head + data), formats=("TIFF",)).tobytes()


def take_over() -> None:
    """Let tifffile unpack LZW in this way."""
    TIFF.DECOMPRESSORS = ChainMap({LZW: lzw_decode}, TIFF.DECOMPRESSORS)  # type: ignore[arg-type]
