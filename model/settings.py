"""The settings of one process, read once from environment variables.

Each field of `Settings` is one variable: `TEN_OPINIONS_` and the field's name in capitals. Its meaning and its default
stand beside it; `python -m model tables` writes them into docs/settings.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_type_hints

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
ARCHIVE_CACHE = Path("~/.cache/ten-opinions").expanduser()
CHALLENGE = Path("~/.local/share/ten-opinions").expanduser()
PREFIX = "TEN_OPINIONS_"


@dataclass(frozen=True)
class Variable:
    """One environment variable: a reader of its stripped text (empty: the default), and two Markdown phrases."""

    read: Callable[[str], Any]
    meaning: str
    default: str


def path_or(default: Path | None) -> Callable[[str], Path | None]:
    """A reader of paths, in which `~` is the home folder."""
    return lambda written: Path(written).expanduser() if written else default


def whole_number_or(default: int, digits: int) -> Callable[[str], int]:
    """A reader of whole numbers; text that is no number of at most so many digits gives the default."""
    return lambda written: int(written) if written.isdecimal() and len(written) <= digits else default


def seconds(written: str) -> int:
    """Whole seconds as written in a setting or an address; 0 for anything else.

    >>> seconds("90"), seconds(" 5 "), seconds("soon"), seconds("-1")
    (90, 5, 0, 0)
    """
    return whole_number_or(0, digits=5)(written.strip())


def addresses(written: str) -> tuple[str, ...]:
    """E-mail addresses between commas or spaces.

    >>> addresses("a@b.org, c@d.org")
    ('a@b.org', 'c@d.org')
    """
    return tuple(written.replace(",", " ").split())


def threads_of(written: str) -> int:
    """Threads of one prediction, at least 1; the number of cores for text that is no number."""
    return max(1, whole_number_or(os.cpu_count() or 1, digits=4)(written))


@dataclass(frozen=True)
class Settings:
    """The settings of one process."""

    address: Annotated[str, Variable(str, "address of this server for the QR code of a room", "found by itself")]
    archive: Annotated[str, Variable(str.lower, "`off` hides the ISIC Archive", "offered, asked after consent")]
    archive_cache: Annotated[
        Path, Variable(path_or(ARCHIVE_CACHE), "folder for the answers of the archive", "`~/.cache/ten-opinions`")
    ]
    archive_megabytes: Annotated[int, Variable(whole_number_or(300, digits=6), "size limit of that folder, MB", "300")]
    cases: Annotated[Path | None, Variable(path_or(None), "folder of own cases: images and `cases.csv`", "none")]
    challenge: Annotated[
        Path,
        Variable(path_or(CHALLENGE), "folder of the challenge: database and files", "`~/.local/share/ten-opinions`"),
    ]
    challenge_files: Annotated[
        str, Variable(str, "folder or URL (`s3://bucket/folder`) of submitted files", "`files` in that folder")
    ]
    chromium: Annotated[
        Path | None, Variable(path_or(None), "browser that prints PDF files", "the first one installed")
    ]
    data: Annotated[
        Path | None, Variable(path_or(None), "folder of the training images, to show nearest cases as pictures", "none")
    ]
    database_url: Annotated[
        str, Variable(str, "`postgresql://...`, for the challenge", "`challenge.sqlite` in its folder")
    ]
    gate: Annotated[
        bool, Variable(lambda written: written.lower() != "off", "`off` answers pictures without a lesion too", "on")
    ]
    jury: Annotated[tuple[str, ...], Variable(addresses, "e-mail addresses of the jury, for a login by OIDC", "none")]
    kiosk: Annotated[int, Variable(seconds, "seconds without input after which the story starts again", "never")]
    looks: Annotated[
        bool, Variable(lambda written: written.lower() != "off", "`off` asks no altered views after an answer", "on")
    ]
    organisers: Annotated[
        tuple[str, ...], Variable(addresses, "e-mail addresses of the organisers, for a login by OIDC", "none")
    ]
    story: Annotated[Path | None, Variable(path_or(None), "TOML file of own steps for the story", "none")]
    threads: Annotated[int, Variable(threads_of, "threads that one prediction may use", "the number of cores")]
    weights: Annotated[Path, Variable(path_or(ASSETS / "weights"), "folder of the weights", "`assets/weights`")]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """The settings that the variables give; a blank one counts as not set, an unreadable number too."""
        written = {name: environment.get(variable_name(name), "").strip() for name in variables()}
        return cls(**{name: variable.read(written[name]) for name, variable in variables().items()})


@cache
def variables() -> Mapping[str, Variable]:
    """The variables of all settings, by the names of the fields of `Settings`."""
    return {name: hint.__metadata__[0] for name, hint in get_type_hints(Settings, include_extras=True).items()}


def variable_name(setting: str) -> str:
    """The environment variable of a field of `Settings`.

    >>> variable_name("archive_cache")
    'TEN_OPINIONS_ARCHIVE_CACHE'
    """
    return PREFIX + setting.upper()


@cache
def settings() -> Settings:
    """The settings of this process, read at the first call."""
    return Settings.from_environment(os.environ)
