"""`gaussfit init NEXT --like LAST`: settings, edits and own cells come along; students, marks and the seed do not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from grader.classroom.init import make_course, rebuild
from grader.course import Course, open_course
from grader.errors import UsageError
from grader.seed import course_seed
from grader.settings import SETTINGS_NAME
from tests.standins.toy import FOLDER as TOY
from tests.standins.toy import settings


def test_the_next_term_has_the_lesson_and_the_settings_alone(
    course: Course, submit: Callable[[str, bytes], Path], tmp_path: Path
) -> None:
    notebook = nbformat.read(course.source_path, as_version=4)
    notebook.cells[0].source = "# My own title"
    notebook.cells.append(nbformat.v4.new_markdown_cell("A word of my own."))
    nbformat.write(notebook, course.source_path)
    rebuild(course)
    (course.root / SETTINGS_NAME).write_text(settings("[limits]\ncell = 60\n"))
    submit("amy", b"{}")
    following = make_course(tmp_path / "next", like=course.root)
    assert following.limits.cell_seconds == 60
    released = nbformat.read(following.release_path, as_version=4)
    assert (released.cells[0].source, released.cells[-1].source) == ("# My own title", "A word of my own.")
    assert following.students() == ()
    assert course_seed(following) != course_seed(course)


def test_an_exercise_in_a_folder_is_found_from_the_new_place(tmp_path: Path) -> None:
    last = make_course(tmp_path / "last", exercise=str(TOY))
    relative = os.path.relpath(TOY, last.root)
    (last.root / SETTINGS_NAME).write_text(f'[exercise]\nname = "{relative}"\n')
    following = make_course(tmp_path / "deeper" / "next", like=last.root)
    assert following.exercise.name == open_course(last.root).exercise.name


def test_like_another_and_another_exercise_is_one_too_many(course: Course, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Give --like or --exercise, not both"):
        make_course(tmp_path / "next", exercise=str(TOY), like=course.root)
    with pytest.raises(UsageError, match="is no course"):
        make_course(tmp_path / "next", like=tmp_path)
