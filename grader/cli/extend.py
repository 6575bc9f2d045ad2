"""`gaussfit extend`: a later due date for one student."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.app import CourseOption, DbOption, DebugOption, app
from grader.cli.output import say


@app.command()
def extend(
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="The student's id.")],
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Such as 2026-12-03, the end of that day."),
    ] = None,
    days: Annotated[
        int | None, typer.Option("--days", metavar="N", help="So many days after the due date.")
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="Take the extension back.")] = False,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, for staff only.")] = "",
    course: CourseOption = Path(),
    db: DbOption = None,
    debug: DebugOption = False,
) -> None:
    """Give a student more time, or take it back; `gaussfit grade` then brings the late penalty up to date."""
    from grader.classroom.extend import extend as give
    from grader.course import open_course

    found = give(open_course(course, db_url=db), student, until, days, none, why)
    if found.until is None:
        say(f"{student} has no extension: it is due on {found.due:%Y-%m-%d at %H:%M} UTC.")
    else:
        say(f"{student} may hand in until {found.until:%Y-%m-%d at %H:%M} UTC.")
    say("Run `gaussfit grade` to bring late penalties up to date.")
