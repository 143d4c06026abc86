"""The recorded load tests."""

from __future__ import annotations

import json
from typing import Any

from model.algorithms.catalogue import DEFAULT_SLUG
from model.documents.markdown import table
from model.settings import ASSETS

RECORD = ASSETS / "load.json"


def load_table() -> str:
    """Right answers, seconds and memory of the recorded load tests."""
    runs = json.loads(RECORD.read_text(encoding="utf-8"))
    heads = ["visitors", "algorithm", "photos each", "right", "wrong", "errors", "median", "95th percentile"]
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
    algorithm = f"`{run.get('algorithm', DEFAULT_SLUG)}`"  # older records asked the default one and do not say so
    return [visitors, algorithm, *counts, f"{run['median_s']:.1f} s", f"{run['p95_s']:.1f} s", memory]
