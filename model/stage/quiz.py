"""Run a game of one person against the jury.

    deal, cases -> turns -> (checklist) -> blind answer -> advice of the jury -> final answer -> diagnosis -> marks

The clock runs here, so a browser cannot stop it. Every action names its turn and stage; a double click, or a click on
an outdated page, names a past stage and is ignored.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import RLock
from types import MappingProxyType
from typing import Literal

from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import Case
from model.stage.deal import SECONDS, Deal
from model.trust.criteria import Word
from model.trust.own_list import OwnList

Stage = Literal["listing", "blind", "advised", "answered", "missed", "kept", "over"]
"""`listing`: before the own checklist is done, without a clock. `blind`: before the first answer. `advised`: the
jury's advice is shown. The diagnosis is shown after three stages. `answered`: both answers are committed. `missed`: no
first answer in time. `kept`: no final answer in time, so the first one counts. `over`: the game is finished."""
ASKED, TOLD = ("blind", "advised"), ("answered", "missed", "kept")
"""Stages with an answer to give, and stages in which the diagnosis is shown."""


@dataclass(frozen=True)
class CaseAnswer:
    """An answer to one case; a call of melanoma is by the diagnosis of a person, by the threshold of an algorithm."""

    diagnosis: Diagnosis
    melanoma: bool


@dataclass(frozen=True)
class Turn:
    """One case of a game.

    Attributes:
        since: time at which its current stage was first shown; None before that.
        draft: the chosen answer, not yet committed.
        first, final: the committed answers before and after the advice.
        missed, kept: time ran out before the first answer, or before the final one.
        jury: the jury's answer; None until it is computed.
        shown: the answer shown as advice; equal to `jury` unless it is misleading.
        own: the reader's own checklist, with what the probes say once the jury is heard; None where none is asked for.
        listing: the checklist is still to be done.
    """

    case: Case
    misled: bool = False
    since: float | None = None
    draft: Diagnosis | None = None
    first: Diagnosis | None = None
    final: Diagnosis | None = None
    missed: bool = False
    kept: bool = False
    jury: CaseAnswer | None = None
    shown: CaseAnswer | None = None
    own: OwnList | None = None
    listing: bool = False

    @property
    def stage(self) -> Stage:
        """The stage of the turn."""
        if self.missed:
            return "missed"
        if self.kept:
            return "kept"
        if self.final is not None:
            return "answered"
        if self.first is not None:
            return "advised"
        return "listing" if self.listing else "blind"

    @property
    def is_answered(self) -> bool:
        """Whether both answers are committed."""
        return self.first is not None and self.final is not None


@dataclass(frozen=True)
class Moment:
    """The current state of a game: the index of the turn, or the number of turns once the game is over.

    `seconds` are left for the answer; None if no clock is running.
    """

    position: int
    stage: Stage
    turn: Turn | None = None
    seconds: float | None = None


@dataclass
class Game:
    """One game with one turn per case; thread-safe. It `is_ended` if the person went to the result early."""

    deal: Deal
    turns: list[Turn]
    position: int = 0
    is_ended: bool = False
    now: Callable[[], float] = field(default=time.monotonic, repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)

    @classmethod
    def dealt(cls, deal: Deal, cases: Sequence[Case], now: Callable[[], float] = time.monotonic) -> Game:
        """A new game with the cases of a deal."""
        deck = deal.deck(cases)
        misled = deal.misled_places(len(deck))
        own = OwnList() if deal.checklist else None
        turns = [Turn(case, place in misled, own=own, listing=deal.checklist) for place, case in enumerate(deck)]
        return cls(deal, turns, now=now)

    def moment(self) -> Moment:
        """The current state; closes a turn whose time has run out."""
        with self._lock:
            if self.is_ended or self.position >= len(self.turns):
                return Moment(len(self.turns), "over")
            self._close_if_late()
            turn = self.turns[self.position]
            runs = turn.stage in ASKED and turn.since is not None and self.deal.timed
            remaining = SECONDS - (self.now() - turn.since) if runs and turn.since is not None else None
            return Moment(self.position, turn.stage, turn, remaining)

    def begin(self, position: int, stage: Stage) -> None:
        """Start the clock of a stage when it is first on the screen."""
        with self._at(position, stage) as turn:
            if turn is not None and turn.since is None:
                self._put(replace(turn, since=self.now()))

    def tick(self, position: int, stage: Stage, slug: str) -> None:
        """Tick a point of the own checklist, or take its tick away."""
        with self._at(position, stage) as turn:
            if turn is not None and turn.own is not None and stage == "listing":
                self._put(replace(turn, own=replace(turn.own, ticks=turn.own.ticks ^ {slug})))

    def close_list(self, position: int, stage: Stage) -> None:
        """Go from the checklist to the first answer; its ticks stay as they are."""
        with self._at(position, stage) as turn:
            if turn is not None and stage == "listing":
                self._put(replace(turn, listing=False))

    def choose(self, position: int, stage: Stage, diagnosis: Diagnosis) -> None:
        """Choose an answer; it can be changed until it is committed."""
        with self._at(position, stage) as turn:
            if turn is not None and stage in ASKED:
                self._put(replace(turn, draft=diagnosis))

    def commit(self, position: int, stage: Stage) -> bool:
        """Commit the chosen answer; False if none was chosen or the stage is over."""
        with self._at(position, stage) as turn:
            if turn is None or turn.draft is None or stage not in ASKED:
                return False
            if stage == "blind":
                self._put(replace(turn, first=turn.draft, since=None))
            else:
                self._put(replace(turn, final=turn.draft))
            return True

    def hear(
        self, position: int, jury: CaseAnswer, shown: CaseAnswer, words: Mapping[str, Word] = MappingProxyType({})
    ) -> None:
        """Store the jury's answer to a turn's case, the answer shown as advice, and the probes' words by criterion."""
        with self._lock:
            turn = self.turns[position]
            own = turn.own and replace(turn.own, words=words)
            self.turns[position] = replace(turn, jury=jury, shown=shown, own=own)

    def go_on(self, position: int, stage: Stage) -> None:
        """Leave a turn whose diagnosis was shown."""
        with self._at(position, stage) as turn:
            if turn is not None and stage in TOLD:
                self.position += 1

    def end(self) -> None:
        """Go to the result early; `resume` goes back."""
        self.is_ended = True

    def resume(self) -> None:
        """Go on with the remaining cases."""
        self.is_ended = False

    @property
    def left(self) -> int:
        """Number of cases whose diagnosis was not shown."""
        return sum(turn.stage not in TOLD for turn in self.turns)

    @contextmanager
    def _at(self, position: int, stage: Stage) -> Iterator[Turn | None]:
        """The current turn, under the lock; None if the game is no longer at this turn and stage."""
        with self._lock:
            moment = self.moment()
            yield moment.turn if (moment.position, moment.stage) == (position, stage) else None

    def _put(self, turn: Turn) -> None:
        self.turns[self.position] = turn

    def _close_if_late(self) -> None:
        turn = self.turns[self.position]
        if not self.deal.timed or turn.since is None or self.now() - turn.since <= SECONDS:
            return
        if turn.stage == "blind":
            self._put(replace(turn, missed=True, draft=None))
        elif turn.stage == "advised":
            self._put(replace(turn, kept=True, draft=None, final=turn.first))
