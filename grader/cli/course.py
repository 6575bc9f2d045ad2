"""`gaussfit init` and `gaussfit build`: a course folder and its notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.app import CourseOption, DebugOption, IdColumnOption, app
from grader.cli.output import say
from grader.words import counted


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make; it may exist.")],
    roster: Annotated[
        Path | None,
        typer.Option("--roster", metavar="FILE", help="CSV with a row a student: id, names, email."),
    ] = None,
    id_column: IdColumnOption = None,
    release_date: Annotated[
        str | None,
        typer.Option("--release-date", metavar="DATE", help="When students get the notebook."),
    ] = None,
    due_date: Annotated[
        str | None,
        typer.Option(
            "--due-date", metavar="DATE", help="When it is due, such as '2026-12-01 18:00 Europe/Berlin'."
        ),
    ] = None,
    late_policy: Annotated[
        str, typer.Option("--late-policy", metavar="POLICY", help="none, zero, or percent a day such as 10%.")
    ] = "none",
    db: Annotated[
        str | None, typer.Option("--db", metavar="URL", help="The gradebook, instead of one in the folder.")
    ] = None,
    exercise: Annotated[
        str,
        typer.Option(
            "--exercise",
            metavar="PATH_OR_MODULE",
            help="What it teaches: a folder (with a slash in it) or a Python package.",
            show_default="the 2-D Gaussian density",
        ),
    ] = "",
    like: Annotated[
        Path | None,
        typer.Option("--like", metavar="COURSE", help="Take settings, edits and own cells from this course."),
    ] = None,
    debug: DebugOption = False,
) -> None:
    """Make a new course folder: nbgrader's configuration, the notebooks, and a secret seed."""
    from grader.classroom.init import make_course
    from grader.classroom.terms import terms

    given = terms(roster, release_date, due_date, late_policy, db, id_column)
    course = make_course(folder, given, exercise, like)
    say(f"The course is in {course.root}.")
    if roster is not None or given.students:
        say(f"In the gradebook: {counted(len(given.students), 'student')}.")
    if given.due_date is not None:
        say(f"It is due on {given.due_date:%Y-%m-%d at %H:%M} UTC.")
    say(f"Hand out {course.release_path.relative_to(course.root)}.")
    say(
        f"Collect into submitted/<student>/{course.assignment}/, then run `gaussfit grade` in the course folder."
    )


@app.command()
def build(
    course: CourseOption = Path(),
    check: Annotated[
        bool, typer.Option("--check", help="Only compare, and rehearse the exercise; exit 1 for any fault.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Put the lesson's own cells back; a dated copy of your notebook is kept."
        ),
    ] = False,
    yes: Annotated[
        bool,
        typer.Option(
            "--yes", help="Cells with marks may go or get other points; a copy of the gradebook is kept."
        ),
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Write the instructor's and the students' notebooks; your edits and your own cells stay."""
    from grader.authoring.notebooks import check as stale_notebooks
    from grader.classroom.init import rebuild
    from grader.classroom.rehearsal import faults
    from grader.course import open_course

    opened = open_course(course)
    if check:
        stale = stale_notebooks(opened.root, opened.exercise)
        for path in stale:
            say(f"{path} is {'stale' if path.exists() else 'missing'}: run `gaussfit build`.", err=True)
        wrong = faults(opened.exercise)
        for sentence in wrong:
            say(sentence, err=True)
        raise typer.Exit(1 if stale or wrong else 0)
    report, filed = rebuild(opened, force=force, yes=yes)
    for sentence in (*report.told, *filed):
        say(sentence)
    for path in report.kept:
        say(f"a copy of what was there is in {path}")
    for path in report.files:
        say(f"{'wrote' if path in report.written else 'unchanged'} {path}")
