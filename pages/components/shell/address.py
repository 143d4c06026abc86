"""Write values into the address of the page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def write_address(values: Mapping[str, str]) -> None:
    """Set parameters of the address and remove empty ones; writing an unchanged one would start a run."""
    for name, value in values.items():
        if not value:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != value:
            st.query_params[name] = value
