"""Marks by hand and comments, kept beside the gradebook as each run of `gaussfit grade` finds them.

They are a person's work and stand nowhere else: where the gradebook was deleted, or lost a student, they are put back.
A submission's row has a key of its own: while it is the one that was seen, the gradebook is right, and a mark that was
taken out by hand stays out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from nbgrader.api import Assignment, Comment, Grade, Gradebook, SubmittedAssignment

from grader.course import STATE, Course
from grader.errors import GradebookError
from grader.gradebook.by_cell import by_cell
from grader.gradebook.reading import reading
from grader.gradebook.similar import some
from grader.gradebook.store import write_atomically


@dataclass(frozen=True)
class Given:
    """What a person gave at one cell."""

    manual: float | None = None
    extra: float | None = None
    comment: str | None = None
    waits: bool = False
    """Whether nbgrader asks for another look at the mark."""


@dataclass(frozen=True)
class ByHand:
    """All that a person gave one student, by cell; `row` is the key of the submission's row in the gradebook."""

    row: str
    cells: Mapping[str, Given] = field(default_factory=dict)


def keep_by_hand(course: Course) -> tuple[str, ...]:
    """Bring what is kept in line with the gradebook, after what a gradebook lost was put back into it; says of whom.

    Raises:
        CourseError: the course's configuration cannot be used.
        GradebookError: the gradebook cannot be used, or what it has cannot be kept.
    """
    back: list[str] = []
    told: list[str] = []
    with reading(course) as gradebook:
        now = _in_gradebook(gradebook, course.assignment)
        kept = {student: known for student in now if (known := _read(by_hand_path(course, student)))}
        for student, known in kept.items():
            if known.row != now[student].row and known.cells:
                restored = _put_back(gradebook, course.assignment, student, known)
                back.extend([student] if restored else [])
            elif known.row == now[student].row:
                told.extend(_taken_out(student, known, now[student]))
        gradebook.db.commit()
        if back:
            now = _in_gradebook(gradebook, course.assignment)
    for student, given in now.items():
        if given != kept.get(student) and (given.cells or student in kept):
            _write(course, student, given)
    if back:
        told.append(f"the gradebook had lost marks by hand or comments of {some(back)}; they were put back")
    return tuple(told)


def forget_by_hand(course: Course, student: str) -> None:
    """Drop what is kept of a student whose marks are to go."""
    by_hand_path(course, student).unlink(missing_ok=True)


def by_hand_path(course: Course, student: str) -> Path:
    """Where it is kept."""
    return course.root / STATE / "by_hand" / course.assignment / f"{student}.json"


def _in_gradebook(gradebook: Gradebook, assignment: str) -> dict[str, ByHand]:
    """Of everybody with a submission whose id can be a file's name."""
    given = _given(gradebook, assignment)
    return {
        str(student): ByHand(str(row), given.get(str(student), {}))
        for student, row in gradebook.db.query(SubmittedAssignment.student_id, SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == assignment)
        if Path(f"{student}.json").name == f"{student}.json"
    }


def _given(gradebook: Gradebook, assignment: str) -> dict[str, dict[str, Given]]:
    """By student and cell."""
    found: dict[str, dict[str, Given]] = {}
    marks = by_cell(gradebook, assignment, Grade, Grade)
    for student, cell, grade in marks.filter(
        Grade.manual_score.is_not(None) | Grade.extra_credit.is_not(None)
    ):
        marked = Given(grade.manual_score, grade.extra_credit, waits=bool(grade.needs_manual_grade))
        found.setdefault(str(student), {})[str(cell)] = marked
    comments = by_cell(gradebook, assignment, Comment, Comment)
    for student, cell, comment in comments.filter(Comment.manual_comment.is_not(None)):
        of_student = found.setdefault(str(student), {})
        of_student[str(cell)] = replace(of_student.get(str(cell), Given()), comment=comment.manual_comment)
    return found


def _taken_out(student: str, kept: ByHand, now: ByHand) -> Iterator[str]:
    """Marks and comments that are gone: because a person meant it, or with an older copy of the gradebook."""
    for cell, given in kept.cells.items():
        left = now.cells.get(cell, Given())
        if given.manual is not None and left.manual is None:
            yield f"the gradebook no longer has the mark by hand of {student} for {cell}, which was {given.manual:g}"
        if given.comment is not None and left.comment is None:
            yield f"the gradebook no longer has the comment to {student} at {cell}: {given.comment[:100]!r}"


def _put_back(gradebook: Gradebook, assignment: str, student: str, kept: ByHand) -> bool:
    """Whether anything was put back: nothing takes the place of what somebody has given since."""
    changed = False
    for student_id, cell, grade in by_cell(gradebook, assignment, Grade, Grade):
        given = kept.cells.get(cell) if str(student_id) == student else None
        if given is None or grade.manual_score is not None or grade.extra_credit is not None:
            continue
        if given.manual is not None or given.extra is not None:
            grade.manual_score, grade.extra_credit = given.manual, given.extra
            grade.needs_manual_grade = given.waits
            changed = True
    for student_id, cell, comment in by_cell(gradebook, assignment, Comment, Comment):
        given = kept.cells.get(cell) if str(student_id) == student else None
        if given is not None and given.comment is not None and comment.manual_comment is None:
            comment.manual_comment = given.comment
            changed = True
    return changed


def _read(path: Path) -> ByHand | None:
    """What is kept; a file that cannot be read counts as none."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return ByHand(kept["row"], {cell: Given(**given) for cell, given in kept["cells"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(course: Course, student: str, given: ByHand) -> None:
    path = by_hand_path(course, student)
    try:
        write_atomically(path, json.dumps(asdict(given), ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise GradebookError(
            f"{path} cannot be written ({error.strerror}): make room or give access and run `gaussfit grade` again; "
            "what is graded is kept."
        ) from error
