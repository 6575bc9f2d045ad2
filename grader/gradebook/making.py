"""An empty database becomes a gradebook of nbgrader's: its tables, and the revision that they are of."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import nbgrader
import sqlalchemy
from alembic.script import ScriptDirectory
from nbgrader.api import Base, Gradebook


def open_gradebook(db_url: str, course_id: str) -> Gradebook:
    """nbgrader's gradebook, made where there is none yet. Raises as `make_tables` does."""
    make_tables(db_url)
    return Gradebook(db_url, course_id)


def make_tables(db_url: str) -> None:
    """Make what `nbgrader.api.Gradebook` makes in an empty database; one that is not empty is left alone.

    nbgrader asks the `alembic` command for the revision: a process more, of seconds, that has to be on the search
    path. Here it is all or nothing, so that no gradebook is left without its revision.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be written.
    """
    _make_file(sqlalchemy.make_url(db_url))
    engine = sqlalchemy.create_engine(db_url, poolclass=sqlalchemy.NullPool)
    with engine.begin() as connection:
        if sqlalchemy.inspect(connection).get_table_names():
            return
        scripts = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic"))
        Base.metadata.create_all(bind=connection)
        connection.execute(sqlalchemy.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(
            sqlalchemy.text("INSERT INTO alembic_version (version_num) VALUES (:revision)"),
            {"revision": scripts.get_current_head()},
        )


def _make_file(url: sqlalchemy.URL) -> None:
    """SQLite makes its file for one user to write, whatever the umask says; an empty one is as good to it."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return
    with contextlib.suppress(OSError):  # it is there already; or cannot be made, which SQLite tells better
        os.close(os.open(url.database, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666))
