"""A folder of answers by their names, no larger than a limit: what was not used for the longest time goes first."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Cache:
    """Files named by the SHA-256 of what they answer, so that no name from elsewhere becomes a path.

    Attributes:
        folder: where they lie; it is made when the first is kept.
        most: bytes that all of them may have together.
    """

    folder: Path
    most: int

    def recall(self, name: str) -> bytes | None:
        """What is kept under a name, which now counts as used; None where nothing is."""
        path = self._path(name)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data

    def keep(self, name: str, data: bytes) -> None:
        """Keep an answer; one that alone is over the limit is not kept, nor is any where the disk refuses."""
        if len(data) > self.most:
            return
        path = self._path(name)
        with ONE_AT_A_TIME, suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(".part")
            beside.write_bytes(data)
            os.replace(beside, path)
            self._make_room()

    @property
    def size(self) -> int:
        """Bytes of all that is kept."""
        return sum(size for _, size, _ in self._files())

    def clear(self) -> None:
        """Let everything go."""
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
        """When last used, bytes and path of each."""
        found = []
        for path in self.folder.glob("*.kept"):
            with suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime_ns, state.st_size, path))
        return found

    def _path(self, name: str) -> Path:
        return self.folder / f"{hashlib.sha256(name.encode()).hexdigest()}.kept"
