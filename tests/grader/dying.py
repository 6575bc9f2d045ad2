"""Runs a command in a child that is killed at one of the changes that it makes to a file or to the gradebook."""

from __future__ import annotations

import os
import pathlib
import shutil
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy.event
import sqlalchemy.orm
from hypothesis import note

from grader.course import Course, open_course

KILLED = 9
SHARES = 1_000

Command = Callable[[Course], object]


def run(command: Command, course: Course, share: int | None) -> bool:
    """Run a command on a course, in a child that is killed at a share of its changes if one is given; whether it came
    to its end.

    The changes are counted first, on a copy of the course. `share`: of `SHARES`; None for not at all.
    """
    if share is None:
        command(course)
        return True
    with tempfile.TemporaryDirectory(prefix="counted-") as folder:
        copy = open_course(Path(shutil.copytree(course.root, Path(folder) / "course")))
        count = _forked(command, copy, None)
    moment = 1 + share * count // SHARES
    note(f"  killed at {moment} of {count}")
    return _forked(command, course, moment) != KILLED


def _forked(command: Command, course: Course, moment: int | None) -> int:
    """The exit status of a child that dies at a moment, or, without one, the number of moments."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        code = 3
        try:
            moments = _dying_at(moment)
            command(course)
            os.write(writes, str(moments[0]).encode())
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writes)
    with open(reads, encoding="ascii") as pipe:
        told = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED), "the command failed"
    return int(told) if moment is None else code


def _dying_at(last: int | None) -> list[int]:
    """Make this process end, as if it were killed, at the so-manieth change. The list counts them."""
    count = [0]

    def moment() -> bool:
        count[0] += 1
        return count[0] == last

    def before(name: str) -> None:
        usual = getattr(os, name)

        def dying(*args: Any, **kwargs: Any) -> Any:
            if moment():
                os._exit(KILLED)
            return usual(*args, **kwargs)

        setattr(os, name, dying)

    def halfway(name: str) -> None:
        usual = getattr(pathlib.Path, name)

        def half(path: Path, content: Any, *args: Any, **kwargs: Any) -> int:
            if moment():
                usual(path, content[: len(content) // 2], *args, **kwargs)
                os._exit(KILLED)
            written: int = usual(path, content, *args, **kwargs)
            return written

        setattr(pathlib.Path, name, half)

    for name in ("replace", "rename", "unlink", "remove", "mkdir", "rmdir", "link"):
        before(name)
    for name in ("write_text", "write_bytes"):
        halfway(name)
    for event in ("before_commit", "after_commit", "after_flush"):
        sqlalchemy.event.listen(
            sqlalchemy.orm.Session, event, lambda *_: os._exit(KILLED) if moment() else None
        )
    return count
