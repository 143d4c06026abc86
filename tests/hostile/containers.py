"""Containers of HEIC and AVIF built by hand (ISO/IEC 23008-12): pictures that a grid puts together from tiles."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence


def box(name: bytes, *contents: bytes) -> bytes:
    """A box: length, name, content."""
    body = b"".join(contents)
    return struct.pack(">I", 8 + len(body)) + name + body


def boxes(data: bytes, start: int = 0) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of the boxes that follow each other."""
    while len(data) - start >= 8:
        length, name = struct.unpack(">I4s", data[start : start + 8])
        if length < 8:
            return
        yield name, data[start + 8 : start + length]
        start += length


def grid_of(data: bytes, rows: int, columns: int, side: int, *, of_itself: bool = False) -> bytes:
    """A file with one coded picture -> the same picture in every tile of a grid.

    `side` is that of the picture, in pixels. `of_itself` names the grid among its own tiles.
    """
    parts = dict(boxes(data))
    meta = dict(boxes(parts[b"meta"], 4))
    tiles = rows * columns
    tile_names, grid = range(1, tiles + 1), tiles + 1
    named = [grid, *tile_names[1:]] if of_itself else list(tile_names)
    coding = b"hvc1" if b"hvcC" in meta[b"iprp"] else b"av01"
    properties, grid_size = _properties(meta[b"iprp"], columns * side, rows * side)
    recipe = struct.pack(">4B2H", 0, 0, rows - 1, columns - 1, columns * side & 0xFFFF, rows * side & 0xFFFF)

    def written(start: int) -> bytes:
        places = [(start, len(parts[b"mdat"]))] * tiles + [(start + len(parts[b"mdat"]), len(recipe))]
        return box(
            b"meta",
            bytes(4),
            box(b"hdlr", meta[b"hdlr"]),
            box(b"pitm", bytes(4), struct.pack(">H", grid)),
            _locations(places),
            _items([coding] * tiles + [b"grid"]),
            box(b"iref", bytes(4), box(b"dimg", struct.pack(f">2H{tiles}H", grid, tiles, *named))),
            box(b"iprp", properties, _associations(tiles, grid_size)),
        )

    head = box(b"ftyp", parts[b"ftyp"])
    start = len(head) + len(written(0)) + 8
    return head + written(start) + box(b"mdat", parts[b"mdat"], recipe)


def _properties(iprp: bytes, width: int, height: int) -> tuple[bytes, int]:
    """The properties of the tile with the size of the grid behind them, and the number of that last one."""
    ipco = dict(boxes(iprp))[b"ipco"]
    size = box(b"ispe", bytes(4), struct.pack(">2I", width, height))
    return box(b"ipco", ipco, size), len(list(boxes(ipco))) + 1


def _locations(places: Sequence[tuple[int, int]]) -> bytes:
    rows = (struct.pack(">3H2I", number, 0, 1, *place) for number, place in enumerate(places, 1))
    return box(b"iloc", bytes(4), b"\x44\0", struct.pack(">H", len(places)), *rows)


def _items(codings: Sequence[bytes]) -> bytes:
    rows = (
        box(b"infe", b"\2\0\0\0", struct.pack(">2H", number, 0), coding, b"\0")
        for number, coding in enumerate(codings, 1)
    )
    return box(b"iinf", bytes(4), struct.pack(">H", len(codings)), *rows)


def _associations(tiles: int, last: int) -> bytes:
    of_tiles = bytes((last - 1, *range(1, last)))
    rows = [struct.pack(">H", number) + of_tiles for number in range(1, tiles + 1)]
    return box(b"ipma", bytes(4), struct.pack(">I", tiles + 1), *rows, struct.pack(">HBB", tiles + 1, 1, last))
