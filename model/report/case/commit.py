"""Find out which commit of this project is running."""

from __future__ import annotations

import subprocess
from functools import cache

from model.settings import ROOT

LIMIT = 5.0
"""Seconds after which git is stopped."""


@cache
def commit() -> str:
    """The first twelve digits of the commit, with `-dirty` where files differ from it; empty where it is unknown."""
    if not (ROOT / ".git").exists():  # git would name the commit of an enclosing repository
        return ""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return result.stdout.strip()
