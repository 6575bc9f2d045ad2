"""`gaussfit roster` and `gaussfit rename`: students come and go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.app import CourseOption, DbOption, DebugOption, IdColumnOption, app
from grader.cli.output import say
from grader.render.plain import one_line
from grader.words import counted

if TYPE_CHECKING:
    from grader.classroom.roster import Enrolled

DbOption = DbOption


@app.command()
def roster(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV with a row a student, of any platform.")],
    course: CourseOption = Path(),
    yes: Annotated[
        bool, typer.Option("--yes", help="Delete those who have left from the gradebook, with their marks.")
    ] = False,
    id_column: IdColumnOption = None,
    db: DbOption = None,
    debug: DebugOption = False,
) -> None:
    """Bring the gradebook in line with a roster: add who is new, mark who has left. Marks stay, but for --yes."""
    from grader.classroom.roster import enrol
    from grader.course import open_course

    _tell(enrol(open_course(course, db_url=db), file, id_column, remove=yes))


@app.command()
def rename(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The id that the student has.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The id that they should have.")],
    course: CourseOption = Path(),
    db: DbOption = None,
    debug: DebugOption = False,
) -> None:
    """Give a student another id everywhere: folders, gradebook, results. Run it again if it was interrupted."""
    from grader.classroom.rename import rename as move
    from grader.course import open_course

    for line in move(open_course(course, db_url=db), old, new):
        say(one_line(line) + ".")
    say(f"{one_line(old)} is now {one_line(new)}.")


def _tell(found: Enrolled) -> None:
    say(f"In the class: {counted(found.students, 'student')}.")
    for what, students in (
        ("added", found.added),
        ("back again", found.back),
        ("name or address corrected", found.renamed),
        ("test student, left out", found.testers),
    ):
        for student in students:
            say(f"{what}: {one_line(student)}")
    for student, points in found.left.items():
        kept = "" if points is None else f"; {counted(points, 'point')} kept, --yes deletes them"
        say(f"left: {one_line(student)}{kept}")
    for student, points in found.removed.items():
        say(
            f"removed: {one_line(student)}" + ("" if points is None else f", with {counted(points, 'point')}")
        )
