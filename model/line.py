"""The work of many visitors flows in, and one piece after the other flows out of each desk, in the order of asking.

A visitor has one place in the line and at most one piece of work at a desk, whatever is clicked meanwhile: who asks
for something else keeps the place for that, who asks for the same again finds the ticket that is already there. So work
never piles up, and nobody is served twice before another is served once. Work that nobody waits for any longer is not
begun, and who leaves takes theirs along.

Each desk is a thread of its own, and not the thread of whoever asks: what a library keeps for each thread is kept for
the desks alone, however many visitors come.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Condition, Event, Thread
from typing import Any

Report = Callable[[float], None]
"""Told how much is done, 0 to 1; raises `Left` where nobody wants the rest."""
Work = Callable[[Report], Any]


class Left(Exception):
    """The work was given up: its visitor has left, or wants something else by now."""


class Ticket:
    """A piece of work in the line.

    Attributes:
        visitor: whose it is.
        what: what was asked for; the same thing asked for again is the same ticket.
        done: set once there is an outcome, or it was given up.
        share: how much of it is done, 0 to 1; None where nobody has said.
    """

    def __init__(self, line: Line, visitor: Hashable, what: Hashable, work: Work) -> None:
        self.visitor, self.what = visitor, what
        self.done = Event()
        self.share: float | None = None
        self._line, self._work = line, work
        self._waiting_for_it = 0
        self._left = False
        self._value: Any = None
        self._error: BaseException | None = None

    @contextmanager
    def attended(self) -> Iterator[None]:
        """As long as this lasts somebody waits for it; work that nobody waits for is passed over."""
        self._line._attend(self, 1)
        try:
            yield
        finally:
            self._line._attend(self, -1)

    @property
    def ahead(self) -> int:
        """So many visitors are served before this one; 0 once it is its turn."""
        return self._line._ahead(self)

    def result(self) -> Any:  # noqa: ANN401
        """What came of it, once it is `done`.

        Raises:
            Left: it was given up.
            Exception: whatever the work raised.
        """
        if self._error is not None:
            raise self._error
        if self._left:
            raise Left()
        return self._value

    def _report(self, share: float) -> None:
        if self._left:
            raise Left()
        self.share = share

    def _serve(self) -> None:
        try:
            self._value = self._work(self._report)
            self._left = False  # it came too late to be given up
        except Left:
            self._left = True
        except BaseException as error:  # it belongs to whoever waits for it, in another thread
            self._error = error
        self._end()

    def _give_up(self) -> None:
        self._left = True
        self._end()

    def _end(self) -> None:
        self._work = _nothing  # what it held, a photo, is let go of
        self.done.set()


class Line:
    """A line before one or more desks."""

    def __init__(self, desks: int = 1) -> None:
        self.desks = desks
        self._changed = Condition()
        self._waiting: list[Ticket] = []
        self._at_desks: list[Ticket] = []
        self._open = 0

    def __len__(self) -> int:
        """So many tickets wait or are being served."""
        return len(self._waiting) + len(self._at_desks)

    def join(self, visitor: Hashable, what: Hashable, work: Work) -> Ticket:
        """The visitor's ticket for this work, at the place that the visitor has, else at the end."""
        with self._changed:
            served = next((one for one in self._at_desks if one.visitor == visitor), None)
            if served is not None and served.what == what and not served._left:
                return served
            if served is not None:
                served._left = True  # it may stop half-way
            ticket = Ticket(self, visitor, what, work)
            for place, other in enumerate(self._waiting):
                if other.visitor == visitor:
                    if other.what == what:
                        return other
                    other._give_up()
                    self._waiting[place] = ticket
                    break
            else:
                self._waiting.append(ticket)
            self._open_desks()
            self._changed.notify_all()
            return ticket

    def leave(self, visitor: Hashable) -> None:
        """The visitor has gone: nothing of theirs is begun any more, and what can be stopped half-way is."""
        with self._changed:
            for ticket in self._waiting:
                if ticket.visitor == visitor:
                    ticket._give_up()
            self._waiting = [ticket for ticket in self._waiting if ticket.visitor != visitor]
            for ticket in self._at_desks:
                if ticket.visitor == visitor:
                    ticket._left = True

    def _attend(self, ticket: Ticket, change: int) -> None:
        with self._changed:
            ticket._waiting_for_it += change
            self._changed.notify_all()

    def _ahead(self, ticket: Ticket) -> int:
        with self._changed:
            if ticket not in self._waiting:
                return 0
            before = self._waiting[: self._waiting.index(ticket)]
            return len(self._at_desks) + sum(one._waiting_for_it > 0 for one in before)

    def _open_desks(self) -> None:
        """Desks open when the first visitor comes, and stay open."""
        while self._open < self.desks:
            self._open += 1
            Thread(target=self._desk, name=f"desk {self._open}", daemon=True).start()

    def _desk(self) -> None:
        while True:
            ticket = self._called()
            ticket._serve()
            with self._changed:
                self._at_desks.remove(ticket)
                self._changed.notify_all()
            del ticket

    def _called(self) -> Ticket:
        """The next ticket, once there is one that somebody waits for and whose visitor is not at a desk already."""
        with self._changed:
            while True:
                served = {one.visitor for one in self._at_desks}
                for ticket in self._waiting:
                    if ticket._waiting_for_it and ticket.visitor not in served:
                        self._waiting.remove(ticket)
                        self._at_desks.append(ticket)
                        return ticket
                self._changed.wait()


def _nothing(_: Report) -> None:
    return None
