"""Brings the tables of a database to those of this version, step by step as `migrations` has them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).parent / "migrations"


def configured(connection: Connection | None = None) -> Config:
    """Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "step_%%(rev)s")
    config.attributes["connection"] = connection
    return config


@cache
def head() -> str:
    """The name of the last step."""
    return str(ScriptDirectory.from_config(configured()).get_current_head())


def at_head(connection: Connection) -> bool:
    """Whether the tables are those of this version."""
    return MigrationContext.configure(connection).get_current_revision() == head()


def upgrade(connection: Connection) -> None:
    """Take every step that is missing, in the transaction of the connection."""
    command.upgrade(configured(connection), "head")


def downgrade(connection: Connection, to: str) -> None:
    """Go back to a step; `base` is the empty database."""
    command.downgrade(configured(connection), to)
