"""Streamlit asks nobody outside for this computer's address.

A browser that comes by a name which Streamlit does not know makes it ask a public service for the external address of
the computer, to compare the two. A room of phones may come by such a name, and nothing here may leave the computer.
"""

from __future__ import annotations

from streamlit import net_util


def ask_nobody_outside() -> None:
    """From now on the external address is unknown; whoever comes by another name is let in by configuration alone."""
    net_util.get_external_ip = _unknown


def _unknown() -> None:
    return None
