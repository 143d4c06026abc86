"""The option `--practice` of commands that state probabilities, and a practice as JSON."""

from __future__ import annotations

import argparse

from model.lesion.diagnosis import DIAGNOSES
from model.lesion.practice import DEFAULT_PRACTICE, EQUAL, Practice, practices


def add_practice(parser: argparse.ArgumentParser, help_text: str, or_equal: bool = True) -> None:
    """Add the option of a practice; with `or_equal`, also `equal`, which leaves probabilities unchanged."""
    known = {**practices(), EQUAL.slug: EQUAL} if or_equal else practices()
    shares = ", ".join(f"{slug} {practice.melanoma * 100:.0f} %%" for slug, practice in known.items())
    parser.add_argument(
        "--practice",
        choices=list(known),
        default=DEFAULT_PRACTICE,
        help=f"{help_text} (default: {DEFAULT_PRACTICE}; share of melanomas: {shares})",
    )


def practice_json(practice: Practice) -> dict[str, object]:
    """A practice as JSON: its name and its frequencies of the diagnoses."""
    return {"slug": practice.slug, "frequencies": dict(zip(map(str, DIAGNOSES), practice.frequencies, strict=True))}
