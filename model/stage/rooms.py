"""A room plays: phones vote on the case that the presenter shows; votes flow in, and what the room says flows out.

    open -> join by code or QR code -> vote -> count -> jury -> truth -> next case -> result

All rooms of a server live in one place, in memory, and hold no more of a person than a random token. A vote belongs to
one ballot and one case: it may be changed until the vote is closed, counts once, and comes too late after that.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import Literal

from model.errors import RoomClosed, RoomFull, RoomUnknown, TooManyTries, VoteTooLate
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.gallery import Case
from model.stage.marks import Marks, by_person, marks
from model.stage.quiz import Said
from model.stage.shelf import Shelf

Phase = Literal["voting", "counted", "advised", "truth", "over"]
"""`voting`: phones vote. `counted`: closed, and counted. `advised`: with what the jury says. `truth`: and what it was.
`over`: no case is left."""
PHASES: tuple[Phase, ...] = ("voting", "counted", "advised", "truth")
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Of a code: none is mistaken for another when it is read from a screen."""
CODE_LENGTH = 5
ROOMS, BALLOTS = 20, 500
"""So many rooms at once, and ballots in one."""
WINDOW, OWN_TRIES, ALL_TRIES = 60.0, 5, 60
"""Within so many seconds one visitor may try so many wrong codes, and all visitors together so many."""


@dataclass(frozen=True)
class Count:
    """The votes on one case.

    Attributes:
        votes: by diagnosis, those without a vote left out.
        total: how many ballots have voted.
    """

    votes: Mapping[Diagnosis, int]
    total: int

    @property
    def leaders(self) -> tuple[Diagnosis, ...]:
        """The diagnoses with most votes, in column order; several where they are equal."""
        most = max(self.votes.values(), default=0)
        return tuple(one for one in DIAGNOSES if most and self.votes.get(one) == most)

    @property
    def said(self) -> Said | None:
        """What the room says: the diagnosis with most votes; None without votes, or where two are equal."""
        return by_person(self.leaders[0]) if len(self.leaders) == 1 else None


@dataclass(frozen=True)
class Now:
    """A room as it is now.

    Attributes:
        position: of the case, from 0.
        phase: of the case.
        joined: ballots in the room.
        voted: ballots that have voted on the case.
        is_closed: the presenter has closed the room.
    """

    position: int
    phase: Phase
    joined: int
    voted: int
    is_closed: bool


@dataclass
class Room:
    """One room; may be used from many threads.

    Attributes:
        code: short, to be typed.
        key: long, in the QR code.
        deck: the cases, in the order in which they are shown.
    """

    code: str
    deck: tuple[Case, ...]
    key: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    _position: int = 0
    _phase: Phase = "voting"
    _is_closed: bool = False
    _shown: int = 0
    _before: Phase = "voting"
    _ballots: set[str] = field(default_factory=set, repr=False)
    _votes: list[dict[str, Diagnosis]] = field(default_factory=list, repr=False)
    _jury: dict[int, Said] = field(default_factory=dict, repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)

    def __post_init__(self) -> None:
        self._votes = [{} for _ in self.deck]
        if not self.deck:
            self._phase = "over"

    def now(self) -> Now:
        """Where the room stands."""
        with self._lock:
            voted = len(self._votes[self._position]) if self._position < len(self.deck) else 0
            return Now(self._position, self._phase, len(self._ballots), voted, self._is_closed)

    def join(self, ballot: str = "") -> str:
        """A ballot for a phone; one that has been given out is good again, as after a reload.

        Raises:
            RoomFull: no more ballots are given out.
            RoomClosed: the presenter has closed the room.
        """
        with self._lock:
            if self._is_closed:
                raise RoomClosed()
            if ballot in self._ballots:
                return ballot
            if len(self._ballots) >= BALLOTS:
                raise RoomFull(most=BALLOTS)
            fresh = secrets.token_urlsafe(9)
            self._ballots.add(fresh)
            return fresh

    def vote(self, ballot: str, position: int, diagnosis: Diagnosis) -> None:
        """Vote on a case; the last vote of a ballot before the count is the one that counts.

        Raises:
            VoteTooLate: the vote on that case is closed.
            RoomClosed: the presenter has closed the room.
            RoomUnknown: the ballot is none of this room.
        """
        with self._lock:
            if self._is_closed:
                raise RoomClosed()
            if ballot not in self._ballots:
                raise RoomUnknown()
            if (self._position, self._phase) != (position, "voting"):
                raise VoteTooLate(number=position + 1)
            self._votes[position][ballot] = diagnosis

    def vote_of(self, ballot: str, position: int) -> Diagnosis | None:
        """What a ballot has voted on a case; None where it has not."""
        with self._lock:
            return self._votes[position].get(ballot) if position < len(self._votes) else None

    def advance(self, position: int, phase: Phase) -> None:
        """One step on from there; nothing where the room is elsewhere, so a second click does no harm."""
        with self._lock:
            if self._is_closed or (self._position, self._phase) != (position, phase) or phase == "over":
                return
            if phase != PHASES[-1]:
                self._phase = PHASES[PHASES.index(phase) + 1]
                self._shown += self._phase == PHASES[-1]
            else:
                self._position += 1
                self._phase = "voting" if self._position < len(self.deck) else "over"

    def reopen(self, position: int) -> None:
        """Take the closing of a vote back, as long as neither jury nor truth was shown; every vote is kept."""
        with self._lock:
            if not self._is_closed and (self._position, self._phase) == (position, "counted"):
                self._phase = "voting"

    def finish(self) -> None:
        """Go to the result now; `resume` is the way back."""
        with self._lock:
            if self._phase != "over":
                self._before, self._phase = self._phase, "over"

    def resume(self) -> None:
        """Back to the case at which the result was asked for, if one is left."""
        with self._lock:
            if self._phase == "over" and self._position < len(self.deck):
                self._phase = self._before

    def hear(self, position: int, jury: Said) -> None:
        """What the jury says of a case."""
        with self._lock:
            self._jury[position] = jury

    def count(self, position: int) -> Count:
        """The votes on a case so far."""
        with self._lock:
            votes = Counter(self._votes[position].values())
        return Count(dict(votes), votes.total())

    def close(self) -> None:
        """End the room: whoever is in it is told, and nothing can be voted any more."""
        with self._lock:
            self._is_closed = True
            self._ballots.clear()

    def played(self) -> list[tuple[Case, Count, Said | None]]:
        """The cases whose truth was shown, with the votes and what the jury said."""
        with self._lock:
            return [(self.deck[at], self.count(at), self._jury.get(at)) for at in range(self._shown)]

    def marks(self) -> tuple[Marks, Marks, int]:
        """Of the room and of the jury over the same cases, and how many had no answer of the room or of the jury."""
        played = self.played()
        rows = [(case.diagnosis, count.said, jury) for case, count, jury in played if count.said and jury]
        room = marks((truth, said) for truth, said, _ in rows if said)
        return room, marks((truth, jury) for truth, _, jury in rows if jury), len(played) - len(rows)


