"""Run rooms in which phones vote on the case that the presenter shows.

    open -> join by code or QR code -> vote -> count -> jury -> truth -> next case -> result

All rooms of a server are in memory and store nothing of a person but a random token. A vote belongs to one ballot and
one case. It can be changed until the vote is closed, and counts once.
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
from model.stage.quiz import CaseAnswer
from model.stage.shelf import Shelf

Phase = Literal["voting", "counted", "advised", "truth", "over"]
"""`voting`: phones vote. `counted`: the vote is closed. `advised`: the jury's answer is shown. `truth`: the true
diagnosis is shown beside both. `over`: no case is left."""
PHASES: tuple[Phase, ...] = ("voting", "counted", "advised", "truth")
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Characters of a code that are not confused when they are read from a screen."""
CODE_LENGTH = 5
ROOMS, BALLOTS = 20, 500
"""Most rooms at once, and most ballots of a room."""
WINDOW, OWN_TRIES, ALL_TRIES = 60.0, 5, 60
"""Seconds, and the most wrong codes of one visitor and of all visitors within them."""


@dataclass(frozen=True)
class Count:
    """Numbers of votes on one case by diagnosis, without zeros, and in total."""

    votes: Mapping[Diagnosis, int]
    total: int

    @property
    def leaders(self) -> tuple[Diagnosis, ...]:
        """The diagnoses with the most votes, in column order; several in a tie."""
        most = max(self.votes.values(), default=0)
        return tuple(diagnosis for diagnosis in DIAGNOSES if most and self.votes.get(diagnosis) == most)

    @property
    def answer(self) -> CaseAnswer | None:
        """The room's answer, which is the diagnosis with the most votes; None without votes or in a tie."""
        return by_person(self.leaders[0]) if len(self.leaders) == 1 else None


@dataclass(frozen=True)
class Now:
    """The current state of a room: index and phase of the case, and numbers of ballots that joined and that voted."""

    position: int
    phase: Phase
    joined: int
    voted: int
    is_closed: bool


@dataclass
class Room:
    """One room with its cases in order, a short code for typing and a long key for the QR code; thread-safe."""

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
    _jury: dict[int, CaseAnswer] = field(default_factory=dict, repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)

    def __post_init__(self) -> None:
        self._votes = [{} for _ in self.deck]
        if not self.deck:
            self._phase = "over"

    def now(self) -> Now:
        """The current state."""
        with self._lock:
            voted = len(self._votes[self._position]) if self._position < len(self.deck) else 0
            return Now(self._position, self._phase, len(self._ballots), voted, self._is_closed)

    def join(self, ballot: str = "") -> str:
        """A ballot for a phone; a known one, as after a reload, is returned unchanged.

        Raises:
            RoomFull: the room has `BALLOTS` ballots.
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
        """Vote on a case; a later vote of the same ballot replaces an earlier one.

        Raises:
            VoteTooLate: the vote on that case is closed.
            RoomClosed: the presenter has closed the room.
            RoomUnknown: the ballot does not belong to this room.
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
        """The vote of a ballot on a case; None without a vote."""
        with self._lock:
            return self._votes[position].get(ballot) if position < len(self._votes) else None

    def advance(self, position: int, phase: Phase) -> None:
        """Go one step on from this phase; ignored if the room is in another phase, as after a double click."""
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
        """Reopen a vote that was just closed; ignored once the jury's answer was shown. Votes are kept."""
        with self._lock:
            if not self._is_closed and (self._position, self._phase) == (position, "counted"):
                self._phase = "voting"

    def finish(self) -> None:
        """Go to the result now; `resume` goes back."""
        with self._lock:
            if self._phase != "over":
                self._before, self._phase = self._phase, "over"

    def resume(self) -> None:
        """Go back from the result to the current case, if one is left."""
        with self._lock:
            if self._phase == "over" and self._position < len(self.deck):
                self._phase = self._before

    def hear(self, position: int, jury: CaseAnswer) -> None:
        """Store the jury's answer to a case."""
        with self._lock:
            self._jury[position] = jury

    def count(self, position: int) -> Count:
        """The current votes on a case."""
        with self._lock:
            votes = Counter(self._votes[position].values())
        return Count(dict(votes), votes.total())

    def close(self) -> None:
        """Close the room for good: every phone learns it, and no vote is accepted any more."""
        with self._lock:
            self._is_closed = True
            self._ballots.clear()

    def played(self) -> list[tuple[Case, Count, CaseAnswer | None]]:
        """The cases whose truth was shown, with the votes and the jury's answer."""
        with self._lock:
            return [(self.deck[at], self.count(at), self._jury.get(at)) for at in range(self._shown)]

    def marks(self) -> tuple[Marks, Marks, int]:
        """Scores of the room and of the jury on the cases that both answered, and the number of other cases."""
        played = self.played()
        rows = [(case.diagnosis, count.answer, jury) for case, count, jury in played if count.answer and jury]
        room = marks((truth, answer) for truth, answer, _ in rows if answer)
        return room, marks((truth, jury) for truth, _, jury in rows if jury), len(played) - len(rows)


class Rooms:
    """All rooms of a server; thread-safe."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._shelf: Shelf[Room] = Shelf(ROOMS, now=now)
        self._desks: OrderedDict[str, str] = OrderedDict()
        self._closed: deque[str] = deque(maxlen=20 * ROOMS)
        self._tries: deque[tuple[float, Hashable]] = deque()
        self._now = now
        self._lock = RLock()

    def open(self, deck: Sequence[Case]) -> str:
        """Open a room and return the unguessable token of its presenter."""
        with self._lock:
            code = self._fresh_code()
            desk = self._shelf.put(Room(code, tuple(deck)))
            self._desks[code] = desk
            while len(self._desks) > 2 * ROOMS:  # codes of rooms that the shelf has dropped
                self._desks.popitem(last=False)
            return desk

    def of_presenter(self, desk: str) -> Room | None:
        """The presenter's room; None for an unknown or expired token."""
        return self._shelf.get(desk)

    def enter(self, code: str, who: Hashable, key: str = "") -> Room:
        """The room of a typed code; case, spaces and punctuation are ignored.

        Wrong codes of the visitor `who` are counted; with the right key of the QR code they do not matter.

        Raises:
            RoomClosed: the presenter has closed the room.
            RoomUnknown: there is no such room.
            TooManyTries: too many wrong codes were tried within `WINDOW`.
        """
        asked = "".join(character for character in code.upper() if character.isalnum())
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
        """Close the presenter's room and forget it."""
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
