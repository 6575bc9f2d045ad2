from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.gradebook.making import make_tables


def schema(path: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(path) as database:
        tables = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        return tables + database.execute("SELECT version_num FROM alembic_version").fetchall()


def test_the_tables_are_those_that_nbgrader_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    )  # of its alembic command
    ours, theirs = tmp_path / "ours.db", tmp_path / "theirs.db"
    make_tables(f"sqlite:///{ours}")
    Gradebook(f"sqlite:///{theirs}").close()
    same = [[str(each).replace(";", "") for each in schema(path)] for path in (ours, theirs)]
    assert same[0] == same[1]


def test_a_gradebook_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE student (id VARCHAR)")
    before = path.read_bytes()
    make_tables(f"sqlite:///{path}")
    assert path.read_bytes() == before
