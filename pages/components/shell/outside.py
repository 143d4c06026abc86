"""Stop Streamlit from asking a public service for this computer's external address.

Streamlit does so when a browser uses a host name that it does not know, in order to compare the two. The phones of a
room may use such a name, and no request may leave the computer.
"""

from __future__ import annotations

from streamlit import net_util


def ask_nobody_outside() -> None:
    """Make the external address unknown; other host names are then allowed by configuration only."""
    net_util.get_external_ip = _unknown


def _unknown() -> None:
    return None
