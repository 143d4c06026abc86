"""The recorded load tests."""

from __future__ import annotations

import json
from typing import Any

from model.documents.markdown import table
from model.settings import ASSETS

RECORD = ASSETS / "load.json"
KINDS = {"phones": "phones, a vote", "readers": "readers, a page", "examiners": "visitors with photos, an answer"}
"""What a visitor of each kind waits for at an event."""


def load_table() -> str:
    """Right answers, seconds and memory of the recorded load tests."""
    runs = json.loads(RECORD.read_text(encoding="utf-8"))
    heads = ["visitors", "algorithm", "photos each", "right", "wrong", "errors", "median", "95th percentile"]
    heads += ["answers a second", "processor an answer"]
    rows = [_row(runs[name]) for name in ("patient", "impatient")]
    grown = runs["memory"]
    return (
        f"{table([*heads, 'memory before, at peak, after'], rows)}\n\n{grown['photos']:,} photos, after a warm-up of "
        f"{grown['warm_up']:,}, made one process grow by {grown['growth_mb']:,} MB."
    )


def _row(run: dict[str, Any]) -> list[str]:
    memory = ", ".join(f"{run[f'memory_{when}_mb']:,} MB" for when in ("before", "peak", "after"))
    visitors = f"{run['visitors']}, {'impatient' if run['impatient'] else 'patient'}"
    counts = [str(count) for count in (run["photos"], run["right"], run["wrong"], run["errors"] + run["log_errors"])]
    waits = [f"{run['median_s']:.1f} s", f"{run['p95_s']:.1f} s", f"{run['answers_a_second']:.1f}"]
    return [visitors, f"`{run['algorithm']}`", *counts, *waits, f"{run['app_processor_s']:.2f} s", memory]


def event_table() -> str:
    """Waits and complaints of each kind of visitor at the recorded event."""
    held = json.loads(RECORD.read_text(encoding="utf-8"))["event"]
    rows = [[words, *_waits(held[kind])] for kind, words in KINDS.items()]
    memory = ", ".join(f"{held[f'memory_{when}_mb']:,} MB" for when in ("before", "peak", "at_end", "after"))
    return (
        f"{held['visitors']} visitors, {held['minutes']:g} minutes, {held['cores']} cores. Memory before, at peak, at "
        f"the end and after: {memory}.\n\n"
        f"{table(['visitors', 'waits', 'median', '95th percentile', 'complaints'], rows)}"
    )


def _waits(part: dict[str, Any]) -> list[str]:
    return [f"{part['waits']:,}", f"{part['median_s']:.1f} s", f"{part['p95_s']:.1f} s", str(part["complaints"])]
