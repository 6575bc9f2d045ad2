"""One grader at a time, where a gradebook is shared by several."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import sqlalchemy

from grader.course import STATE, Course

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


@contextmanager
def filing_alone(course: Course) -> Iterator[None]:
    """Keep other graders of this course (`grade`, `watch`) from filing for the block; waits until they are done.

    The lock is on a file, and ends with its process. Where the file system has none, nobody is kept out.
    """
    with ExitStack() as stack:
        with suppress(OSError, ImportError):
            import fcntl  # Windows has none

            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(course.root / STATE / "filing.lock", flags, 0o666)
            stack.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
