"""Paths, or bytes that were uploaded -> photo files with a name and their bytes; what is no photo by name is noted."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import IO, BinaryIO, NoReturn

from model.lesion.decode import SUPPORTED_SUFFIXES
from model.lesion.limits import MAX_BYTES

ZIP = b"PK\x03\x04"
"""First bytes of a zip archive."""
DICOM_BEGINS = slice(128, 132)
"""Where DICOM files say what they are; many of them have no ending, or the last part of a number as one."""
SYSTEM = ("._", ".DS_Store", "Thumbs.db", "desktop.ini")
"""Beginnings of the names of files that Mac and Windows add to folders and archives."""


@dataclass(frozen=True)
class PhotoFile:
    """A file that may be a photo; tables identify it by its name without ending, messages by its origin.

    `read` returns its bytes, but at most one more than the size limit.
    """

    name: str
    origin: str
    read: Callable[[], bytes]


def photo_files(paths: list[Path], left_out: list[str]) -> Iterator[PhotoFile]:
    """Every named file; of folders and zip archives every file that has the ending of a photo or begins as DICOM.

    The names of the other files there are added to `left_out`, without those that a system adds by itself.
    """
    for path in paths:
        if path.is_dir():
            yield from _from_folder(path, left_out)
        elif path.suffix.lower() == ".zip":
            yield from _from_archive(readable(str(path)), path, left_out)
        else:
            yield _from_disk(path)


def uploaded_files(name: str, data: bytes, left_out: list[str] | None = None) -> Iterator[PhotoFile]:
    """The photo files in an uploaded zip archive; any other file as it is."""
    if data.startswith(ZIP):
        yield from _from_archive(name, io.BytesIO(data), [] if left_out is None else left_out)
    else:
        yield PhotoFile(PurePath(name).stem, name, lambda: data)


def readable(name: str) -> str:
    """A file name as text; bytes that are no UTF-8 are read as Latin-1, as older systems wrote them.

    >>> readable("na\\udcefvus")
    'naïvus'
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("latin-1")
    return name


def _from_folder(folder: Path, left_out: list[str]) -> Iterator[PhotoFile]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if _is_photo(path.name, partial(io.FileIO, path), left_out):
            yield _from_disk(path)


def _is_photo(name: str, opened: Callable[[], IO[bytes]], left_out: list[str]) -> bool:
    """Whether a file counts as a photo; others are noted."""
    last = PurePath(name).name
    if last.startswith(SYSTEM) or not last:
        return False
    if PurePath(name).suffix.lower() in SUPPORTED_SUFFIXES or _begins_as_dicom(opened):
        return True
    left_out.append(readable(name))
    return False


def _begins_as_dicom(opened: Callable[[], IO[bytes]]) -> bool:
    try:
        with opened() as file:
            return file.read(DICOM_BEGINS.stop)[DICOM_BEGINS] == b"DICM"
    except Exception:  # zipfile raises many kinds for a damaged entry, which is then no DICOM file
        return False


def _from_disk(path: Path) -> PhotoFile:
    def read() -> bytes:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)

    return PhotoFile(readable(_stem(path.name)), readable(str(path)), read)


def _stem(name: str) -> str:
    """The name without the ending of a photo; the numbers of a DICOM name are no ending."""
    path = PurePath(name)
    return path.stem if path.suffix.lower() in SUPPORTED_SUFFIXES else path.name


def _from_archive(origin: str, source: Path | BinaryIO, left_out: list[str]) -> Iterator[PhotoFile]:
    try:
        archive = zipfile.ZipFile(source)
    except Exception as error:  # zipfile raises many kinds for a damaged archive
        yield PhotoFile(PurePath(origin).stem, origin, partial(_refuse, error))
        return
    for name in sorted(archive.namelist()):
        if name.endswith("/") or not _is_photo(name, partial(_opened, archive, name), left_out):
            continue

        def read(name: str = name) -> bytes:
            with _opened(archive, name) as file:
                return file.read(MAX_BYTES + 1)

        yield PhotoFile(_stem(PurePath(name).name), f"{origin}/{name}", read)


def _opened(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """An entry, opened; the other compressions of zipfile unfold without a limit, 40 bytes to 45 million."""
    method = archive.getinfo(name).compress_type
    if method not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotImplementedError(f"compression {method}")
    return archive.open(name)


def _refuse(reason: Exception) -> NoReturn:
    raise reason
