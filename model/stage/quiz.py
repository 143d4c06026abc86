"""One person against the jury: answers flow in, and what is shown next flows out.

    deal, cases -> turns -> blind answer -> what the jury says -> final answer -> next turn -> marks

The clock is held here, so a browser cannot stop it. Whoever clicks twice, or on a page that is out of date, names a
turn and a stage that are over, and nothing happens.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Literal

from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import Case
from model.stage.deal import SECONDS, Deal

Stage = Literal["blind", "advised", "missed", "kept", "over"]
"""`blind`: before the first answer. `advised`: the jury has spoken. `missed`: no answer in time. `kept`: no second
answer in time, so the first one stands. `over`: nothing is left to be asked."""


@dataclass(frozen=True)
class Said:
    """What somebody says of a case.

    Attributes:
        diagnosis: which of the seven.
        melanoma: it is called a melanoma; of a person, the diagnosis says so, of an algorithm, its operating point.
    """

    diagnosis: Diagnosis
    melanoma: bool


@dataclass(frozen=True)
class Turn:
    """One case of a game.

    Attributes:
        case: photo and truth.
        misled: the algorithm that is made to be wrong speaks in place of the jury.
        since: when the stage it is in was first shown; None before.
        draft: chosen and not committed.
        first: the blind answer, once committed.
        final: the answer after the jury has spoken, once committed.
        missed: the time was over before a blind answer.
        kept: the time was over before a second answer.
        jury: what the jury says of the case, once it was asked.
        shown: what was shown in its place; the same where nobody misleads.
    """

    case: Case
    misled: bool = False
    since: float | None = None
    draft: Diagnosis | None = None
    first: Diagnosis | None = None
    final: Diagnosis | None = None
    missed: bool = False
    kept: bool = False
    jury: Said | None = None
    shown: Said | None = None

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        if self.missed:
            return "missed"
        if self.kept:
            return "kept"
        if self.final is not None:
            return "over"
        return "blind" if self.first is None else "advised"

    @property
    def is_answered(self) -> bool:
        """It has both answers, and counts."""
        return self.first is not None and self.final is not None


@dataclass(frozen=True)
class Moment:
    """A game as it is now.

    Attributes:
        position: of the turn, from 0; the number of turns where the game is over.
        stage: of the turn.
        turn: the turn; None where the game is over.
        seconds: left for the answer; None where nothing runs.
    """

    position: int
    stage: Stage
    turn: Turn | None = None
    seconds: float | None = None


@dataclass
class Game:
    """One game; may be used from several threads.

    Attributes:
        deal: what is played.
        turns: one for each case.
        position: of the turn that is played.
        is_ended: the person has asked for the result before the last case.
    """

    deal: Deal
    turns: list[Turn]
    position: int = 0
    is_ended: bool = False
    now: Callable[[], float] = field(default=time.monotonic, repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)

    @classmethod
    def dealt(cls, deal: Deal, cases: Sequence[Case], now: Callable[[], float] = time.monotonic) -> Game:
        """A new game with the cases that the deal takes."""
        deck = deal.deck(cases)
        misled = deal.misled_places(len(deck))
        return cls(deal, [Turn(case, place in misled) for place, case in enumerate(deck)], now=now)

    def moment(self) -> Moment:
        """Where the game stands; a turn whose time is over is closed by looking."""
        with self._lock:
            if self.is_ended or self.position >= len(self.turns):
                return Moment(len(self.turns), "over")
            self._close_what_is_late()
            turn = self.turns[self.position]
            runs = turn.stage in ("blind", "advised") and turn.since is not None and self.deal.timed
            left = SECONDS - (self.now() - turn.since) if runs and turn.since is not None else None
            return Moment(self.position, turn.stage, turn, left)

    def begin(self, position: int, stage: Stage) -> None:
        """The stage of a turn is on the screen: from the first time on its clock runs."""
        with self._at(position, stage) as turn:
            if turn is not None and turn.since is None:
                self._put(replace(turn, since=self.now()))

    def choose(self, position: int, stage: Stage, diagnosis: Diagnosis) -> None:
        """Choose an answer, which may be changed until it is committed."""
        with self._at(position, stage) as turn:
            if turn is not None and stage in ("blind", "advised"):
                self._put(replace(turn, draft=diagnosis))

    def commit(self, position: int, stage: Stage) -> bool:
        """Commit what is chosen; whether there was something to commit, at this turn and stage, in time."""
        with self._at(position, stage) as turn:
            if turn is None or turn.draft is None:
                return False
            if stage == "blind":
                self._put(replace(turn, first=turn.draft, since=None))
                return True
            if stage == "advised":
                self._put(replace(turn, final=turn.draft))
                self.position += 1
                return True
            return False

    def hear(self, position: int, jury: Said, shown: Said) -> None:
        """What the jury says of a turn's case, and what was shown in its place."""
        with self._lock:
            self.turns[position] = replace(self.turns[position], jury=jury, shown=shown)

    def go_on(self, position: int, stage: Stage) -> None:
        """Leave a turn whose time was over."""
        with self._at(position, stage) as turn:
            if turn is not None and stage in ("missed", "kept"):
                self.position += 1

    def end(self) -> None:
        """The person wants the result now; `resume` is the way back."""
        self.is_ended = True

    def resume(self) -> None:
        """Go on with the cases that are left."""
        self.is_ended = False

    @property
    def left(self) -> int:
        """So many cases have not been played."""
        return len(self.turns) - self.position

    @contextmanager
    def _at(self, position: int, stage: Stage) -> Iterator[Turn | None]:
        """The turn as long as nobody else can change it; None where it is not at this stage any more."""
        with self._lock:
            moment = self.moment()
            yield moment.turn if (moment.position, moment.stage) == (position, stage) else None

    def _put(self, turn: Turn) -> None:
        self.turns[self.position] = turn

    def _close_what_is_late(self) -> None:
        turn = self.turns[self.position]
        if not self.deal.timed or turn.since is None or self.now() - turn.since <= SECONDS:
            return
        if turn.stage == "blind":
            self._put(replace(turn, missed=True, draft=None))
        elif turn.stage == "advised":
            self._put(replace(turn, kept=True, draft=None, final=turn.first))
