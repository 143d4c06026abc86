"""The HTML of a report -> PDF, printed by a Chromium of this computer.

Chromium gets a profile of its own in a folder that is gone afterwards, and as much time as `LIMIT`. What is printed
lies in memory meanwhile where the system has a folder there, as Linux does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from html import unescape
from pathlib import Path
from threading import Lock

from model.errors import ChromiumMissing, ReportNotPrinted
from model.settings import settings

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
"""What a Chromium is called, in the order in which they are looked for."""
LIMIT = 240
"""Seconds that printing may take."""
DRAWING = 60_000
"""Milliseconds of its own clock that Chromium gives the charts; it goes on as soon as nothing is left to do."""
ONE_AT_A_TIME = Lock()
"""A Chromium takes hundreds of megabytes: many visitors who print wait for each other."""
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--window-size=1100,1400",
    f"--virtual-time-budget={DRAWING}",
)


def chromium() -> str | None:
    """The Chromium that prints: the one that the environment names, else the first that is installed; None without."""
    named = settings().chromium
    if named is not None:
        return shutil.which(str(named))
    return next(filter(None, map(shutil.which, NAMES)), None)


def printer() -> str:
    """The same, or the error that says what to do without one.

    Raises:
        ChromiumMissing: there is none.
    """
    found = chromium()
    if found is None:
        raise ChromiumMissing(names=", ".join(NAMES[:3]))
    return found


def pdf_of(html: str, limit: float = LIMIT) -> bytes:
    """A report as PDF, A4.

    Args:
        html: the report; it has a title.
        limit: seconds after which Chromium is stopped.

    Raises:
        ChromiumMissing: there is none.
        ReportNotPrinted: it did not print the report, or not in time.
    """
    program = printer()
    with ONE_AT_A_TIME, _folder() as profile, _folder(in_memory()) as folder:
        source, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_text(html, encoding="utf-8")
        _run(
            [program, *FLAGS, *_sandbox(), f"--user-data-dir={profile}", f"--print-to-pdf={target}"],
            source,
            limit,
        )
        data = target.read_bytes() if target.is_file() else b""
        if not _is_print_of(html, data):
            raise ReportNotPrinted(program=Path(program).name)
        return data


def in_memory() -> Path | None:
    """A folder that lies in memory, so that a photo that is printed touches no disk; None where there is none."""
    found = Path("/dev/shm")
    return found if found.is_dir() and os.access(found, os.W_OK) else None


def _folder(within: Path | None = None) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="ten-opinions-", dir=within, ignore_cleanup_errors=True)


def _run(command: list[str], source: Path, limit: float) -> None:
    """Without pipes: a helper process that outlives Chromium would keep them open."""
    quiet = subprocess.DEVNULL
    try:
        subprocess.run([*command, source.as_uri()], stdin=quiet, stdout=quiet, stderr=quiet, timeout=limit, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise ReportNotPrinted(program=Path(command[0]).name) from error


def _is_print_of(html: str, data: bytes) -> bool:
    """A PDF with the title of the page, and not one on which a browser says that it cannot open a file."""
    title = re.search(r"<title>(.+?)</title>", html, re.S)
    return data.startswith(b"%PDF-") and title is not None and any(way in data for way in _in_pdf(unescape(title[1])))


def _in_pdf(words: str) -> tuple[bytes, ...]:
    """The ways in which a PDF may write a title: plain English in brackets, or anything by its UTF-16 in digits."""
    number = b"feff" + words.encode("utf-16-be").hex().encode("ascii")
    ways = (number, number.upper())
    if not words.isascii():
        return ways
    return (b"(" + re.sub(r"([\\()])", r"\\\1", words).encode("ascii") + b")", *ways)


def _sandbox() -> tuple[str, ...]:
    """Chromium refuses its own sandbox to root."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()
