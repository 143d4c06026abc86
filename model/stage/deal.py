"""Encode a game in a short code, so that two people can play the same cases in the same order.

The code is not secret, but does not reveal at a glance whether a misleading algorithm takes part.
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
"""Possible numbers of cases of a game."""
SECONDS = 20.0
"""Seconds for each answer when the clock is on."""
MELANOMAS = 0.3
"""Share of melanomas among the cases, if there are enough; without any, there would be no sensitivity."""
MISLED = 1 / 3
"""Share of the cases with misleading advice, if it is part of the game."""
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Characters that are not confused when they are read aloud."""
LENGTH = 7
SEEDS = 2**24
_SPACE = len(ALPHABET) ** LENGTH
_WITHOUT_CHECKLIST = len(NUMBERS) * len(SOURCES) * 4
"""Combinations of the other settings; those with the checklist follow, so that older codes stay valid."""
_STRIDE = 22_695_477_123
"""Odd multiplier that spreads neighbouring deals over all codes and can be inverted."""


@dataclass(frozen=True)
class Deal:
    """The settings that define a game: `seed` is below `SEEDS`, `number` one of `NUMBERS`.

    With the `checklist` each case begins with the seven-point checklist.

    >>> Deal.of(Deal(5, 20, "sample", True, False).code)
    Deal(seed=5, number=20, source='sample', timed=True, misled=False, checklist=False)
    """

    seed: int
    number: int = NUMBERS[0]
    source: Source = "sample"
    timed: bool = True
    misled: bool = False
    checklist: bool = False

    @property
    def code(self) -> str:
        """Seven letters and digits."""
        choices = (NUMBERS.index(self.number) * 2 + SOURCES.index(self.source)) * 4 + self.timed * 2 + self.misled
        choices += self.checklist * _WITHOUT_CHECKLIST
        rest = (choices * SEEDS + self.seed) * _STRIDE % _SPACE
        characters = []
        for _ in range(LENGTH):
            rest, place = divmod(rest, len(ALPHABET))
            characters.append(ALPHABET[place])
        return "".join(reversed(characters))

    @classmethod
    def of(cls, code: str) -> Deal | None:
        """The deal of a code; None for an invalid code."""
        if len(code) != LENGTH or not set(code) <= set(ALPHABET):
            return None
        value = 0
        for character in code:
            value = value * len(ALPHABET) + ALPHABET.index(character)
        choices, seed = divmod(value * pow(_STRIDE, -1, _SPACE) % _SPACE, SEEDS)
        checklist, choices = divmod(choices, _WITHOUT_CHECKLIST)
        if checklist > 1:
            return None
        rest, flags = divmod(choices, 4)
        number, source = divmod(rest, 2)
        return cls(seed, NUMBERS[number], SOURCES[source], flags >= 2, flags % 2 == 1, checklist == 1)

    def deck(self, cases: Iterable[Case]) -> tuple[Case, ...]:
        """The cases of the game in order, without duplicate photos; fewer than `number` if there are not enough.

        Photos that algorithms learned from are never dealt. The order depends on the code and the file names only, not
        on the order of `cases`.
        """
        order = random.Random(self.seed)
        shuffled = sorted(dealt(cases), key=lambda case: case.path.as_posix())
        order.shuffle(shuffled)
        melanomas = [case for case in shuffled if case.diagnosis is Diagnosis.MEL]
        others = [case for case in shuffled if case.diagnosis is not Diagnosis.MEL]
        wanted = max(round(self.number * MELANOMAS), self.number - len(others))
        taken = _different(melanomas, wanted)
        taken += _different(others, self.number - len(taken), taken)
        order.shuffle(taken)
        return tuple(taken)

    def misled_places(self, number: int) -> frozenset[int]:
        """Indices of the cases with misleading advice among `number` cases."""
        if not self.misled or not number:
            return frozenset()
        return frozenset(random.Random(~self.seed).sample(range(number), max(1, round(number * MISLED))))


def dealt(cases: Iterable[Case]) -> list[Case]:
    """The cases that may be in a game: those that no algorithm learned from."""
    return [case for case in cases if not case.learned]


def _different(cases: Sequence[Case], number: int, before: Sequence[Case] = ()) -> list[Case]:
    """The first `number` cases whose files differ from each other and from those in `before`."""
    seen = {_fingerprint(case) for case in before}
    taken: list[Case] = []
    for case in cases:
        if len(taken) >= number:
            break
        if (fingerprint := _fingerprint(case)) not in seen:
            seen.add(fingerprint)
            taken.append(case)
    return taken


def _fingerprint(case: Case) -> bytes:
    return hashlib.sha256(case.path.read_bytes()).digest()
