"""Write values into the address of the page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def write_address(values: Mapping[str, str]) -> None:
    """Set parameters of the address; unchanged ones are not written, so no run is started for them."""
    for name, value in values.items():
        if st.query_params.get(name) != value:
            st.query_params[name] = value
