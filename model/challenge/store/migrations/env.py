"""What Alembic runs for every command: the steps on the connection that `migration.configured` hands over."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from model.challenge.store.tables import Team


def _plain(kind: str, item: object, _: object) -> str | Literal[False]:
    """Write a new step with the types of databases, so that it never changes with ours."""
    return f"sa.{item.impl_instance!r}" if isinstance(item, TypeDecorator) else False


context.configure(connection=context.config.attributes["connection"], target_metadata=Team.metadata, render_item=_plain)
with context.begin_transaction():
    context.run_migrations()
