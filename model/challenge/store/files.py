"""Uploaded files by their SHA-256, in a folder or in a bucket: written whole, and checked when they are read."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs

from model.store_errors import StoredFileAltered, StoredFileMissing, StoreFull, StorePackageMissing
from model.whole_file import NO_SPACE


@dataclass(frozen=True)
class Files:
    """The files under one root of a file system."""

    system: AbstractFileSystem
    root: str

    def put(self, data: bytes) -> str:
        """Keep the bytes; their SHA-256, which is the name of the file.

        A file with this name is written again, which mends it where it was damaged.

        Raises:
            StoreFull: the disk is full; no part of the file stays.
        """
        try:
            return self._put(data)
        except OSError as error:
            if error.errno in NO_SPACE:
                raise StoreFull() from error
            raise

    def _put(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        if "file" not in self.system.protocol:
            self.system.pipe_file(path, data)  # a bucket shows an object when it is complete
            return name
        beside = f"{path}.{uuid.uuid4().hex}.part"
        self.system.makedirs(self.root, exist_ok=True)
        try:
            self.system.pipe_file(beside, data)
            self.system.mv(beside, path)
        finally:
            if self.system.exists(beside):
                self.system.rm_file(beside)
        return name

    def get(self, name: str) -> bytes:
        """The bytes with this SHA-256.

        Raises:
            StoredFileMissing: they are not here.
            StoredFileAltered: the file has other bytes.
        """
        try:
            data: bytes = self.system.cat_file(self._path(name))
        except FileNotFoundError as error:
            raise StoredFileMissing(name=name) from error
        if hashlib.sha256(data).hexdigest() != name:
            raise StoredFileAltered(name=name)
        return data

    def __contains__(self, name: str) -> bool:
        return bool(self.system.isfile(self._path(name)))

    def _path(self, name: str) -> str:
        if not re.fullmatch("[0-9a-f]{64}", name):
            raise StoredFileMissing(name=name)
        return f"{self.root}/{name}"


def open_files(url: str) -> Files:
    """The files of a folder, or of a URL that fsspec reads, such as `s3://bucket/folder`.

    Raises:
        StorePackageMissing: the package for this kind of URL is not installed.
    """
    try:
        system, root = url_to_fs(url)
    except ImportError as error:
        raise StorePackageMissing(package=url.partition(":")[0]) from error
    return Files(system, root)
