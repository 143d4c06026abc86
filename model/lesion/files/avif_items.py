"""How long the list of items of an AVIF is, read before its decoder sees it (ISO/IEC 14496-12)."""

from __future__ import annotations

from collections.abc import Iterator

from model.errors import DamagedImage

MOST = 100_000
"""Bytes that a list of items may take; those of a thousand tiles take 21,000."""
_LISTS = {b"iloc", b"iinf", b"iref", b"ipma"}
_HOLDERS = {b"meta": 4, b"iprp": 0}
"""Boxes that hold lists, with the bytes before the first of them."""


def refuse_endless_items(data: bytes) -> None:
    """Check the lists of items.

    The decoder searches all items for each item, before it tells the size of the picture: 60,000 take a minute.

    Raises:
        DamagedImage: a list is longer than any photo needs.
    """
    if any(end - start > MOST for start, end in _lists(data, 0, len(data))):
        raise DamagedImage(format="AVIF")


def _lists(data: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the contents of each list begin and end."""
    while start + 8 <= end:
        length, name, head = int.from_bytes(data[start : start + 4], "big"), data[start + 4 : start + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        stop = min(end, start + length) if length else end
        if stop < start + head:
            return
        if name in _LISTS:
            yield start + head, stop
        elif name in _HOLDERS:
            yield from _lists(data, start + head + _HOLDERS[name], stop)
        start = stop
