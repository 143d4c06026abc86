"""Looks for bytes in files and messages, also where they are written as base64 or compressed as in a PDF."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{4}){50,}(?:[A-Za-z0-9+/]{2,3}={0,2})?")
STREAM = re.compile(rb"stream\r?\n")


def contained(data: bytes, needles: Iterable[bytes]) -> list[bytes]:
    """The needles that are in the data or in one of its layers."""
    layers = [*_layers(data)]
    return [needle for needle in needles if any(needle in layer for layer in layers)]


def files_with(folders: Iterable[Path], needles: tuple[bytes, ...], newer_than: float = 0.0) -> list[Path]:
    """The files below the folders that contain a needle; those that were last written before a time are left out."""
    found = []
    for path in (path for folder in folders for path in folder.rglob("*")):
        with suppress(OSError):  # a file of another program that is gone again
            if path.is_file() and path.stat().st_mtime >= newer_than and contained(path.read_bytes(), needles):
                found.append(path)
    return found


def _layers(data: bytes) -> Iterator[bytes]:
    yield data
    for run in BASE64.finditer(data):
        decoded = base64.b64decode(run[0] + b"=" * (-len(run[0]) % 4))
        yield decoded
        yield from _inflated(decoded)
    yield from _inflated(data)


def _inflated(data: bytes) -> Iterator[bytes]:
    for start in STREAM.finditer(data):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[start.end() :])
