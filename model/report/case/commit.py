"""Which commit of this project runs here."""

from __future__ import annotations

import subprocess
from functools import cache

from model.settings import ROOT

LIMIT = 5.0
"""Seconds that git may take."""


@cache
def commit() -> str:
    """The commit by its first twelve digits, `-dirty` where files differ from it; empty where that is not known."""
    if not (ROOT / ".git").exists():  # a folder within somebody else's repository is not that repository
        return ""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return found.stdout.strip()
