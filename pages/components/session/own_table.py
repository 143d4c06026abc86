"""The prediction table that a visitor tries on the leaderboard: in the memory of the session, and nowhere else.

As with photos, the widget only notes the files. They are taken in one piece, whichever run comes first, and a run that
Streamlit stops loses none of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import RLock

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from model.evaluation.benchmark import Benchmark
from model.evaluation.entry import YOURS, read_entry
from model.evaluation.tables import ImageTable
from model.leaderboard import Leaderboard
from model.table_errors import TableError
from pages.components.session.uploads import Mailbox, mailbox

KEY = "table"
"""Key of the uploader."""


@dataclass
class OwnTable:
    """The table of one session.

    Attributes:
        tables: its rows by set; empty without a table.
        refusals: why files that were given last were not accepted.
    """

    tables: dict[str, ImageTable] = field(default_factory=dict)
    refusals: list[TableError] = field(default_factory=list)
    _given: list[UploadedFileRec] = field(default_factory=list, repr=False)
    _joined: tuple[Leaderboard, Leaderboard] | None = field(default=None, repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)

    def receive(self, box: Mailbox | None) -> None:
        """Take the uploaded files from the server."""
        with self._lock:
            self._given += box.take() if box else []

    def read(self, benchmark: Benchmark) -> bool:
        """Read the files that were taken and return whether one was accepted.

        Tables of other sets join the ones before; where a set comes again all begin anew, so that no two models stand
        under one name. Refused files leave the tables before.
        """
        with self._lock:
            files, self._given = self._given, []
            if files:
                self.refusals = []
            new = {name: table for file in files for name, table in self._read(file, benchmark).items()}
            if new:
                self._show(new if new.keys() & self.tables.keys() else {**self.tables, **new})
            return bool(new)

    def _read(self, file: UploadedFileRec, benchmark: Benchmark) -> dict[str, ImageTable]:
        try:
            return read_entry(file.data, file.name, benchmark)
        except TableError as error:
            self.refusals.append(error)
            return {}

    def take_out(self) -> None:
        """Forget the table and what was said about it."""
        with self._lock:
            self.refusals = []
            self._show({})

    def _show(self, tables: dict[str, ImageTable]) -> None:
        self.tables, self._joined = tables, None

    def among(self, board: Leaderboard) -> Leaderboard:
        """Return the leaderboard of this session: with the table among the others, scored once."""
        with self._lock:
            if self.tables and (self._joined is None or self._joined[0] is not board):
                self._joined = board, board.joined_by(YOURS, self.tables)
            return self._joined[1] if self._joined else board


def own_table(challenge: str) -> OwnTable:
    """Return the table of this session in a challenge; it outlives a change of page, and ends with the session."""
    own: OwnTable = st.session_state.setdefault(f"own-table-{challenge}", OwnTable())
    return own


def received(challenge: str) -> OwnTable:
    """Take what was given to the uploader since the last run, and return the table of this session."""
    own = own_table(challenge)
    named = [file.file_id for file in st.session_state.get(KEY) or ()]
    own.receive(mailbox(named, only_named=True) if named else None)
    return own
