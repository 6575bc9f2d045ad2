"""`gaussfit explain`: why a submission has its marks, for staff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.app import CourseOption, DbOption, DebugOption, SandboxOption, app
from grader.cli.output import say, screen


@app.command()
def explain(
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="Whose marks.")],
    course: CourseOption = Path(),
    question: Annotated[
        str | None, typer.Option("--question", metavar="Q", help="Only this question.", show_default="all")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a page with pictures instead. Not for students."),
    ] = None,
    sandbox: SandboxOption = "locked",
    db: DbOption = None,
    debug: DebugOption = False,
) -> None:
    """For staff: run a submission again and show what each check saw, hidden inputs and right answers included."""
    from grader.course import open_course
    from grader.explain.building import explanation, refuse_unknown
    from grader.explain.page import explanation_html
    from grader.explain.run import rerun
    from grader.explain.standing import standing
    from grader.explain.text import print_explanation
    from grader.explain.writing import refuse_for_students, write_page

    opened = open_course(course, db_url=db)
    refuse_unknown(opened, question)
    if html is not None:
        refuse_for_students(opened, html)
    run = rerun(opened, student, sandbox)
    told = explanation(opened, run, standing(opened, run), question)
    if html is None:
        print_explanation(told, screen())
    else:
        write_page(opened, html, explanation_html(told))
        say(f"wrote {html}: for staff, not for students, as it shows hidden inputs.")
