"""The recorded run of altered files through the decoder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from model.documents.markdown import table
from model.settings import ASSETS

RECORD = ASSETS / "hostile.json"
_HEADS = ("format", "files", "read", "refused, by reason", "another error", "slowest", "most memory", "date")
_NAMED = 3
"""Reasons that are named; the others are counted together."""


def hostile_table() -> str:
    """Altered files of each format by how they ended, with the slowest and the largest of them."""
    recorded = json.loads(RECORD.read_text(encoding="utf-8"))
    rows = [_row(kind, found) for kind, found in recorded["kinds"].items()]
    return (
        f"{table(_HEADS, rows)}\n\nOn {recorded['cores']} cores with {recorded['memory_gb']} GB, beside other work. "
        f"The limits of a file are {recorded['seconds']:.0f} s of computing and {recorded['megabytes']:,} MB of memory "
        "beyond that of the process."
    )


def _row(kind: str, found: Mapping[str, Any]) -> list[str]:
    ends = dict(found["ends"])
    read, faults = ends.pop("read", 0), ends.pop("fault", 0)
    figures = (f"{found['seconds']:.1f} s", f"{found['megabytes']:,} MB", found["date"])
    return [kind, f"{found['files']:,}", f"{read:,}", _reasons(ends), f"{faults:,}", *figures]


def _reasons(ends: Mapping[str, int]) -> str:
    """The most frequent refusals by their names, and the number of all others."""
    ordered = sorted(ends.items(), key=lambda end: -end[1])
    words = [f"{count:,} `{name}`" for name, count in ordered[:_NAMED]]
    rest = sum(count for _, count in ordered[_NAMED:])
    return ", ".join([*words, f"{rest:,} others"] if rest else words)
