"""A folder of answers with a size limit; the least recently used answers are deleted first."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from model.whole_file import whole_file

ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Cache:
    """Answers by name, of at most `most` bytes together; the folder is made when the first answer is kept.

    Files are named by the SHA-256 of the name, so that no outside name becomes a path.
    """

    folder: Path
    most: int

    def recall(self, name: str) -> bytes | None:
        """The answer of a name, marked as used; None where there is none."""
        path = self._path(name)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data

    def keep(self, name: str, data: bytes) -> None:
        """Keep an answer, unless it alone exceeds the limit or the disk refuses."""
        if len(data) > self.most:
            return
        path = self._path(name)
        with ONE_AT_A_TIME, suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as beside:
                beside.write_bytes(data)
            self._make_room()

    @property
    def size(self) -> int:
        """Size of all answers, bytes."""
        return sum(size for _, size, _ in self._files())

    def clear(self) -> None:
        """Delete all answers."""
        with ONE_AT_A_TIME:
            for _, _, path in self._files():
                with suppress(OSError):
                    path.unlink()

    def _make_room(self) -> None:
        files = sorted(self._files())
        over = sum(size for _, size, _ in files) - self.most
        for _, size, path in files:
            if over <= 0:
                break
            path.unlink(missing_ok=True)
            over -= size

    def _files(self) -> list[tuple[int, int, Path]]:
        """Time of last use, size in bytes and path of each file."""
        files = []
        for path in self.folder.glob("*.kept"):
            with suppress(OSError):
                state = path.stat()
                files.append((state.st_mtime_ns, state.st_size, path))
        return files

    def _path(self, name: str) -> Path:
        return self.folder / f"{hashlib.sha256(name.encode()).hexdigest()}.kept"
