"""Backup and restore from either database to either, and the tables to hand on."""

from __future__ import annotations

import csv
import datetime
import io
import json
import stat
import zipfile

import pytest
from sqlalchemy import select

from model.challenge.roles import Role
from model.challenge.store.backup import TABLES, restore_backup, save_backup
from model.challenge.store.export import save_export
from model.challenge.store.limits import Limits
from model.challenge.store.migration import head
from model.challenge.store.store import open_store
from model.challenge.store.tables import TeamKind
from model.store_errors import BackupOfOtherVersion, BackupUnreadable, CodeWrong, StoredFileMissing, StoreNotEmpty
from tests.challenge.conftest import BEGIN, SCORES

from_sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def full(store, submit, team):
    """A store with rows in every table, and a file."""
    number = submit(Limits())
    store.log.add(number, "reading", file="=1+1", share=0.5, nothing=None)
    store.queue.finish(store.queue.take("a", 60), SCORES, store.files.put(b"answers"))
    store.phases.set_times("melanoma", "one", BEGIN, BEGIN, "organiser")
    store.teams.register("melanoma", "=HYPERLINK(1)", TeamKind.FREELANCER, about="=me\u2028you")
    store.jury.give("melanoma", "Ada", team, "method", 3.25, "-1")
    store.winner.announce("melanoma", team, "organiser")
    milestone = store.winner.plan("melanoma", team, 2, datetime.date(2027, 2, 28), "Clinic", "organiser")
    store.winner.note(milestone.id, "Begun", "team", 0.8)
    store.codes.issue(Role.TEAM, "organiser", team, "Ada")
    with pytest.raises(CodeWrong):
        store.codes.sign_in("2222", "here")
    return store


def rows(store):
    with store.database.reading() as session:
        return {table.name: [tuple(map(str, row)) for row in session.execute(select(table))] for table in TABLES}


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request, tmp_path):
    """Another empty store, on either database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/other.sqlite"
    else:
        url = request.getfixturevalue("emptied")("second")
    opened = open_store(url, str(tmp_path / "other files"))
    yield opened
    opened.close()


def test_a_backup_fills_another_store_on_either_database(full, other, tmp_path):
    path = tmp_path / "challenge.zip"
    save_backup(full, path)
    restore_backup(other, path)
    before, after = rows(full), rows(other)
    assert all(before.values())
    *restored, last = after.pop("audit_log")
    assert restored == before.pop("audit_log")
    assert "restore" in last
    assert after == before
    (entry,) = other.entries.of_phase("melanoma", "one")
    assert other.files.get(entry.sha256) == full.files.get(entry.sha256)
    assert other.files.get(entry.answers) == b"answers"
    assert other.teams.register("urology", "Next", TeamKind.SME).id > max(int(row[0]) for row in before["teams"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@from_sqlite
def test_a_store_with_rows_is_not_overwritten(full, other, tmp_path):
    path = tmp_path / "challenge.zip"
    save_backup(full, path)
    with pytest.raises(StoreNotEmpty):
        restore_backup(full, path)
    other.teams.register("melanoma", "Lune", TeamKind.SME)
    with pytest.raises(StoreNotEmpty) as refused:
        restore_backup(other, path)
    assert refused.value.data == {"table": "audit_log"}


def altered(path, change):
    """The archive with its members changed, by name."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def lose_a_row(members):
    members["tables/teams.jsonl"] = members["tables/teams.jsonl"].partition(b"\n")[2]


def make_up_a_state(members):
    members["tables/submissions.jsonl"] = members["tables/submissions.jsonl"].replace(b'"scored"', b'"half"')


def refer_to_nothing(members):
    members["tables/jury_points.jsonl"] = members["tables/jury_points.jsonl"].replace(b'"team_id": ', b'"team_id": 9')


def alter_a_file(members):
    name = next(name for name in members if name.startswith("files/"))
    members[name] = b"other"


def lose_a_file(members):
    del members[next(name for name in members if name.startswith("files/"))]


def lose_the_manifest(members):
    del members["manifest.json"]


@from_sqlite
@pytest.mark.parametrize(
    "change", [lose_a_row, make_up_a_state, refer_to_nothing, alter_a_file, lose_a_file, lose_the_manifest]
)
def test_of_a_damaged_backup_nothing_is_restored(full, other, tmp_path, change):
    path = tmp_path / "challenge.zip"
    save_backup(full, path)
    altered(path, change)
    with pytest.raises(BackupUnreadable) as refused:
        restore_backup(other, path)
    assert refused.value.data == {"file": "challenge.zip"}
    assert not any(rows(other).values())


def test_a_file_that_is_no_archive_is_no_backup(store, tmp_path):
    path = tmp_path / "challenge.zip"
    path.write_bytes(b"PK\x03\x04 and so on")
    with pytest.raises(BackupUnreadable):
        restore_backup(store, path)


@from_sqlite
def test_the_backup_of_another_version_is_named(full, other, tmp_path):
    path = tmp_path / "challenge.zip"
    save_backup(full, path)

    def of_old(members):
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | {"tables": "0000"}).encode()

    altered(path, of_old)
    with pytest.raises(BackupOfOtherVersion) as refused:
        restore_backup(other, path)
    assert refused.value.data == {"file": "challenge.zip", "expected": head(), "got": "0000"}


def test_without_a_submitted_file_there_is_no_backup_and_the_earlier_one_stays(full, tmp_path):
    path = tmp_path / "challenge.zip"
    path.write_bytes(b"earlier")
    full.files.system.rm(full.files.root, recursive=True)
    with pytest.raises(StoredFileMissing):
        save_backup(full, path)
    assert path.read_bytes() == b"earlier"


def test_what_is_handed_on_has_no_codes_and_no_formulas(full, tmp_path):
    path = tmp_path / "tables.zip"
    save_export(full, path)
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(texts) == {f"{table.name}.csv" for table in TABLES} - {"codes.csv", "login_attempts.csv"}
    assert "$argon2" not in "".join(texts.values())
    found = {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}
    assert found["teams.csv"][-1]["name"] == "'=HYPERLINK(1)"
    assert found["teams.csv"][-1]["about"] == "'=me\u2028you"
    assert found["jury_points.csv"][0]["remark"] == "'-1"
    assert [(row["value"], row["low"]) for row in found["scores.csv"]] == [("0.7", "0.6"), ("", "0.0")]
    assert json.loads(found["log_lines.csv"][1]["data"]) == {"file": "=1+1", "share": 0.5, "nothing": None}
    assert found["submissions.csv"][0]["submitted"] == "2026-11-24T09:00:00+00:00"
