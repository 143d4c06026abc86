"""Find the font files that Streamlit ships."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def font_files(pattern: str) -> list[Path]:
    """Streamlit's font files whose names match a glob pattern, sorted; empty where there are none."""
    spec = importlib.util.find_spec("streamlit")
    if spec is None or spec.origin is None:
        return []
    return sorted((Path(spec.origin).parent / "static" / "static" / "media").glob(pattern))
