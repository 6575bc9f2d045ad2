from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from grader.course import Course
from grader.gradebook.store import (
    fingerprint,
    forget_result,
    read_previous,
    read_saved,
    save_result,
    saved_result,
    write_atomically,
)


def graded(course: Course, student: str, digest: str) -> None:
    save_result(course, student, digest, {"student": student, "score": 1.5})
    course.autograded_path(student).parent.mkdir(parents=True)
    course.autograded_path(student).write_text("{}")


def test_an_unchanged_submission_has_its_result(course: Course) -> None:
    graded(course, "s1", "abc")
    assert saved_result(course, "s1", "abc") == {"student": "s1", "score": 1.5}


def test_a_changed_submission_has_none(course: Course) -> None:
    graded(course, "s1", "abc")
    assert saved_result(course, "s1", "abd") is None


def test_a_result_without_its_autograded_notebook_does_not_count(course: Course) -> None:
    save_result(course, "s1", "abc", {"student": "s1"})
    assert saved_result(course, "s1", "abc") is None


def test_a_forgotten_result_is_gone_and_forgetting_twice_is_no_error(course: Course) -> None:
    graded(course, "s1", "abc")
    forget_result(course, "s1")
    forget_result(course, "s1")
    assert read_saved(course, "s1") is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"result": 1}', "3"])
def test_a_damaged_result_file_counts_as_none(course: Course, text: str) -> None:
    course.results.mkdir(parents=True)
    (course.results / "s1.json").write_text(text)
    assert read_saved(course, "s1") is None


def test_the_fingerprint_follows_file_time_and_context() -> None:
    seen = {fingerprint(b"one", "", "c"), fingerprint(b"two", "", "c"), fingerprint(b"one", "", "d")}
    seen.add(fingerprint(b"one", "2026-11-01T10:00:00+00:00", "c"))
    assert len(seen) == 4


def test_a_write_that_fails_leaves_the_old_file_and_no_debris(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "marks.json"
    write_atomically(path, "old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, json.dumps({"new": 1}))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_result_of_the_file_before_is_kept_when_a_student_resubmits(course: Course) -> None:
    graded(course, "s1", "old-a")
    forget_result(course, "s1", "new-a")
    assert read_saved(course, "s1") is None
    previous = read_previous(course, "s1")
    assert previous is not None
    assert previous["result"]["score"] == 1.5


def test_grading_the_same_file_again_keeps_the_previous_submission(course: Course) -> None:
    graded(course, "s1", "old-a")
    forget_result(course, "s1", "new-a")
    save_result(course, "s1", "new-a", {"student": "s1", "score": 3.0})
    forget_result(course, "s1", "new-b")
    previous = read_previous(course, "s1")
    assert previous is not None
    assert previous["result"]["score"] == 1.5
