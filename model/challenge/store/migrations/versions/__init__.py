"""One file a step. `alembic.command.revision` with `migration.configured` drafts the next one."""
