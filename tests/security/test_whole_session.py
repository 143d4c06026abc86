"""A whole session leaves no trace of who and where, and needs no network."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from model.settings import ROOT
from tests.security.marked_photos import NAME, NEEDLES, marked_photos
from tests.security.traces import contained, files_with

ALONE = ("unshare", "--map-root-user", "--net")
"""Begins a network namespace whose only device is the loopback."""


@dataclass(frozen=True)
class Session:
    """Folder of a session that has ended, its time of begin, and what it says of packets without a route."""

    folder: Path
    began: float
    refused: int
    after_a_knock: int


def may_be_alone() -> bool:
    """Whether this machine permits a network namespace."""
    if shutil.which(ALONE[0]) is None:
        return False
    return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def alone() -> bool:
    return may_be_alone()


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory, alone: bool) -> Session:
    folder, began = tmp_path_factory.mktemp("session"), time.time()
    for name in ("home", "tmp", "out"):
        (folder / name).mkdir()
    places = {"HOME": folder / "home", "TMPDIR": folder / "tmp", "TEN_OPINIONS_CHROMIUM": folder / "none"}
    environment = {**os.environ, **{name: str(place) for name, place in places.items()}}
    command = [*(ALONE if alone else ()), sys.executable, "-m", "tests.security.whole_session", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    return Session(folder, began, said["refused"], said["after_a_knock"])


def test_no_name_and_no_place_is_left_in_any_file_log_report_picture_or_answer(session):
    for photo in (session.folder / "given").iterdir():
        photo.unlink()  # what was given to the commands
    out = {path.name for path in (session.folder / "out").iterdir()}
    assert {"received", "printed", "sheet.png", "report.html", "series.html"} <= out
    assert (session.folder / "log.txt").read_text(encoding="utf-8")
    assert files_with([session.folder], NEEDLES) == []
    assert files_with([ROOT / name for name in ("assets", "docs")], NEEDLES, session.began) == []


def test_a_whole_session_sends_nothing_out(session, alone):
    if not alone:
        pytest.skip("this machine permits no network namespace (unshare --net)")
    assert session.refused == 0
    assert session.after_a_knock == 1, "the counter does count"


def test_what_looks_for_traces_finds_them_in_photos_pictures_in_pages_and_in_a_pdf(tmp_path):
    for name, data in marked_photos().items():
        assert len(contained(data, NEEDLES)) >= 2, name
        assert contained(b"<img src='data:image/png;base64," + base64.b64encode(data) + b"'>", NEEDLES), name
    assert contained(b"1 0 obj\nstream\r\n" + zlib.compress(NAME.encode()) + b"\nendstream", NEEDLES)
    (tmp_path / "log.txt").write_text(f"read {NAME}")
    assert files_with([tmp_path], NEEDLES) == [tmp_path / "log.txt"]
    assert contained(b"nobody" * 100, NEEDLES) == []
