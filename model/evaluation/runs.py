"""The JSON file beside a prediction table, with the records of the run that wrote the table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from model.evaluation.sets import HOME


def read_run(folder: Path, name: str, slug: str) -> dict[str, Any]:
    """Fields of `<set>/<slug>.json` in a folder; empty if the file is missing or cannot be read."""
    try:
        fields = json.loads((folder / name / f"{slug}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return fields if isinstance(fields, dict) else {}


def seconds_per_image(folder: Path, slug: str) -> float | None:
    """Seconds for one photo, measured in the run on day 2; None if unknown."""
    seconds = read_run(folder, HOME, slug).get("seconds_per_image")
    return float(seconds) if isinstance(seconds, int | float) else None
