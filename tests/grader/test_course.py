from __future__ import annotations

from pathlib import Path

import pytest

from grader.classroom.init import make_course
from grader.course import Course, course_at, open_course
from grader.errors import CourseError, UsageError


def test_a_missing_folder_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere is not a folder: make a course with `gaussfit init"):
        open_course(tmp_path / "nowhere")


def test_a_folder_without_configuration_is_no_course(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no nbgrader_config.py, so it is no course"):
        open_course(tmp_path)


def test_an_unknown_assignment_is_named(course: Course) -> None:
    with pytest.raises(UsageError, match=r"no assignment 'ps1'; this course has 'line-fit'"):
        open_course(course.root, "ps1")


def test_a_course_is_not_made_twice(course: Course) -> None:
    before = (course.root / "nbgrader_config.py").read_text()
    with pytest.raises(UsageError, match="is a course already; it was left as it is"):
        make_course(course.root)
    assert (course.root / "nbgrader_config.py").read_text() == before


def test_settings_that_an_instructor_wrote_are_not_overwritten(tmp_path: Path) -> None:
    written = '# mine\n[exercise]\nname = "gaussian-density"\n'
    (tmp_path / "gaussfit.toml").write_text(written)
    with pytest.raises(UsageError, match=r"gaussfit\.toml is there already: name the exercise in it"):
        make_course(tmp_path, exercise="gaussian-density")
    make_course(tmp_path)
    assert (tmp_path / "gaussfit.toml").read_text() == written


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("[exercise", "cannot be read"),
        ("exercise = 3", r"line 1: exercise must be a section, \[exercise\]"),
        ("[exercise]\nname = 3", 'line 2: the exercise must be named as text, name = "…"; it is 3'),
    ],
)
def test_settings_that_cannot_be_used_are_named(course: Course, settings: str, sentence: str) -> None:
    (course.root / "gaussfit.toml").write_text(settings)
    with pytest.raises(CourseError, match=sentence):
        open_course(course.root)


def test_without_settings_the_default_exercise_is_taught(course: Course) -> None:
    (course.root / "gaussfit.toml").unlink()
    assert open_course(course.root).assignment == "gaussian-density"


def test_nbgrader_may_have_its_configuration_from_elsewhere(course: Course) -> None:
    (course.root / "nbgrader_config.py").unlink()
    assert course_at(course.root) == course


def test_ids_that_differ_in_capitals_or_form_alone_stand_together(course: Course) -> None:
    for name in ("Ann", "ann", "Zoe\u0308", "Zo\u00eb", "bob"):
        course.submission_path(name).parent.mkdir(parents=True)
    assert course.submitters().doubles == (("Ann", "ann"), ("Zoe\u0308", "Zo\u00eb"))


def test_a_course_cannot_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        make_course(tmp_path / "file")


def test_students_are_those_with_a_folder_for_the_assignment(course: Course) -> None:
    for name in ("s2", "s1", "Zoë Å"):
        course.submission_path(name).parent.mkdir(parents=True)
    (course.root / "submitted" / "s3" / "other").mkdir(parents=True)
    assert course.students() == course.submitters().students == ("Zoë Å", "s1", "s2")
