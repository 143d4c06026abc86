"""A short code -> which cases, in which order, against which clock: what two people need to play the same game.

The code is no secret, but it does not show at a glance whether an algorithm that is made to be wrong takes part.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import Case

Source = Literal["sample", "case"]
SOURCES: tuple[Source, ...] = ("sample", "case")
"""The generated samples, and the folder of the presenter's own cases."""
NUMBERS = (10, 20, 30)
"""So many cases a game may have, where there are so many."""
SECONDS = 20.0
"""For each answer, where the clock is on."""
MELANOMAS = 0.3
"""This share of the cases are melanomas, as far as there are so many: of none there would be no sensitivity."""
MISLED = 1 / 3
"""In this share of the cases the algorithm that is made to be wrong speaks, where it takes part."""
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Signs that are not mistaken for each other when they are read out."""
LENGTH = 7
SEEDS = 2**24
_SPACE = len(ALPHABET) ** LENGTH
_STRIDE = 22_695_477_123
"""Odd, so that multiplying by it can be undone: spreads neighbouring deals over all codes."""


@dataclass(frozen=True)
class Deal:
    """Everything that two games must share to be the same.

    Attributes:
        seed: of the order, 0 to `SEEDS` - 1.
        number: one of `NUMBERS`.
        source: where the cases come from.
        timed: there are `SECONDS` for each answer.
        misled: an algorithm that is made to be wrong speaks in some of the cases.

    >>> Deal.of(Deal(5, 20, "sample", True, False).code)
    Deal(seed=5, number=20, source='sample', timed=True, misled=False)
    """

    seed: int
    number: int = NUMBERS[0]
    source: Source = "sample"
    timed: bool = True
    misled: bool = False

    @property
    def code(self) -> str:
        """Seven letters and digits."""
        choices = (NUMBERS.index(self.number) * 2 + SOURCES.index(self.source)) * 4 + self.timed * 2 + self.misled
        rest = (choices * SEEDS + self.seed) * _STRIDE % _SPACE
        signs = []
        for _ in range(LENGTH):
            rest, place = divmod(rest, len(ALPHABET))
            signs.append(ALPHABET[place])
        return "".join(reversed(signs))

    @classmethod
    def of(cls, code: str) -> Deal | None:
        """The deal of a code; None where it is none."""
        if len(code) != LENGTH or not set(code) <= set(ALPHABET):
            return None
        value = 0
        for sign in code:
            value = value * len(ALPHABET) + ALPHABET.index(sign)
        choices, seed = divmod(value * pow(_STRIDE, -1, _SPACE) % _SPACE, SEEDS)
        rest, flags = divmod(choices, 4)
        number, source = divmod(rest, 2)
        if number >= len(NUMBERS):
            return None
        return cls(seed, NUMBERS[number], SOURCES[source], flags >= 2, flags % 2 == 1)

    def deck(self, cases: Iterable[Case]) -> tuple[Case, ...]:
        """The cases in the order of the game: no photo twice, and as many as there are where they do not suffice.

        The same code gives the same order, wherever the table lists its cases.
        """
        order = random.Random(self.seed)
        shuffled = sorted(cases, key=lambda case: case.path.as_posix())
        order.shuffle(shuffled)
        melanomas = [case for case in shuffled if case.diagnosis is Diagnosis.MEL]
        others = [case for case in shuffled if case.diagnosis is not Diagnosis.MEL]
        wanted = max(round(self.number * MELANOMAS), self.number - len(others))
        taken = _different(melanomas, wanted)
        taken += _different(others, self.number - len(taken), taken)
        order.shuffle(taken)
        return tuple(taken)

    def misled_places(self, number: int) -> frozenset[int]:
        """In which of so many cases, counted from 0, the algorithm that is made to be wrong speaks."""
        if not self.misled or not number:
            return frozenset()
        return frozenset(random.Random(~self.seed).sample(range(number), max(1, round(number * MISLED))))


def _different(cases: Sequence[Case], number: int, before: Sequence[Case] = ()) -> list[Case]:
    """The first so many whose files differ from each other and from those before."""
    seen = {_fingerprint(case) for case in before}
    found: list[Case] = []
    for case in cases:
        if len(found) >= number:
            break
        mark = _fingerprint(case)
        if mark not in seen:
            seen.add(mark)
            found.append(case)
    return found


def _fingerprint(case: Case) -> bytes:
    return hashlib.sha256(case.path.read_bytes()).digest()