class Rooms:
    """All rooms of a server."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._shelf: Shelf[Room] = Shelf(ROOMS, now=now)
        self._desks: OrderedDict[str, str] = OrderedDict()
        self._closed: deque[str] = deque(maxlen=20 * ROOMS)
        self._tries: deque[tuple[float, Hashable]] = deque()
        self._now = now
        self._lock = RLock()

    def open(self, deck: Sequence[Case]) -> str:
        """Open a room; returns the unguessable token of its presenter."""
        with self._lock:
            code = self._fresh_code()
            desk = self._shelf.put(Room(code, tuple(deck)))
            self._desks[code] = desk
            while len(self._desks) > 2 * ROOMS:  # rooms that nobody came back to
                self._desks.popitem(last=False)
            return desk

    def of_presenter(self, desk: str) -> Room | None:
        """The presenter's room; None where it is kept no more, or never was."""
        return self._shelf.get(desk)

    def enter(self, code: str, who: Hashable, key: str = "") -> Room:
        """The room of a code, however it is typed.

        Args:
            code: as it was typed.
            who: the visitor, whose wrong codes are counted.
            key: of the QR code; with it nothing is guessed, so nothing is counted.

        Raises:
            RoomClosed: the presenter has closed it.
            RoomUnknown: there is no such room.
            TooManyTries: too many wrong codes were tried lately.
        """
        asked = "".join(sign for sign in code.upper() if sign.isalnum())
        with self._lock:
            room = self._shelf.get(self._desks.get(asked, ""))
            if room is not None and key and secrets.compare_digest(room.key.encode(), key.encode()):
                return room
            if asked in self._closed:
                raise RoomClosed()
            self._refuse_guessing(who)
            if room is None:
                self._tries.append((self._now(), who))
                raise RoomUnknown()
            return room

    def close(self, desk: str) -> None:
        """Close the presenter's room and let go of it."""
        with self._lock:
            room = self._shelf.get(desk)
            if room is not None:
                room.close()
                self._shelf.drop(desk)
                self._desks.pop(room.code, None)
                self._closed.append(room.code)

    def _refuse_guessing(self, who: Hashable) -> None:
        now = self._now()
        while self._tries and now - self._tries[0][0] >= WINDOW:
            self._tries.popleft()
        own = [at for at, other in self._tries if other == who]
        if len(own) >= OWN_TRIES or len(self._tries) >= ALL_TRIES:
            first = own[-OWN_TRIES] if len(own) >= OWN_TRIES else self._tries[0][0]
            raise TooManyTries(seconds=max(1, round(WINDOW - (now - first))))

    def _fresh_code(self) -> str:
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
            if code not in self._desks and code not in self._closed:
                return code
