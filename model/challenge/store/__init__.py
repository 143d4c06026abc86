"""What a challenge remembers: teams, submissions, scores, jury points, codes, and who did what.

    upload -> files (named by hash) -> entries.accept -> queue.take -> queue.finish -> scores -> backup, export

`store.open_store` opens it: a SQLite file, or the PostgreSQL database of `TEN_OPINIONS_DATABASE_URL`. The store knows
slugs and numbers; definitions, pages and algorithms are above it. Nothing is imported here, so that only what opens
a store imports SQLAlchemy.
"""
