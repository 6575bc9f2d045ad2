"""Tables of marks from nbgrader's gradebook, in the columns that Canvas, Moodle or a spreadsheet wants."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.course import Course
from grader.errors import CourseError, UsageError
from grader.export import MarksFormat
from grader.export.roster import Roster, column_of, read_roster, under_new_ids
from grader.export.spreadsheet import write_table
from grader.gradebook.filed import in_gradebook
from grader.gradebook.ledger import read_ledger
from grader.gradebook.moments import iso

CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
"""The columns by which Canvas finds a student; it wants them first, and in this order."""

MOODLE_COLUMNS = ("Username", "ID number", "Email address", "First name", "Last name")
"""The columns by which Moodle can map a row to a student."""

CSV_COLUMNS = ("score", "max_score", "late_penalty")
"""What a table has before the columns of the questions."""

Table = tuple[tuple[str, ...], list[list[str]]]
"""A header and its rows."""

EXTENDED = "extended_until"
"""The column after those, of a student's own due date, where anybody has one."""


@dataclass(frozen=True)
class Earned:
    """One student's marks: what was earned by question, and what came off for being late."""

    questions: Mapping[str, float] = field(default_factory=dict)
    penalty: float = 0.0
    extended_until: str = ""
    """Their own due date, in UTC, where they have one."""
    name: str = ""
    """First and last name, where the gradebook has them."""

    @property
    def score(self) -> float:
        """The points that count, as `nbgrader export` has them."""
        return round(max(0.0, sum(self.questions.values()) - self.penalty), 6)


def read_marks(course: Course) -> tuple[dict[str, Earned], float]:
    """The marks of all graded submissions by student, and the points possible.

    Raises:
        CourseError: the gradebook cannot be read, or does not know the assignment.
    """
    filed = in_gradebook(course)
    if not filed.known:
        raise CourseError(
            f"The gradebook does not know {course.assignment!r}: run `gaussfit build` or `gaussfit grade` first."
        )
    marks = {
        student: Earned(
            entry.scores, entry.penalty, iso(filed.extended_until(student)), filed.names.get(student, "")
        )
        for student, entry in filed.entries.items()
        if entry.marked
    }
    return marks, filed.max_score


def write_marks(
    course: Course,
    format_name: MarksFormat,
    roster_path: Path | None,
    id_column: str | None,
    column: str,
    output: Path,
    only: Collection[str] = (),
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
        only: the students whose marks are written; everybody's if it is empty.

    Raises:
        UsageError: the roster is missing, cannot be used, or has nobody who has marks.
        CourseError: the gradebook or the ledger cannot be read, nobody has marks yet, or the file cannot be written.
    """
    marks, max_score = read_marks(course)
    renamed = {old: new for old, new in read_ledger(course).renamed.items() if old not in marks}
    marks = {student: mark for student, mark in marks.items() if not only or student in only}
    if roster_path is None:
        if format_name != "csv":
            raise UsageError(
                f"{format_name} finds students by its own ids: give --roster, a file exported from it."
            )
        roster = _of_marks(marks)
    else:
        roster = under_new_ids(read_roster(roster_path, id_column), renamed)
        _require_somebody(roster_path, roster, marks)
    if format_name == "csv":
        header, rows = _spreadsheet(roster, marks, max_score, _questions(course, marks))
    else:
        header, rows = _upload(format_name, roster, marks, max_score, column)
    if not marks and not only:
        why = "Run `gaussfit grade` first" if course.students() else course.nothing_submitted
        raise CourseError(f"Nobody has marks yet, so nothing was written. {why}.")
    write_table(output, header, rows)
    return tuple(sorted(marks.keys() - roster.students.keys()))


def _questions(course: Course, marks: Mapping[str, Earned]) -> tuple[str, ...]:
    """The exercise's questions in their order, then the instructor's own."""
    own = {question for mark in marks.values() for question in mark.questions}
    return (*course.exercise.ids, *sorted(own.difference(course.exercise.ids)))


def _of_marks(marks: Mapping[str, Earned]) -> Roster:
    """A roster of all who have marks, with their names if any has one."""
    named = any(mark.name for mark in marks.values())
    return Roster(
        ("student", "name") if named else ("student",),
        {student: {"student": student, "name": marks[student].name} for student in sorted(marks)},
    )


def _require_somebody(path: Path, roster: Roster, marks: Mapping[str, Earned]) -> None:
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


def _spreadsheet(
    roster: Roster, marks: Mapping[str, Earned], max_score: float, questions: tuple[str, ...]
) -> Table:
    extended = any(mark.extended_until for mark in marks.values())
    columns = (*CSV_COLUMNS, *([EXTENDED] if extended else []), *questions)
    clash = sorted(set(roster.columns) & set(columns))
    if clash:
        raise UsageError(f"The roster has a column {clash[0]!r} of its own: rename it.")
    rows = []
    for student, known in roster.students.items():
        cells = [""] * len(columns)
        if student in marks:
            mark = marks[student]
            cells = [f"{number:g}" for number in (mark.score, max_score, mark.penalty)]
            cells += [mark.extended_until] if extended else []
            cells += [f"{mark.questions.get(question, 0.0):g}" for question in questions]
        rows.append([*(known[name] for name in roster.columns), *cells])
    return (*roster.columns, *columns), rows


def _upload(
    format_name: MarksFormat, roster: Roster, marks: Mapping[str, Earned], max_score: float, column: str
) -> Table:
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
    return (*columns, column), rows
