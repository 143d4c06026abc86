"""The recorded cost of an answer: maps, jury, cold start and another run of every page."""

from __future__ import annotations

import json
from typing import Any

from model.documents.markdown import table
from model.settings import ASSETS

RECORD = ASSETS / "bench.json"


def _record() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def map_cost_table() -> str:
    """The ratios of every convolutional algorithm."""
    names = ("one_pass_ratio", "library_ratio")
    rows = [[f"`{slug}`", *(f"{cost[name]:.2f}" for name in names)] for slug, cost in _record()["maps"].items()]
    return table(["algorithm", *(f"`{name}`" for name in names)], rows)


def app_table() -> str:
    """Waits at a cold start, of all opinions, and for another run of every page."""
    record = _record()
    app, jury = record["app"], record["jury"]
    slowest = max(app["rerun_ms"], key=app["rerun_ms"].get)
    rows = [
        ["import of what reads a photo", f"{app['import_s']:.1f} s"],
        ["cold start to the first page", f"{app['first_page_s']:.1f} s"],
        [f"cold start to the first answer, `{app['algorithm']}`", f"{app['first_answer_s']:.1f} s"],
        [f"slowest of {len(app['rerun_ms'])} pages, another run (`{slowest}`)", f"{app['rerun_ms'][slowest]} ms"],
        [f"answers of all {jury['algorithms']} algorithms on one photo", f"{jury['answers_s']:.2f} s"],
        ["the same, divided by the sum of the single times", f"{jury['answers_ratio']:.2f}"],
        ["memory of the app after all pages", f"{app['memory_mb']:,} MB"],
    ]
    measured = f"Measured on {record['date']}, {app['cores']} cores; threads for one answer: {app['threads']}."
    return f"{measured}\n\n{table(['what', 'figure'], rows)}"
