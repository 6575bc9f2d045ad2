"""One grader at a time, where a gradebook is shared by several."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy

SETTING_UP = 0x6761757373
"""PostgreSQL's advisory locks go by a number that their users agree on; this one is ours ("gauss")."""


@contextmanager
def setting_up(db_url: str) -> Iterator[None]:
    """Wait until no other grader is making the tables or the assignment, and keep the others out for the block.

    nbgrader makes what it misses, and two of them at it at once hinder each other. SQLite locks its file by
    itself, so this is for PostgreSQL alone. The lock ends with its connection, so nobody can leave it behind.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the server cannot be reached.
    """
    if sqlalchemy.make_url(db_url).get_backend_name() != "postgresql":
        yield
        return
    engine = sqlalchemy.create_engine(db_url, poolclass=sqlalchemy.NullPool)
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("SELECT pg_advisory_lock(:key)"), {"key": SETTING_UP})
        yield
