"""Which file belongs to which number: first the harmful ones as they are, then altered ones."""

from __future__ import annotations

import re
from functools import cache

from tests.hostile.bases import bases
from tests.hostile.harmful import harmful
from tests.hostile.mutations import altered

_LIGHT = 100_000
"""Bytes of a harmful file that is altered too."""
_SLOW = re.compile("megapixels")
"""Names of small files that take a second to read; a hundred thousand of them would take a day."""
_made = cache(harmful)


@cache
def _seeds(kind: str) -> tuple[bytes, ...]:
    """Return what is altered: valid files, each several times as often as a light harmful one."""
    light = (one for name, one in _made(kind).items() if isinstance(one, bytes) and not _SLOW.search(name))
    return (*bases(kind) * 3, *(data for data in light if len(data) < _LIGHT))


def name_of(kind: str, number: int) -> str:
    """Return what is wrong with the file of a number."""
    names = list(_made(kind))
    return names[number] if number < len(names) else "altered"


def is_heavy(kind: str, number: int) -> bool:
    """Whether the file takes seconds to make or to read; the smaller run leaves it out."""
    made = list(_made(kind).values())
    return number < len(made) and not isinstance(made[number], bytes)


def file_of(kind: str, number: int) -> bytes:
    """The file of a number, always the same one."""
    made = list(_made(kind).values())
    if number >= len(made):
        return altered(kind, _seeds(kind), number)
    one = made[number]
    return one if isinstance(one, bytes) else one()
