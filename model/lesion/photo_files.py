"""Paths, or bytes that were uploaded -> photo files with a name and their bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import BinaryIO, NoReturn

from model.lesion.decode import SUPPORTED_SUFFIXES
from model.lesion.limits import MAX_BYTES

ZIP = b"PK\x03\x04"
"""First bytes of a zip archive."""


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
            yield from _from_archive(str(path), path)
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


def uploaded_files(name: str, data: bytes) -> Iterator[PhotoFile]:
    """The photo files in an uploaded zip archive; any other file as it is."""
    if data.startswith(ZIP):
        yield from _from_archive(name, io.BytesIO(data))
    else:
        yield PhotoFile(PurePath(name).stem, name, lambda: data)


def _from_archive(origin: str, source: Path | BinaryIO) -> Iterator[PhotoFile]:
    try:
        archive = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        yield PhotoFile(PurePath(origin).stem, origin, partial(_refuse, error))
        return
    for name in sorted(filter(_looks_like_a_photo, archive.namelist())):

        def read(name: str = name) -> bytes:
            with archive.open(name) as file:
                return file.read(MAX_BYTES + 1)

        yield PhotoFile(PurePath(name).stem, f"{origin}/{name}", read)


def _refuse(reason: Exception) -> NoReturn:
    raise reason
