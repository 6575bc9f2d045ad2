"""Tables of marks from nbgrader's gradebook, in the columns that Canvas, Moodle or a spreadsheet wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Assignment, BaseCell, Grade, MissingEntry, SubmittedAssignment, SubmittedNotebook

from grader.course import Course
from grader.errors import CourseError, UsageError
from grader.exercise import asked_by
from grader.export import MarksFormat
from grader.export.roster import Roster, column_of, read_roster
from grader.export.spreadsheet import write_table
from grader.gradebook.reading import reading

CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
"""The columns by which Canvas finds a student; it wants them first, and in this order."""

MOODLE_COLUMNS = ("Username", "ID number", "Email address", "First name", "Last name")
"""The columns by which Moodle can map a row to a student."""

CSV_COLUMNS = ("score", "max_score", "late_penalty")
"""What a table has before the columns of the questions."""


@dataclass(frozen=True)
class Mark:
    """One student's marks: what was earned by question, and what came off for being late."""

    questions: Mapping[str, float] = field(default_factory=dict)
    penalty: float = 0.0

    @property
    def score(self) -> float:
        """The points that count, as `nbgrader export` has them."""
        return round(max(0.0, sum(self.questions.values()) - self.penalty), 6)


def read_marks(course: Course) -> tuple[dict[str, Mark], float]:
    """The marks of all graded submissions by student, and the points possible.

    Raises:
        CourseError: the gradebook cannot be read, or does not know the assignment.
    """
    with reading(course) as gradebook:
        rows = (
            gradebook.db.query(
                SubmittedAssignment.student_id,
                SubmittedNotebook.late_submission_penalty,
                BaseCell.name,
                Grade.score,
            )
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == course.assignment)
            .all()
        )
        try:
            max_score = float(gradebook.find_assignment(course.assignment).max_score)
        except MissingEntry:
            raise CourseError(
                f"The gradebook does not know {course.assignment!r}: run `gaussfit build` or `gaussfit grade` first."
            ) from None
    marks: dict[str, Mark] = {}
    for student, penalty, cell, score in rows:
        before = marks.get(student, Mark())
        question = asked_by(cell)
        marks[student] = Mark({**before.questions, question: float(score or 0.0)}, float(penalty or 0.0))
    return marks, max_score


def write_marks(
    course: Course,
    format_name: MarksFormat,
    roster_path: Path | None,
    id_column: str | None,
    column: str,
    output: Path,
) -> tuple[str, ...]:
    """Write the marks of a course; returns the students who have marks but are not in the roster.

    Students of the roster without marks get an empty cell, which leaves what the platform has.

    Args:
        course: whose gradebook is read.
        format_name: whose columns.
        roster_path: the CSV file that maps the course's ids; Canvas and Moodle need it.
        id_column: the roster's column of the course's ids; None: looked for by name.
        column: what the platform calls the assignment.
        output: the file to write.

    Raises:
        UsageError: the roster is missing, cannot be used, or has nobody who has marks.
        CourseError: the gradebook cannot be read, or the file not written.
    """
    marks, max_score = read_marks(course)
    if roster_path is None:
        if format_name != "csv":
            raise UsageError(
                f"{format_name} finds students by its own ids: give --roster, a file exported from it."
            )
        roster = Roster(("student",), {student: {"student": student} for student in sorted(marks)})
    else:
        roster = read_roster(roster_path, id_column)
        _require_somebody(roster_path, roster, marks)
    if format_name == "csv":
        _write_csv(roster, marks, max_score, course.exercise.ids, output)
    else:
        _write_platform(format_name, roster, marks, max_score, column, output)
    return tuple(sorted(marks.keys() - roster.students.keys()))


def _require_somebody(path: Path, roster: Roster, marks: Mapping[str, Mark]) -> None:
    """A roster in which nobody is found is the wrong one, or read by the wrong column: say which is right."""
    if not marks or marks.keys() & roster.students.keys():
        return
    column, count = column_of(roster, marks)
    found = (
        f"its column {column!r} has {count} of {len(marks)}: name it with --id-column"
        if column
        else "nor has any of its columns one: export the roster of this course, or name the right file"
    )
    raise UsageError(f"Nobody who has marks is in {path} by the ids that were taken from it; {found}.")


def _write_csv(
    roster: Roster, marks: Mapping[str, Mark], max_score: float, questions: tuple[str, ...], output: Path
) -> None:
    columns = (*CSV_COLUMNS, *questions)
    clash = sorted(set(roster.columns) & set(columns))
    if clash:
        raise UsageError(f"The roster has a column {clash[0]!r} of its own: rename it.")
    rows = []
    for student, known in roster.students.items():
        cells = [""] * len(columns)
        if student in marks:
            mark = marks[student]
            earned = [mark.questions.get(question, 0.0) for question in questions]
            cells = [f"{number:g}" for number in (mark.score, max_score, mark.penalty, *earned)]
        rows.append([*(known[name] for name in roster.columns), *cells])
    write_table(output, (*roster.columns, *columns), rows)


def _write_platform(
    format_name: MarksFormat,
    roster: Roster,
    marks: Mapping[str, Mark],
    max_score: float,
    column: str,
    output: Path,
) -> None:
    wanted = CANVAS_COLUMNS if format_name == "canvas" else MOODLE_COLUMNS
    columns = tuple(name for name in wanted if name in roster.columns)
    if not columns:
        raise UsageError(
            f"The roster has none of the columns by which {format_name} finds students: {', '.join(wanted)}."
        )
    rows = []
    if format_name == "canvas":  # its files say the points possible in a row of their own, under the header
        rows.append(
            [*("    Points Possible" if name == "Student" else "" for name in columns), f"{max_score:g}"]
        )
    for student, known in roster.students.items():
        points = f"{marks[student].score:g}" if student in marks else ""
        rows.append([*(known[name] for name in columns), points])
    write_table(output, (*columns, column), rows)
