"""The answers of a submitted model, and the times that the organiser has set for a phase."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table("submissions") as table:
        table.add_column(sa.Column("answers", sa.String(length=64), nullable=True))
    op.create_table(
        "phase_times",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge", sa.String(length=80), nullable=False),
        sa.Column("phase", sa.String(length=80), nullable=False),
        sa.Column("opens", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_phase_times"),
    )
    op.create_index("ix_phase_times_challenge", "phase_times", ["challenge"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("phase_times")
    with op.batch_alter_table("submissions") as table:
        table.drop_column("answers")
