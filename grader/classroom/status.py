"""How a course stands: who has submitted, who is graded, who was rejected, and what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from grader.classroom.grade import Options, current_digests
from grader.course import Course
from grader.export.marks import Mark, read_marks
from grader.gradebook.config import load_config
from grader.gradebook.reading import reading
from grader.gradebook.store import of_file, read_saved

State = Literal["missing", "submitted", "graded", "rejected"]
Changed = Literal["", "submission", "checks"]


@dataclass(frozen=True)
class Standing:
    """One student: what there is of them, and whether `gaussfit grade` would grade them again."""

    student: str
    state: State
    changed: Changed = ""
    """What changed since the marks were made: the submission, or else the checks or how they are run."""
    score: float | None = None
    """The points that count in the gradebook, late penalty taken off; None without marks."""
    submitted_at: str | None = None
    """From nbgrader's timestamp.txt, in UTC."""
    late: bool = False
    reason: str | None = None
    """Why the file was rejected."""


@dataclass(frozen=True)
class Status:
    """The course as a whole; dates in UTC, ISO 8601."""

    assignment: str
    release_date: str | None
    due_date: str | None
    max_score: float
    students: tuple[Standing, ...]

    def count(self, state: State) -> int:
        """How many students are in that state."""
        return sum(standing.state == state for standing in self.students)

    @property
    def changed(self) -> int:
        """How many would be graded again."""
        return sum(bool(standing.changed) for standing in self.students)


def course_status(course: Course) -> Status:
    """The status of a course, read from its folder and its gradebook; nothing is changed.

    Raises:
        CourseError: the release, the configuration or the gradebook cannot be used.
    """
    marks, max_score = read_marks(course)
    with reading(course) as gradebook:
        enrolled = {str(student.id) for student in gradebook.students}
        due = gradebook.find_assignment(course.assignment).duedate
    digests = dict(current_digests(course, Options()))
    students = sorted(enrolled | digests.keys())
    return Status(
        assignment=course.assignment,
        release_date=load_config(course).Gaussfit.get("release_date"),
        due_date=None if due is None else due.replace(tzinfo=UTC).isoformat(timespec="minutes"),
        max_score=max_score,
        students=tuple(_standing(course, student, digests, marks, due) for student in students),
    )


def status_to_json(status: Status) -> dict[str, Any]:
    """The object of `gaussfit status --json`."""
    return {
        "schema": 1,
        **asdict(status),
        "students": [*map(asdict, status.students)],
    }


def _standing(
    course: Course,
    student: str,
    digests: Mapping[str, str],
    marks: Mapping[str, Mark],
    due: datetime | None,
) -> Standing:
    score = marks[student].score if student in marks else None
    if student not in digests:
        return Standing(student, "missing", score=score)
    submitted_at = _timestamp(course.submission_path(student).with_name("timestamp.txt"))
    late = due is not None and submitted_at is not None and submitted_at > due
    state: State = "submitted"
    changed: Changed = ""
    reason = None
    saved = read_saved(course, student)
    if student in marks:
        state = "graded"
        if saved is not None:  # else nbgrader's own command graded it, which leaves no trace of what it saw
            state = "rejected" if saved["result"]["status"] == "rejected" else "graded"
            reason = saved["result"]["reason"]
            changed = _changed(saved["fingerprint"], digests[student])
    at = None if submitted_at is None else submitted_at.replace(tzinfo=UTC).isoformat(timespec="seconds")
    return Standing(student, state, changed, score, at, late, reason)


def _changed(then: str, now: str) -> Changed:
    if then == now:
        return ""
    return "submission" if of_file(then) != of_file(now) else "checks"


def _timestamp(path: Path) -> datetime | None:
    """The time in nbgrader's timestamp.txt, UTC without saying so as nbgrader keeps it; None without such a file."""
    from nbgrader.utils import parse_utc

    try:
        moment: datetime = parse_utc(path.read_text(encoding="utf-8").strip())
    except (OSError, ValueError, OverflowError):
        return None  # a student may have made this file: what cannot be read as a time tells nothing
    return moment
