"""The secret that hidden inputs come from is kept, and never one that could be guessed."""

from __future__ import annotations

import stat

import pytest

from grader.course import Course
from grader.errors import CourseError
from grader.seed import course_seed


def test_a_seed_that_is_lost_is_not_replaced_in_silence_once_marks_stand(course: Course) -> None:
    seed = course_seed(course)
    (course.root / ".gaussfit" / "seed").unlink()
    assert course_seed(course) != seed, "nothing hangs on it yet"
    (course.root / ".gaussfit" / "seed").unlink()
    course.results.mkdir(parents=True)
    (course.results / "amy.json").write_text("{}")
    with pytest.raises(CourseError, match="is missing, and marks stand that were made with it: put it back"):
        course_seed(course)


def test_the_seed_is_secret_stable_and_the_courses_own(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GAUSSFIT_SEED", raising=False)
    path = course.root / ".gaussfit" / "seed"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert course_seed(course) == course_seed(course) == path.read_text().strip()
    path.unlink()
    assert course_seed(course) == path.read_text().strip()
    assert len(course_seed(course)) == 64


def test_the_environment_overrides_the_seed(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAUSSFIT_SEED", "from-ci-and-secret")
    assert course_seed(course) == course_seed(None) == "from-ci-and-secret"


def test_a_short_seed_is_refused(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GAUSSFIT_SEED", raising=False)
    (course.root / ".gaussfit" / "seed").write_text("1\n")
    with pytest.raises(CourseError, match="too short to be secret"):
        course_seed(course)


def test_a_seed_of_the_environment_has_the_rule_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAUSSFIT_SEED", "guessable")
    with pytest.raises(CourseError, match="GAUSSFIT_SEED is too short to be secret: give it 16 characters"):
        course_seed(None)
