"""Print the HTML of a report as PDF with a Chromium of this computer.

Chromium gets a temporary profile of its own and at most `LIMIT` seconds. The files to print are in memory where the
system has a folder for that, as Linux does.
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
"""Programs to look for, in this order."""
LIMIT = 240
"""Seconds after which printing is stopped."""
DRAWING = 60_000
"""Milliseconds of virtual time for drawing the charts; Chromium goes on earlier once it is idle."""
ONE_AT_A_TIME = Lock()
"""Only one Chromium runs at a time, since each takes hundreds of megabytes."""
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # Chromium would look up names of its own
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--window-size=1100,1400",
    f"--virtual-time-budget={DRAWING}",
)


def chromium() -> str | None:
    """The Chromium named by the environment, else the first one installed; None without any."""
    named = settings().chromium
    if named is not None:
        return shutil.which(str(named))
    return next(filter(None, map(shutil.which, NAMES)), None)


def printer() -> str:
    """The Chromium that prints.

    Raises:
        ChromiumMissing: none is installed.
    """
    program = chromium()
    if program is None:
        raise ChromiumMissing(names=", ".join(NAMES[:3]))
    return program


def pdf_of(html: str, limit: float = LIMIT) -> bytes:
    """A report with a title as PDF, A4; Chromium is stopped after `limit` seconds.

    Raises:
        ChromiumMissing: none is installed.
        ReportNotPrinted: Chromium failed or took too long.
    """
    program = printer()
    with ONE_AT_A_TIME, _folder() as profile, _folder(in_memory()) as folder:
        source, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_text(html, encoding="utf-8")
        _run([program, *FLAGS, *_sandbox(), f"--user-data-dir={profile}", f"--print-to-pdf={target}"], source, limit)
        data = target.read_bytes() if target.is_file() else b""
        if not _is_print_of(html, data):
            raise ReportNotPrinted(program=Path(program).name)
        return data


def in_memory() -> Path | None:
    """A folder in memory, so that no printed photo is written to disk; None where the system has none."""
    folder = Path("/dev/shm")
    return folder if folder.is_dir() and os.access(folder, os.W_OK) else None


def _folder(within: Path | None = None) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="ten-opinions-", dir=within, ignore_cleanup_errors=True)


def _run(command: list[str], source: Path, limit: float) -> None:
    """Run Chromium without pipes, since a helper process that outlives it would keep them open."""
    quiet = subprocess.DEVNULL
    try:
        subprocess.run([*command, source.as_uri()], stdin=quiet, stdout=quiet, stderr=quiet, timeout=limit, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise ReportNotPrinted(program=Path(command[0]).name) from error


def _is_print_of(html: str, data: bytes) -> bool:
    """Whether the data is a PDF with the page's title; a browser's error page is a PDF with another title."""
    title = re.search(r"<title>(.+?)</title>", html, re.S)
    return data.startswith(b"%PDF-") and title is not None and any(form in data for form in _in_pdf(unescape(title[1])))


def _in_pdf(words: str) -> tuple[bytes, ...]:
    """The forms of a title in a PDF: UTF-16 in hexadecimal, and for ASCII also the text in brackets."""
    digits = b"feff" + words.encode("utf-16-be").hex().encode("ascii")
    forms = (digits, digits.upper())
    if not words.isascii():
        return forms
    return (b"(" + re.sub(r"([\\()])", r"\\\1", words).encode("ascii") + b")", *forms)


def _sandbox() -> tuple[str, ...]:
    """The flag that root needs, since Chromium refuses to run its sandbox as root."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()
