"""Valid files -> altered files, by a seed: bits, numbers, lengths, parts in another order, two files in one.

The parts of a file are those of its format, so that an alteration reaches further than the first check of a decoder.
"""

from __future__ import annotations

import itertools
import random
import re
import struct
import zlib
from collections.abc import Callable, Sequence

_EXTREME = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_HEADER = 600
"""Bytes at the beginning of a file, which are altered as often as all others together."""
_MOST = 200_000
"""Bytes of an altered file."""
_PARTS = {
    "JPEG": rb"\xff[\xc0-\xfe]",
    "PNG": rb"....(?:IHDR|PLTE|IDAT|IEND|[a-z][A-Z]{3}|[a-z]{2}[A-Z][a-z])",
    "WebP": rb"(?:VP8[ LX]|ALPH|ANIM|ANMF|ICCP|EXIF|XMP )",
    "HEIC": rb"....(?:ftyp|meta|hdlr|pitm|iloc|iinf|infe|iref|iprp|ipco|ispe|colr|ipma|mdat|hvcC|irot|imir|moov|trak)",
    "AVIF": rb"....(?:ftyp|meta|hdlr|pitm|iloc|iinf|infe|iref|iprp|ipco|ispe|colr|ipma|mdat|av1C|irot|imir|moov|trak)",
    "DICOM": rb"[\x02\x08\x28\xe0\xfe]\0..(?:[A-Z]{2}|..\0\0)",
    "zip": rb"PK(?:\x01\x02|\x03\x04|\x05\x06)",
}
"""Where a part of a file begins."""


def altered(kind: str, files: Sequence[bytes], number: int) -> bytes:
    """The file that belongs to a number: always the same for the same files."""
    rng = random.Random(f"{kind} {number}")
    data = bytearray(rng.choice(files))
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        data = bytearray(rng.choice(_WAYS)(rng, data, kind, files))
    if kind == "PNG" and rng.random() < 0.7:
        return _with_sums(bytes(data[:_MOST]))
    return bytes(data[:_MOST])


Way = Callable[[random.Random, bytearray, str, Sequence[bytes]], bytes | bytearray]


def _place(rng: random.Random, data: bytearray) -> int:
    """A place in the file; each second one is in its header."""
    return rng.randrange(max(1, min(len(data), _HEADER) if rng.random() < 0.5 else len(data)))


def _bits(rng: random.Random, data: bytearray, *_: object) -> bytearray:
    for _ in range(rng.randint(1, 8)):
        if data:
            data[_place(rng, data)] ^= 1 << rng.randrange(8)
    return data


def _bytes(rng: random.Random, data: bytearray, *_: object) -> bytearray:
    start = _place(rng, data)
    data[start : start + rng.randint(1, 8)] = rng.randbytes(rng.randint(0, 8))
    return data


def _number(rng: random.Random, data: bytearray, *_: object) -> bytearray:
    """Another number of 1 to 8 bytes, such as a length, a size or an offset: extreme, or near the one before."""
    start, size, order = _place(rng, data), rng.choice((1, 2, 2, 4, 4, 8)), rng.choice(("big", "little"))
    old = int.from_bytes(data[start : start + size], order)
    new = rng.choice(
        (rng.choice(_EXTREME), old + rng.choice((-1, 1)), old * 2, len(data), rng.randrange(len(data) + 1))
    )
    data[start : start + size] = (new % 256**size).to_bytes(size, order)
    return data


def _cut(rng: random.Random, data: bytearray, *_: object) -> bytearray:
    return data[: rng.randrange(len(data) + 1)]


def _left_out(rng: random.Random, data: bytearray, *_: object) -> bytearray:
    start = _place(rng, data)
    return data[:start] + data[start + rng.choice((1, 2, 4, 8, 12, 100)) :]


def _repeated(rng: random.Random, data: bytearray, *_: object) -> bytearray:
    start, length = _place(rng, data), rng.choice((1, 2, 4, 8, 12, 100, 1000))
    return data[:start] + data[start : start + length] * rng.choice((2, 3, 10, 100)) + data[start + length :]


def _exchanged(rng: random.Random, data: bytearray, *_: object) -> bytearray:
    """Two rows of the same length change places, as in the directory of a TIFF."""
    length, (one, other) = rng.choice((2, 4, 8, 12, 20)), (_place(rng, data), _place(rng, data))
    data[one : one + length], data[other : other + length] = data[other : other + length], data[one : one + length]
    return data


def _spliced(rng: random.Random, data: bytearray, kind: str, files: Sequence[bytes]) -> bytearray:
    """The beginning of the file and the end of another."""
    other = rng.choice(files)
    return data[: _place(rng, data)] + other[rng.randrange(len(other) or 1) :]


def _parts(rng: random.Random, data: bytearray, kind: str, files: Sequence[bytes]) -> bytes:
    """The parts of the file, with one moved, left out, repeated, or taken from another file."""
    parts, others = _split(bytes(data), kind), _split(rng.choice(files), kind)
    at = rng.randrange(len(parts))
    change = rng.choice(("move", "drop", "repeat", "take", "many"))
    taken = parts.pop(at) if change in {"move", "drop"} else rng.choice(others) if change == "take" else parts[at]
    times = {"drop": 0, "many": rng.choice((10, 100, 1000))}.get(change, 1)
    to = rng.randint(min(1, len(parts)), len(parts))
    return b"".join([*parts[:to], taken[: _MOST // max(times, 1)] * times, *parts[to:]])


def _split(data: bytes, kind: str) -> list[bytes]:
    if kind not in _PARTS:  # rows of twelve bytes are the entries of a TIFF
        return [data[:10], *(data[at : at + 12] for at in range(10, min(len(data), 400), 12)), data[400:]]
    starts = [0, *(found.start() for found in re.finditer(_PARTS[kind], data, re.DOTALL)), len(data)]
    return [data[one:following] for one, following in itertools.pairwise(starts)]


def _with_sums(data: bytes) -> bytes:
    """A PNG with the right check sums for as long as its lengths lead from chunk to chunk."""
    chunks, at = [data[:8]], 8
    while 0 <= at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        body = data[at + 4 : at + 8 + length]
        if at + 12 + length > len(data) or len(chunks) > 5000:
            break
        chunks.append(data[at : at + 4] + body + struct.pack(">I", zlib.crc32(body)))
        at += 12 + length
    return b"".join([*chunks, data[at:]])


_WAYS: tuple[Way, ...] = (
    *(_bits, _bits, _bytes, _bytes, _number, _number, _number, _parts, _parts, _parts),
    *(_cut, _left_out, _repeated, _exchanged, _spliced),
)
