"""An empty database becomes a gradebook of nbgrader's: its tables, and the revision that they are of."""

from __future__ import annotations

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
