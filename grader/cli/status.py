"""`gaussfit status`: how a course stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grader.cli.app import CourseOption, DbOption, DebugOption, JsonOption, app
from grader.cli.output import screen
from grader.render.plain import one_line
from grader.words import counted, waiting
from grader.writing import STDOUT, write_json

if TYPE_CHECKING:
    from grader.classroom.status import Standing, Status


@app.command()
def status(
    course: CourseOption = Path(),
    json_file: JsonOption = None,
    db: DbOption = None,
    debug: DebugOption = False,
) -> None:
    """Tell who has submitted, who is graded, who was rejected, and what changed since."""
    from grader.classroom.status import course_status, status_to_json
    from grader.course import open_course

    found = course_status(open_course(course, db_url=db))
    if json_file is not None:
        write_json(json_file, status_to_json(found))
    _print(found, screen(stderr=json_file == STDOUT))


def _print(found: Status, console: Console) -> None:
    if found.students:
        console.print(_table(found))
    for name, date in (("released", found.release_date), ("due", found.due_date)):
        if date is not None:
            console.print(f"{name}: {date}", highlight=False)
    for sentence in found.told:
        console.print(f"{one_line(sentence)}.", highlight=False, markup=False, soft_wrap=True)
    for sentence in _in_all(found):
        console.print(sentence, highlight=False)


def _table(found: Status) -> Table:
    named = any(standing.name for standing in found.students)
    several = found.releases > 1
    table = Table(
        "student", *["name"] * named, "state", "points", "submitted (UTC)", *["release"] * several, "note"
    )
    for standing in found.students:
        points = "" if standing.score is None else f"{standing.score:g} / {found.max_score:g}"
        who = [standing.student, standing.name] if named else [standing.student]
        table.add_row(
            *(escape(one_line(each)) for each in who),
            standing.state,
            points,
            _minute(standing.submitted_at or ""),
            *[_minute(standing.release) + " (same cells)" * standing.same_cells] * several,
            escape(_note(standing)),
        )
    return table


def _in_all(found: Status) -> Iterator[str]:
    """What is said of the class as a whole, below the table."""
    from grader.classroom.releases import THIS, UNKNOWN

    total = len(found.students)
    yield (
        f"{counted(total, 'student')}: {total - found.count('missing')} submitted, {found.count('graded')} graded, "
        f"{found.count('rejected')} rejected, {found.count('error')} error, {found.changed} changed since."
    )
    if found.releases > 1:
        older = [student for student in found.students if student.release not in ("", THIS, UNKNOWN)]
        if same := sum(student.same_cells for student in older):
            yield f"{same} worked on an older release that differs in its text alone, from which no mark follows."
        if others := len(older) - same:
            yield f"{others} worked on an older release; what it lacks is put back, unanswered, when it is graded."
    if wait := sum(bool(student.waiting) for student in found.students):
        yield f"{waiting(wait)}: give it in formgrader."
    if found.changed or found.count("submitted") or found.count("error"):
        yield "Run `gaussfit grade` to grade what is new or has changed."


def _minute(iso: str) -> str:
    """A moment as people read it; other words stay."""
    return iso[: len("2026-10-31T12:00")].replace("T", " ")


def _note(standing: Standing) -> str:
    changed = {
        "": "",
        "submission": "submitted again since it was graded",
        "checks": f"changed since it was graded: {standing.because}",
        "gradebook": "the gradebook is not as it was filed",
        "terms": "the late penalty is no longer right",
    }[standing.changed]
    extended = f"extended to {standing.extended_until}" if standing.extended_until else ""
    if extended and standing.why:
        extended += f" ({standing.why})"
    waits = f"waits for a mark by hand: {', '.join(standing.waiting)}" if standing.waiting else ""
    notes = ("late" if standing.late else "", extended, changed, waits, standing.reason or "")
    return one_line("; ".join(note for note in notes if note))
