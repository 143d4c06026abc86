"""The whole store in one zip archive, and back: from SQLite to PostgreSQL and from a folder to a bucket, too.

tables/<table>.jsonl   every row of a table, one JSON object a line
files/<sha256>         every file that a submission refers to
manifest.json          the version of the tables, and the number of rows of each
"""

from __future__ import annotations

import datetime
import json
import math
import zipfile
import zlib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import Column, CompoundSelect, Table, insert, select, text, union
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from model.challenge.store.columns import Base
from model.challenge.store.database import hold
from model.challenge.store.migration import head
from model.challenge.store.store import Store
from model.challenge.store.tables import Submission
from model.store_errors import BackupOfOtherVersion, BackupUnreadable, StoreNotEmpty
from model.whole_file import whole_file

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError)
"""What reading a damaged archive raises."""
MANIFEST = "manifest.json"
TABLES: list[Table] = Base.metadata.sorted_tables
"""All tables; each comes after those that it refers to."""
NAMES: CompoundSelect[str] = union(
    select(Submission.sha256), select(Submission.answers).where(Submission.answers.is_not(None))
)
"""The names of all files that submissions refer to: what was handed in, and the answers of models."""


def save_backup(store: Store, path: Path) -> None:
    """Write the store as it is at one moment; an earlier file of this name stays until the new one is complete.

    Raises:
        StoredFileMissing, StoredFileAltered: a submitted file is not what it should be.
        OSError: the backup cannot be written.
    """
    with whole_file(path) as beside:
        beside.touch(mode=0o600)  # it holds the hashes of codes
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive, store.database.reading() as session:
            rows = {table.name: _write_table(session, archive, table) for table in TABLES}
            for name in session.scalars(NAMES):
                archive.writestr(f"files/{name}", store.files.get(name))
            archive.writestr(MANIFEST, json.dumps({"tables": head(), "rows": rows}))


def restore_backup(store: Store, path: Path) -> None:
    """Fill an empty store with a backup, wholly or not at all.

    Raises:
        StoreNotEmpty: the store holds rows.
        BackupUnreadable: the file is no backup, or not complete.
        BackupOfOtherVersion: the backup has other tables.
        OSError: the file cannot be opened, or the submitted files cannot be written.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _restore(store, archive, path.name)
    except (*DAMAGED, IntegrityError) as error:
        raise BackupUnreadable(file=path.name) from error


def _restore(store: Store, archive: zipfile.ZipFile, name: str) -> None:
    manifest = json.loads(archive.read(MANIFEST))
    if manifest["tables"] != head():
        raise BackupOfOtherVersion(file=name, expected=head(), got=str(manifest["tables"]))
    with store.database.writing() as session:
        hold(session, "restore")
        _refuse_rows(session)
        for table in TABLES:
            _read_table(session, archive, table, manifest["rows"][table.name])
        for sha256 in session.scalars(NAMES):
            if store.files.put(archive.read(f"files/{sha256}")) != sha256:
                raise BackupUnreadable(file=name)
        store.database.record(session, "command", "restore", file=name)


def _write_table(session: Session, archive: zipfile.ZipFile, table: Table) -> int:
    lines = [json.dumps(to_json(row)) for row in rows_of(session, table)]
    archive.writestr(f"tables/{table.name}.jsonl", "".join(f"{line}\n" for line in lines))
    return len(lines)


def rows_of(session: Session, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a table by the names of its columns, in the order of their numbers."""
    return (dict(row) for row in session.execute(select(table).order_by(table.c.id)).mappings())


def to_json(row: dict[str, Any]) -> dict[str, Any]:
    """The row with times as ISO 8601, and nothing for NaN."""
    return {name: _to_json(value) for name, value in row.items()}


def _to_json(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, datetime.date):
        return value.isoformat()
    return None if isinstance(value, float) and math.isnan(value) else value


def _from_json(column: Column[Any], value: Any) -> Any:  # noqa: ANN401
    kind = column.type.python_type
    if value is not None and issubclass(kind, datetime.date):
        return kind.fromisoformat(value)
    return kind(value) if value is not None and issubclass(kind, Enum) else value


def _read_table(session: Session, archive: zipfile.ZipFile, table: Table, number: int) -> None:
    lines = archive.read(f"tables/{table.name}.jsonl").decode().splitlines()
    if len(lines) != number:
        raise ValueError(f"expected {number} rows of {table.name}, got {len(lines)}")
    rows = [{column.name: _from_json(column, row[column.name]) for column in table.c} for row in map(json.loads, lines)]
    if rows:
        session.execute(insert(table), rows)
        _count_on(session, table)


def _count_on(session: Session, table: Table) -> None:
    """Let the next number come after the restored ones; SQLite does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"
        session.execute(text(last))


def _refuse_rows(session: Session) -> None:
    for table in TABLES:
        if session.scalar(select(table.c.id).limit(1)) is not None:
            raise StoreNotEmpty(table=table.name)
