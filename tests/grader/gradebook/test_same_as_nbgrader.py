"""nbgrader stays the authority: `gaussfit grade` leaves the same tables and files as plain `nbgrader autograde`."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

VOLATILE = {"id", "timestamp"}  # random keys, and the time at which a row was made


def tables(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows, with foreign keys resolved to what they point at, in a stable order."""
    with sqlite3.connect(db) as connection:
        names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        raw = {name: connection.execute(f"select * from {name}") for name in names}
        columns = {name: [column[0] for column in rows.description] for name, rows in raw.items()}
        content = {name: rows.fetchall() for name, rows in raw.items()}
    connection.close()
    ids: dict[str, str] = {}
    for name in names:
        for row in content[name]:
            told = dict(zip(columns[name], row, strict=True))
            if "id" in told:
                ids[told["id"]] = f"{name}:{told.get('name', told['id'] if name == 'student' else '')}"
    return {
        name: sorted(
            (
                tuple(
                    ids.get(value, value) if isinstance(value, str) else value
                    for column, value in zip(columns[name], row, strict=True)
                    if column not in VOLATILE
                )
                for row in content[name]
            ),
            key=repr,
        )
        for name in names
    }


def test_tables_and_files_are_the_same(graded: Any, run_in: Callable[..., Any], tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(graded.course.root, root)
    shutil.rmtree(root / "autograded")
    (root / "gradebook.db").unlink()
    # nbgrader passes over a student without a file before our code sees it, and reads `[1] *` as a pattern.
    for left_out in ("no-file", "half [1] *"):
        shutil.rmtree(root / "submitted" / left_out)
    run_in(root, "gaussfit", "build")
    run_in(root, "nbgrader", "autograde", graded.course.assignment)
    ours, plain = tables(graded.course.root / "gradebook.db"), tables(root / "gradebook.db")
    assert ours.keys() == plain.keys()
    for name in ours:
        assert set(plain[name]) <= set(ours[name]), name
    for path in sorted((root / "autograded").rglob("*")):
        if path.is_file():
            other = graded.course.root / path.relative_to(root)
            assert path.read_bytes() == other.read_bytes(), path
            assert path.stat().st_mode == other.stat().st_mode


def test_nbgrader_makes_the_same_release(course: Any, run_in: Callable[..., Any]) -> None:
    """But for the digest by which `gaussfit build` knows what it wrote."""
    before = json.loads(course.release_path.read_text(encoding="utf-8"))
    del before["metadata"]["gaussfit"]
    course.release_path.unlink()
    run_in(course.root, "nbgrader", "generate_assignment", course.assignment, "--force")
    assert json.loads(course.release_path.read_text(encoding="utf-8")) == before
