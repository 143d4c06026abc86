"""`challenge`: codes to print, backup, restore and export, in the store of the settings."""

from __future__ import annotations

import re
import zipfile

import pytest

from model.__main__ import main
from model.challenge.roles import Role
from model.challenge.store.codes import SignedIn
from model.challenge.store.store import open_store
from model.challenge.store.tables import TeamKind
from model.settings import settings


@pytest.fixture
def use(url, monkeypatch, tmp_path):
    """Names a database and a folder to the settings."""

    def name(database, folder):
        monkeypatch.setenv("TEN_OPINIONS_DATABASE_URL", database)
        monkeypatch.setenv("TEN_OPINIONS_CHALLENGE", str(tmp_path / folder))
        settings.cache_clear()

    name(url, "first")
    yield name
    settings.cache_clear()


@pytest.fixture
def first(use):
    """The store of the settings."""
    opened = open_store()
    yield opened
    opened.close()


@pytest.fixture
def command(use, capsys):
    """Run a line of `python -m model challenge`."""

    def run(*words):
        status = main(["challenge", *map(str, words)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_a_printed_code_signs_in(command, first):
    team = first.teams.register("melanoma", "Étoile", TeamKind.SME).id
    status, out, _ = command("code", "team", "--team", "étoile", "--name", "Ada")
    assert status == 0
    assert re.fullmatch(r"(\w{4}-){2}\w{4}\n", out)
    assert first.codes.sign_in(out, "here") == SignedIn(Role.TEAM, team, "Ada")
    assert [entry.who for entry in first.audit.latest(2)] == ["Ada", "command"]
    assert first.codes.sign_in(command("code", "organiser")[1], "here").role is Role.ORGANISER


def test_a_team_that_does_not_exist_gets_no_code(command):
    status, out, err = command("code", "team", "--team", "Nobody")
    assert (status, out) == (1, "")
    assert err.startswith("There is no team Nobody in this challenge.")


@pytest.mark.parametrize("words", [("code", "visitor"), ("code", "team"), ("code", "jury", "--team", "Étoile")])
def test_a_line_that_makes_no_sense_is_refused(command, words):
    status, out, err = command(*words)
    assert (status, out) == (2, "")
    assert err.startswith("expected one of team, jury, organiser")


def test_a_challenge_is_saved_restored_and_exported(command, first, use, tmp_path):
    first.teams.register("melanoma", "Étoile", TeamKind.SME)
    backup, tables = tmp_path / "challenge.zip", tmp_path / "tables.zip"
    assert command("backup", backup) == (0, f"backup: {backup}\n", "")
    status, _, err = command("restore", backup)
    assert (status, err.partition(",")[0]) == (1, "A backup is only restored into an empty store")
    use(f"sqlite:///{tmp_path}/second.sqlite", "second")
    assert command("restore", backup) == (0, f"restore: {backup}\n", "")
    assert command("export", tables)[0] == 0
    with zipfile.ZipFile(tables) as archive:
        assert "Étoile" in archive.read("teams.csv").decode()


@pytest.mark.parametrize("what", ["backup", "export", "restore"])
def test_a_file_that_cannot_be_opened_is_a_sentence(command, tmp_path, what):
    status, out, err = command(what, tmp_path / "nowhere" / "challenge.zip")
    assert (status, out) == (1, "")
    assert err.endswith("No such file or directory\n")
