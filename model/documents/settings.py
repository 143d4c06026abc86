"""The settings of the app."""

from __future__ import annotations

from model.documents.markdown import table
from model.settings import variable_name, variables


def settings_table() -> str:
    """Every environment variable with its meaning and its default."""
    rows = [[f"`{variable_name(name)}`", variable.meaning, variable.default] for name, variable in variables().items()]
    return table(["variable", "meaning", "default"], rows)
