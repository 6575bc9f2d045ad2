"""What `gaussfit grade` would change: marks are made and compared with those that stand, and nothing is filed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.classroom.grade import Options, wanted_students
from grader.classroom.pending import Seen, Unreadable, pending
from grader.course import Course
from grader.gradebook.filed import in_gradebook
from grader.gradebook.known_as import known_as
from grader.gradebook.store import read_saved
from grader.marking.jobs import Job, Settings
from grader.marking.pool import mark_all
from grader.reading import course_release
from grader.results import SubmissionObject, submission_to_json
from grader.seed import course_seed


@dataclass(frozen=True)
class Difference:
    """One student whose marks would be others."""

    student: str
    before: float | None
    """None where no mark stands."""
    after: float | None
    """None where the grader itself fails."""
    because: tuple[str, ...]
    """Check by check: what it gave before and would give now."""


@dataclass(frozen=True)
class Preview:
    """What a run would do."""

    differences: tuple[Difference, ...]
    same: int
    """Who would be marked again, with the same marks."""
    untouched: int
    """Who would not be marked again."""


def preview(course: Course, options: Options) -> Preview:
    """Mark what `gaussfit grade` would mark, and compare. Neither the gradebook nor a file of the course is written.

    Raises as `grader.classroom.grade.grade_class` does.
    """
    students = wanted_students(course, options)
    settings = Settings(
        course_release(course),
        course_seed(course),
        options.sandbox,
        options.limits or course.limits,
        known_as=known_as(course),
    )
    found = list(pending(course, students, settings, options.force, in_gradebook(course), Seen()))
    jobs = [each for each in found if isinstance(each, Job)]
    now: dict[str, SubmissionObject] = {
        each.result["student"]: each.result for each in found if isinstance(each, Unreadable)
    }
    if jobs:
        with contextlib.closing(mark_all(jobs, settings, max(1, min(options.jobs, len(jobs))))) as marks:
            now.update((job.student, submission_to_json(marked.result)) for job, marked in marks)
    differences = [_difference(course, student, now[student]) for student in sorted(now)]
    changed = tuple(each for each in differences if each is not None)
    return Preview(changed, len(differences) - len(changed), len(found) - len(now))


def _difference(course: Course, student: str, now: SubmissionObject) -> Difference | None:
    saved = read_saved(course, student)
    before = None if saved is None else saved["result"]
    if before is None:
        return Difference(student, None, now["score"], (now["reason"] or "not graded before",))
    because = tuple(_because(before, now))
    if not because and before["score"] == now["score"]:
        return None
    return Difference(student, before["score"], now["score"], because)


def _because(before: SubmissionObject, now: SubmissionObject) -> Iterator[str]:
    if before["status"] != now["status"]:
        yield f"{before['status']} then, {now['status']} now" + (
            f": {now['reason']}" if now["reason"] else ""
        )
    then, there = _points(before), _points(now)
    for key in dict.fromkeys((*then, *there)):
        if then.get(key) != there.get(key):
            question, title = key
            yield f"{question}, “{title}”: {_shown(then.get(key))} then, {_shown(there.get(key))} now"


def _points(result: SubmissionObject) -> Mapping[tuple[str, str], float]:
    """By question and title of the check."""
    return {(q["id"], check["title"]): check["points"] for q in result["questions"] for check in q["checks"]}


def _shown(points: float | None) -> str:
    return "not there" if points is None else f"{points:g}"


def lines(found: Preview) -> Sequence[str]:
    """The preview, for people."""
    told = []
    for each in found.differences:
        marks = f"{_mark(each.before)} -> {_mark(each.after)}"
        told += [f"{each.student}: {marks}", *(f"    {reason}" for reason in each.because)]
    return [
        *told,
        f"{len(found.differences)} would have other marks, {found.same} the same again, {found.untouched} are up to "
        "date. Nothing was filed.",
    ]


def _mark(score: float | None) -> str:
    return "no mark" if score is None else f"{score:g}"
