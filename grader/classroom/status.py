"""How a course stands: who has submitted, who is graded, who was rejected, and what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from grader.classroom.pending import Current, current
from grader.course import Course, course_seed
from grader.export.marks import Mark, read_marks
from grader.gradebook.config import load_config
from grader.gradebook.reading import reading
from grader.gradebook.store import of_file, read_saved
from grader.marking.pool import Settings
from grader.reading import course_release

State = Literal["missing", "submitted", "graded", "rejected", "error"]
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
    """When it was handed in, in UTC."""
    late: bool = False
    reason: str | None = None
    """Why the file was rejected, or why it cannot be read."""


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
    release = course_release(course)
    now = current(course, Settings(release, course_seed(course)))
    students = sorted(enrolled | now.keys())
    return Status(
        assignment=course.assignment,
        release_date=load_config(course).Gaussfit.get("release_date"),
        due_date=None if due is None else due.replace(tzinfo=UTC).isoformat(timespec="minutes"),
        max_score=max_score,
        students=tuple(_standing(course, student, now.get(student), marks, due) for student in students),
    )


def status_to_json(status: Status) -> dict[str, object]:
    """The object of `gaussfit status --json`."""
    return {
        "schema": 1,
        **asdict(status),
        "students": [*map(asdict, status.students)],
    }


def _standing(
    course: Course, student: str, now: Current | None, marks: Mapping[str, Mark], due: datetime | None
) -> Standing:
    score = marks[student].score if student in marks else None
    if now is None:
        return Standing(student, "missing", score=score)
    at = None if now.when is None else now.when.isoformat(timespec="seconds")
    late = due is not None and now.when is not None and now.when > due.replace(tzinfo=UTC)
    if now.problem is not None:
        return Standing(student, "error", "", score, at, late, now.problem)
    if student not in marks:
        return Standing(student, "submitted", "", score, at, late)
    saved = read_saved(course, student)
    if saved is None:  # nbgrader's own command graded it, which leaves no trace of what it saw
        return Standing(student, "graded", "", score, at, late)
    state: State = "rejected" if saved["result"]["status"] == "rejected" else "graded"
    changed = _changed(saved["fingerprint"], now.digest)
    return Standing(student, state, changed, score, at, late, saved["result"]["reason"])


def _changed(then: str, now: str) -> Changed:
    if then == now:
        return ""
    return "submission" if of_file(then) != of_file(now) else "checks"
