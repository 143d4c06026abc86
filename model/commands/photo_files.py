"""Paths on the command line -> photo files with a name and their bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

from model.lesion.decode import SUPPORTED_SUFFIXES
from model.lesion.limits import MAX_BYTES


@dataclass(frozen=True)
class PhotoFile:
    """A file that may be a photo; tables identify it by its name without ending, messages by its origin.

    `read` returns its bytes, but at most one more than the size limit.
    """

    name: str
    origin: str
    read: Callable[[], bytes]


def photo_files(paths: list[Path]) -> Iterator[PhotoFile]:
    """Every named file; of folders and zip archives every file with the ending of a photo."""
    for path in paths:
        if path.is_dir():
            yield from (_from_disk(p) for p in sorted(path.rglob("*")) if p.is_file() and _looks_like_a_photo(p.name))
        elif path.suffix.lower() == ".zip":
            yield from _from_archive(path)
        else:
            yield _from_disk(path)


def _looks_like_a_photo(name: str) -> bool:
    hidden = Path(name).name.startswith("._")  # a Mac adds such a file for each file of an archive
    return not hidden and Path(name).suffix.lower() in SUPPORTED_SUFFIXES


def _from_disk(path: Path) -> PhotoFile:
    def read() -> bytes:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)

    return PhotoFile(path.stem, str(path), read)


def _from_archive(path: Path) -> Iterator[PhotoFile]:
    try:
        opened = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        yield PhotoFile(path.stem, str(path), partial(_refuse, error))
        return
    with opened as archive:
        for name in sorted(filter(_looks_like_a_photo, archive.namelist())):

            def read(name: str = name) -> bytes:
                with archive.open(name) as file:
                    return file.read(MAX_BYTES + 1)

            yield PhotoFile(Path(name).stem, f"{path}/{name}", read)


def _refuse(reason: Exception) -> NoReturn:
    raise reason
