"""`gaussfit report`: how the class did, on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.app import CourseOption, DbOption, DebugOption, app
from grader.cli.output import say


@app.command()
def report(
    course: CourseOption = Path(),
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The HTML page; `-` is stdout.",
            show_default="report.html in the course",
        ),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write a table, too; `-` is stdout.")
    ] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Pseudonyms in place of names; the same each time.")
    ] = False,
    db: DbOption = None,
    debug: DebugOption = False,
) -> None:
    """Write the class report: marks, checks, misconceptions, all fitted Gaussians; no network needed to read it."""
    from grader.course import open_course
    from grader.report import class_report, report_csv, report_html
    from grader.writing import STDOUT, write_text

    opened = open_course(course, db_url=db)
    found = class_report(opened, anonymous=anonymous)
    page = output if output is not None else opened.root / "report.html"
    write_text(page, report_html(found, None if page == STDOUT else page.absolute().parent))
    if page != STDOUT:
        say(f"wrote {page}", err=csv == STDOUT)
    if csv is not None:
        write_text(csv, report_csv(found))
        if csv != STDOUT:
            say(f"wrote {csv}", err=page == STDOUT)
