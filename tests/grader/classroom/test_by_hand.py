"""Marks by hand and comments outlive the gradebook; what a person takes out of it stays out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from grader.classroom.grade import Options, grade_class
from grader.classroom.rename import rename
from grader.course import Course
from grader.gradebook.by_hand import by_hand_path

CELL, ANSWER = "test_fit_line", "fit_line"


@contextmanager
def gradebook(course: Course) -> Iterator[Any]:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as opened:
        yield opened
        opened.db.commit()


def grade_of(opened: Any, course: Course, student: str = "s1") -> Any:
    return opened.find_grade(CELL, course.assignment, course.assignment, student)


def given(course: Course, student: str = "s1") -> tuple[float | None, float | None, str | None]:
    with gradebook(course) as opened:
        grade = grade_of(opened, course, student)
        comment = opened.find_comment(ANSWER, course.assignment, course.assignment, student)
        return grade.manual_score, grade.extra_credit, comment.manual_comment


def grade(course: Course) -> list[str]:
    told: list[str] = []
    grade_class(course, Options(), tell=told.append)
    return told


@pytest.fixture
def marked(course: Course, hand_in: Callable[..., Path], marked_again: list[str]) -> Course:
    """Two students; the first has a mark by hand, extra credit and a comment, which a grading has seen."""
    for student in ("s1", "s2"):
        hand_in(student)
    grade(course)
    with gradebook(course) as opened:
        grade_of(opened, course).manual_score = 4.5
        grade_of(opened, course).extra_credit = 1.0
        comment = opened.find_comment(ANSWER, course.assignment, course.assignment, "s1")
        comment.manual_comment = "Nearly – look at <B>."
    assert grade(course) == []
    return course


GIVEN = (4.5, 1.0, "Nearly – look at <B>.")


def test_they_come_back_when_the_gradebook_was_deleted(marked: Course) -> None:
    (marked.root / "gradebook.db").unlink()
    assert "the gradebook had lost marks by hand or comments of s1; they were put back" in grade(marked)
    assert (given(marked), given(marked, "s2")) == (GIVEN, (None, None, None))
    assert grade(marked) == []


def test_they_come_back_when_a_student_was_removed(marked: Course) -> None:
    with gradebook(marked) as opened:
        opened.remove_student("s1")
    grade(marked)
    assert given(marked) == GIVEN


def test_what_was_given_since_is_not_overwritten(marked: Course) -> None:
    (marked.root / "gradebook.db").unlink()
    kept = by_hand_path(marked, "s1")
    text = kept.read_text(encoding="utf-8")
    grade(marked)
    with gradebook(marked) as opened:
        grade_of(opened, marked).manual_score = 2.0
    kept.write_text(text, encoding="utf-8")  # as if the run had been killed before it was written
    grade(marked)
    assert given(marked) == (2.0, *GIVEN[1:])


def test_what_a_person_takes_out_stays_out_and_is_told_once(marked: Course) -> None:
    with gradebook(marked) as opened:
        grade_of(opened, marked).manual_score = None
    assert grade(marked) == [
        "the gradebook no longer has the mark by hand of s1 for test_fit_line, which was 4.5"
    ]
    assert grade(marked) == []
    assert given(marked) == (None, *GIVEN[1:])


def test_they_go_with_a_student_who_gets_another_id(marked: Course) -> None:
    rename(marked, "s1", "s3")
    (marked.root / "gradebook.db").unlink()
    grade(marked)
    assert given(marked, "s3") == GIVEN


def test_a_file_that_cannot_be_read_counts_as_none(marked: Course) -> None:
    by_hand_path(marked, "s1").write_text("{", encoding="utf-8")
    grade(marked)
    (marked.root / "gradebook.db").unlink()
    grade(marked)
    assert given(marked) == GIVEN
