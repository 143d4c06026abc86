"""Stop Streamlit from asking a public service for this computer's external address.

Streamlit asks when a browser, such as a phone in a room, uses a host name that it does not know.
"""

from __future__ import annotations

from streamlit import net_util


def ask_nobody_outside() -> None:
    """Make the external address unknown; other host names are then allowed by configuration only."""
    net_util.get_external_ip = lambda: None
