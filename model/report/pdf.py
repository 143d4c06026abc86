"""The HTML of a report -> PDF, printed by a Chromium of this computer.

Chromium gets a profile of its own in a folder that is gone afterwards, and as much time as `LIMIT`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from model.errors import ChromiumMissing, ReportNotPrinted
from model.settings import settings

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
"""What a Chromium is called, in the order in which they are looked for."""
LIMIT = 240
"""Seconds that printing may take."""
DRAWING = 60_000
"""Milliseconds of its own clock that Chromium gives the charts; it goes on as soon as nothing is left to do."""
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
    """The report as PDF, A4.

    Args:
        html: the report.
        limit: seconds after which Chromium is stopped.

    Raises:
        ChromiumMissing: there is none.
        ReportNotPrinted: it did not print the report, or not in time.
    """
    program = printer()
    with tempfile.TemporaryDirectory(prefix="ten-opinions-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / "report.html", folder / "report.pdf"
        source.write_text(html, encoding="utf-8")
        _run(
            [program, *FLAGS, *_sandbox(), f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}"],
            source,
            limit,
        )
        data = target.read_bytes() if target.is_file() else b""
        if not _is_report(data):
            raise ReportNotPrinted(program=Path(program).name)
        return data


def _run(command: list[str], source: Path, limit: float) -> None:
    """Without pipes: a helper process that outlives Chromium would keep them open."""
    quiet = subprocess.DEVNULL
    try:
        subprocess.run([*command, source.as_uri()], stdin=quiet, stdout=quiet, stderr=quiet, timeout=limit, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise ReportNotPrinted(program=Path(command[0]).name) from error


def _is_report(data: bytes) -> bool:
    """A PDF of several pages, and not the one on which a browser says that it cannot open a file."""
    return data.startswith(b"%PDF-") and len(re.findall(rb"/Type\s*/Page\b", data)) > 1


def _sandbox() -> tuple[str, ...]:
    """Chromium refuses its own sandbox to root."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()
