"""Everything that organisers may hand on, as CSV tables in one zip archive: no codes, no tries to sign in."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from model.challenge.store.backup import TABLES, rows_of, to_json
from model.challenge.store.store import Store
from model.spreadsheet import no_formula
from model.whole_file import whole_file

KEPT_BACK = ("codes", "login_attempts")


def save_export(store: Store, path: Path) -> None:
    """Write `<table>.csv` for each table, UTF-8; times are in UTC, and an undefined number is an empty cell.

    Raises:
        OSError: the archive cannot be written.
    """
    shown = [table for table in TABLES if table.name not in KEPT_BACK]
    with whole_file(path) as beside, store.database.reading() as session:  # noqa: SIM117
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for table in shown:
                archive.writestr(f"{table.name}.csv", _csv_of(session, table))


def _csv_of(session: Session, table: Table) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(table.c.keys())
    writer.writerows([_cell(value) for value in to_json(row).values()] for row in rows_of(session, table))
    return written.getvalue()


def _cell(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return no_formula(value) if isinstance(value, str) else value
