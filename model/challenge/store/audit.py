"""The audit log: who did what, and when."""

from __future__ import annotations

from sqlalchemy import select

from model.challenge.store.database import Part
from model.challenge.store.tables import AuditEntry


class Audit(Part):
    """Reads the audit log; each change writes its own entry."""

    def latest(self, number: int = 100) -> list[AuditEntry]:
        """The latest entries, the last one first."""
        with self.database.reading() as session:
            return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(number)))
