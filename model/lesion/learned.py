"""The photos that algorithms learned from, by their numbers in the ISIC Archive.

An answer to such a photo says nothing about an algorithm, so quiz and room never deal one. The list holds the role
`train` of the image folder alone: nothing was fitted to the others. A test compares it with the tables of that folder.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path

from model.settings import ASSETS

LEARNED = ASSETS / "training" / "learned.txt"
"""One run of consecutive numbers a line, such as `24306-24309`."""
ISIC_NAME = re.compile(r"ISIC_(\d{7})")
DENSE = 500
"""Photos of the list among a thousand numbers from which a search leaves out the whole thousand."""


def learned_from(name: str) -> bool:
    """Whether the first ISIC identifier in a name or credit line is of a photo that algorithms learned from.

    >>> learned_from("ISIC_0024306.jpg"), learned_from("my naevus.jpg")
    (True, False)
    """
    found = ISIC_NAME.search(name)
    return found is not None and int(found[1]) in learned_numbers()


@cache
def learned_numbers(path: Path = LEARNED) -> frozenset[int]:
    """The numbers of all photos of the list."""
    runs = [line.split("-") for line in path.read_text(encoding="ascii").split()]
    return frozenset(number for run in runs for number in range(int(run[0]), int(run[-1]) + 1))


@cache
def dense_thousands() -> tuple[str, ...]:
    """Beginnings of identifiers, such as `ISIC_0024`, of which at least half are in the list."""
    counted = Counter(number // 1000 for number in learned_numbers())
    return tuple(f"ISIC_{thousand:04d}" for thousand, count in sorted(counted.items()) if count >= DENSE)


def as_runs(numbers: Iterable[int]) -> str:
    """The text of the list for some numbers.

    >>> as_runs([7, 3, 4, 5])
    '3-5\\n7\\n'
    """
    runs = [
        [number for _, number in run] for _, run in groupby(enumerate(sorted(set(numbers))), lambda at: at[1] - at[0])
    ]
    return "".join(f"{run[0]}-{run[-1]}\n" if len(run) > 1 else f"{run[0]}\n" for run in runs)
