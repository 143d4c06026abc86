"""What the environment decides, read once.

| variable | meaning | default |
|---|---|---|
| `TEN_OPINIONS_ADDRESS` | where phones reach this server, `http://name:port`, for the QR code of a room | found |
| `TEN_OPINIONS_ARCHIVE` | `off`: the ISIC Archive is not offered; `http://127.0.0.1:PORT`: for tests | after consent |
| `TEN_OPINIONS_ARCHIVE_CACHE` | folder of what came from the archive | `~/.cache/ten-opinions` |
| `TEN_OPINIONS_ARCHIVE_MEGABYTES` | what that folder may take | 300 |
| `TEN_OPINIONS_CASES` | folder of the presenter's own cases: images and `cases.csv` | none |
| `TEN_OPINIONS_CHROMIUM` | the browser that prints reports as PDF | the first Chromium that is installed |
| `TEN_OPINIONS_DATA` | folder of the training images, to show known cases: `manifest.csv` and its archives | none |
| `TEN_OPINIONS_GATE` | `off`: photos that show no lesion get an answer too, unmarked; for tests and experiments | on |
| `TEN_OPINIONS_KIOSK` | seconds without a key or a touch after which the story begins again | it stays where it is |
| `TEN_OPINIONS_STORY` | TOML file of the presenter's own steps of the story | none |
| `TEN_OPINIONS_WEIGHTS` | folder of the trained weights | `assets/weights` |
| `TEN_OPINIONS_THREADS` | threads that one prediction may use | as many as there are cores |
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
ARCHIVE_CACHE = Path("~/.cache/ten-opinions").expanduser()
ARCHIVE_MEGABYTES = 300


@dataclass(frozen=True)
class Settings:
    """The settings of one process."""

    cases: Path | None
    chromium: Path | None
    data: Path | None
    weights: Path
    threads: int
    gate: bool = True
    archive: str = ""
    archive_cache: Path = ARCHIVE_CACHE
    archive_megabytes: int = ARCHIVE_MEGABYTES
    story: Path | None = None
    kiosk: int = 0
    address: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the variables above; an unreadable number falls back on its default."""
        cache = environment.get("TEN_OPINIONS_ARCHIVE_CACHE", "").strip()
        megabytes = environment.get("TEN_OPINIONS_ARCHIVE_MEGABYTES", "").strip()
        cases = environment.get("TEN_OPINIONS_CASES", "").strip()
        chromium = environment.get("TEN_OPINIONS_CHROMIUM", "").strip()
        data = environment.get("TEN_OPINIONS_DATA", "").strip()
        weights = environment.get("TEN_OPINIONS_WEIGHTS", "").strip()
        gate = environment.get("TEN_OPINIONS_GATE", "").strip().lower()
        threads = environment.get("TEN_OPINIONS_THREADS", "").strip()
        story = environment.get("TEN_OPINIONS_STORY", "").strip()
        return cls(
            cases=Path(cases).expanduser() if cases else None,
            chromium=Path(chromium).expanduser() if chromium else None,
            data=Path(data).expanduser() if data else None,
            weights=Path(weights).expanduser() if weights else ASSETS / "weights",
            threads=max(1, int(threads)) if threads.isdecimal() and len(threads) < 5 else os.cpu_count() or 1,
            gate=gate != "off",
            archive=environment.get("TEN_OPINIONS_ARCHIVE", "").strip().lower(),
            archive_cache=Path(cache).expanduser() if cache else ARCHIVE_CACHE,
            archive_megabytes=int(megabytes) if megabytes.isdecimal() and len(megabytes) < 7 else ARCHIVE_MEGABYTES,
            story=Path(story).expanduser() if story else None,
            kiosk=seconds(environment.get("TEN_OPINIONS_KIOSK", "")),
            address=environment.get("TEN_OPINIONS_ADDRESS", "").strip(),
        )


def seconds(written: str) -> int:
    """Whole seconds as they are written in a setting or an address; 0 for anything else.

    >>> seconds("90"), seconds(" 5 "), seconds("soon"), seconds("-1")
    (90, 5, 0, 0)
    """
    written = written.strip()
    return int(written) if written.isdecimal() and len(written) < 6 else 0


@cache
def settings() -> Settings:
    """The settings of this process, read at the first call."""
    return Settings.from_environment(os.environ)
