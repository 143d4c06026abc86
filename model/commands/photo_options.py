"""Options that all commands share which answer for a photo."""

from __future__ import annotations

import argparse


def add_anyway(parser: argparse.ArgumentParser) -> None:
    """Add the option to insist on an answer."""
    parser.add_argument(
        "--anyway", action="store_true", help="answer also where no lesion is recognised; the answer is then marked"
    )
