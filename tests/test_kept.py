"""Kept values: read once, read again after a change, gone with their subject."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from weakref import ref

import pytest

from model.kept import kept_while_unchanged, kept_with_subject


class Subject:
    """Anything that can be referred to weakly."""


def test_a_file_is_read_once_until_it_changes(tmp_path: Path) -> None:
    path, reads = tmp_path / "words.txt", []

    @kept_while_unchanged
    def words(file: Path) -> str:
        reads.append(file)
        return file.read_text()

    path.write_text("one")
    assert (words(path), words(path), len(reads)) == ("one", "one", 1)
    path.write_text("another")
    assert (words(path), len(reads)) == ("another", 2)


def test_a_file_of_the_same_size_and_time_in_its_place_is_read_again(tmp_path: Path) -> None:
    path, other = tmp_path / "words.txt", tmp_path / "other.txt"
    path.write_text("one")
    other.write_text("two")
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    words = kept_while_unchanged(Path.read_text)
    assert words(path) == "one"
    os.utime(other, ns=times)
    other.replace(path)
    assert words(path) == "two"


def test_an_error_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "number.txt"
    number = kept_while_unchanged(lambda file: int(file.read_text()))
    path.write_text("x")
    with pytest.raises(ValueError, match="invalid literal"):
        number(path)
    with pytest.raises(FileNotFoundError):
        number(tmp_path / "missing.txt")
    path.write_text("1")
    assert number(path) == 1


def test_a_value_goes_with_its_subject() -> None:
    asked: list[object] = []

    @kept_with_subject
    def length(subject: object) -> int:
        asked.append(id(subject))
        return len(asked)

    one, two = Subject(), Subject()
    assert (length(one), length(one), length(two), length(one)) == (1, 1, 2, 1)
    gone = ref(one)
    del one
    gc.collect()
    assert gone() is None
