"""`gaussfit return`: feedback pages and marks, packed for the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grader.cli.app import CourseOption, DbOption, DebugOption, IdColumnOption, JobsOption, JsonOption, app
from grader.cli.output import say, screen
from grader.render.plain import one_line
from grader.returning import Way
from grader.words import counted
from grader.writing import STDOUT, write_json

if TYPE_CHECKING:
    from grader.returning.report import Report

MAX_ROWS = 60


@app.command("return")
def return_pages(
    course: CourseOption = Path(),
    to: Annotated[
        Way | None,
        typer.Option("--to", help="Where they go back to.", show_default="only make the pages, in feedback/"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The zip or folder to write.", show_default="in returned/"
        ),
    ] = None,
    students: Annotated[
        list[str] | None,
        typer.Option("--student", metavar="ID", help="Only this student; may be given again."),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="FILE",
            help="Canvas's export of grades or Moodle's grading worksheet: the marks go back in its form.",
        ),
    ] = None,
    id_column: IdColumnOption = None,
    column: Annotated[
        str | None,
        typer.Option(
            "--column",
            metavar="NAME",
            help="The platform's name of the assignment.",
            show_default="the only one that the roster has",
        ),
    ] = None,
    jobs: JobsOption = None,
    json_file: JsonOption = None,
    db: DbOption = None,
    debug: DebugOption = False,
) -> None:
    """Make the feedback pages that changed and pack them for the way back; exit 1 if somebody gets none."""
    from grader.course import open_course
    from grader.returning.report import report_to_json
    from grader.returning.run import Options, return_feedback

    opened = open_course(course, db_url=db)
    options = Options(to, output, tuple(students or ()), roster, id_column, column, jobs)
    try:
        report = return_feedback(opened, options)
    except KeyboardInterrupt:
        say("gaussfit: stopped; the pages that are made are kept, run the command again to go on.", err=True)
        raise typer.Exit(130) from None
    if json_file is not None:
        write_json(json_file, report_to_json(report))
    for note in report.notes:
        say(f"note: {one_line(note)}", err=True)
    _print(report, to, screen(stderr=json_file == STDOUT))
    raise typer.Exit(1 if report.left else 0)


def _print(report: Report, to: Way | None, console: Console) -> None:
    if report.left:
        table = Table("student", "why there is nothing for them, and what to do")
        for student, reason in list(report.left.items())[:MAX_ROWS]:
            table.add_row(escape(one_line(student)), escape(one_line(reason)))
        console.print(table)
        if len(report.left) > MAX_ROWS:
            console.print(f"and {len(report.left) - MAX_ROWS} more", highlight=False)
    told = "wrote" if to is not None else "the pages are in"
    for path in report.written:
        console.print(f"{told} {one_line(str(path))}", markup=False, highlight=False, soft_wrap=True)
    pages = f"{counted(report.made, 'page')} made, {report.unchanged} unchanged"
    console.print(
        f"{pages}; {_handed_out(report, to)}, left {len(report.left)}", highlight=False, soft_wrap=True
    )


def _handed_out(report: Report, to: Way | None) -> str:
    """What became of the pages; students get them by nbgrader's exchange alone, all else is for a person to upload."""
    if to is None:
        return "handed out to nobody (--to packs them)"
    return f"{'released to' if to == 'exchange' else 'packed for'} {len(report.returned)}"
