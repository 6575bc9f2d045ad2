"""`gaussfit.toml`: what an instructor may set, and what a fault in it is told as."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.answers import Limits
from grader.classroom.grade import Options, grade_class
from grader.course import Course, open_course
from grader.errors import CourseError
from grader.loading import load_exercise
from grader.settings import SETTINGS_NAME, CourseSettings, read_settings, settings_text
from tests.standins.toy import settings


def read(folder: Path, text: str) -> CourseSettings:
    (folder / SETTINGS_NAME).write_text(text, encoding="utf-8")
    return read_settings(folder)


def test_a_new_courses_settings_say_the_defaults(tmp_path: Path) -> None:
    assert read(tmp_path, settings_text(load_exercise())) == CourseSettings("gaussian-density")


def test_a_missing_file_and_an_empty_one_mean_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == CourseSettings()
    assert read(tmp_path, "") == CourseSettings()


def test_what_is_set_counts_and_the_rest_keeps_its_default(tmp_path: Path) -> None:
    assert read(tmp_path, "[limits]\ncell = 60\ncall = 2.5\n").limits == Limits(
        cell_seconds=60, call_seconds=2.5
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[limits]\ncells = 30", "line 2: there is no setting 'cells' under [limits]: is 'cell' meant?"),
        ("[limit]\ncell = 30", "line 1: there is no section [limit]: is 'limits' meant?"),
        (
            "\n[limits]\nwhen = 1",
            "line 3: there is no setting 'when' under [limits]: known are cell, call, submission",
        ),
        ("[limits]\ncell = 0", "line 2: cell must be 1 to 3600 seconds; it is 0"),
        ("[limits]\ncall = -1", "line 2: call must be 0.1 to 600 seconds; it is -1"),
        ("[limits]\ncell = nan", "line 2: cell must be 1 to 3600 seconds; it is nan"),
        ("[limits]\ncell = inf", "line 2: cell must be 1 to 3600 seconds; it is inf"),
        ("[limits]\ncell = true", "line 2: cell must be 1 to 3600 seconds; it is True"),
        ('[limits]\ncell = "30"', "line 2: cell must be 1 to 3600 seconds; it is '30'"),
        ("[limits]\ncell = 200", "line 2: cell has 200 seconds, more than the 120 of the whole submission"),
        (
            "[limits]\nsubmission = 10",
            "line 2: cell has 30 seconds, more than the 10 of the whole submission",
        ),
        ("limits = 30", "line 1: limits must be a section, [limits]"),
        ("[exercise]\nname = 3", "line 2: the exercise must be named as text"),
    ],
)
def test_each_fault_is_a_sentence_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(CourseError) as told:
        read(tmp_path, text)
    assert sentence in str(told.value)
    assert str(told.value).startswith(f"{tmp_path / SETTINGS_NAME} cannot be used: line ")
    assert "?." not in str(told.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as told:
        read(tmp_path, "[limits]\ncell = 0\ncall = 0\n[points]\nx = 1\n")
    assert str(told.value).count("line ") == 3


def test_limits_of_the_course_hold_and_make_marks_stale(
    course: Course, submit: Callable[[str, bytes], Path], compose_bytes: Callable[..., bytes]
) -> None:
    submit("amy", compose_bytes({"fit_line": "import time\ntime.sleep(4)"}))
    (course.root / SETTINGS_NAME).write_text(settings("[limits]\ncell = 1\n"))
    [result] = grade_class(open_course(course.root), Options())["submissions"]
    assert any("time limit" in note for note in result["notes"])
    (course.root / SETTINGS_NAME).write_text(settings("[limits]\ncell = 20\n"))
    [result] = grade_class(open_course(course.root), Options())["submissions"]
    assert result["notes"] == []
