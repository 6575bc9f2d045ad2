"""Damaged cells of the exercise are told by `gaussfit doctor`, at build and at grade; an instructor's own are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from grader.classroom.grade import Options, grade_class
from grader.classroom.init import rebuild
from grader.classroom.soundness import Soundness, soundness
from grader.course import Course
from grader.errors import CourseError


def edit(path: Path, change: Callable[[NotebookNode], object]) -> None:
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def named(notebook: NotebookNode, grade_id: str) -> Any:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def test_a_new_course_is_sound_and_own_cells_keep_it_so(course: Course) -> None:
    assert soundness(course) == Soundness()
    edit(course.source_path, lambda n: n.cells.append(nbformat.v4.new_markdown_cell("A word of my own.")))
    rebuild(course)
    assert soundness(course) == Soundness()


def test_an_edited_locked_cell_is_told_by_doctor_build_and_grade(course: Course) -> None:
    edit(course.source_path, lambda n: named(n, "setup").update(source="import math"))
    first, stale = soundness(course).remarks
    assert "the locked cell 'setup' was edited" in first
    assert "run it" in stale
    built, _ = rebuild(course)
    assert built.told == ("kept your edit of 'setup', which the exercise locks",)
    source, release = soundness(course).remarks
    assert str(course.source_path) in source
    assert release == f"{course.release_path}: the locked cell 'setup' was edited."
    assert any("the locked cell 'setup' was edited" in each for each in told_at_grade(course))


def test_a_locked_cell_that_is_gone_is_told_everywhere(course: Course) -> None:
    edit(course.source_path, lambda n: n.cells.remove(named(n, "setup")))
    assert "the locked cell 'setup' is missing" in soundness(course).remarks[0]
    built, _ = rebuild(course)
    assert built.told == ("left out 'setup', which the exercise locks and you deleted",)
    assert any("the locked cell 'setup' is missing" in each for each in told_at_grade(course))


def test_a_question_that_is_gone_is_a_fault_of_source_and_release(course: Course) -> None:
    for path in (course.source_path, course.release_path):
        edit(path, lambda n: n.cells.remove(named(n, "test_residuals")))
    source, release = soundness(course).faults
    assert "solutions" in source
    assert "the check cell 'test_residuals' is missing" in source
    assert "assignments" in release
    assert "the check cell 'test_residuals' is missing" in release
    with pytest.raises(CourseError, match="the check cell 'test_residuals' is missing"):
        told_at_grade(course)


def test_a_release_that_was_changed_by_hand_is_told_by_doctor_and_grade(course: Course) -> None:
    edit(course.release_path, lambda n: n.cells[0].update(source="# Changed by hand"))
    assert "it was changed by hand since it was built" in soundness(course).remarks[0]
    assert any("it was changed by hand since it was built" in each for each in told_at_grade(course))


def told_at_grade(course: Course) -> list[str]:
    path = course.submission_path("amy")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"no notebook")
    told: list[str] = []
    grade_class(course, Options(), tell=told.append)
    return told
