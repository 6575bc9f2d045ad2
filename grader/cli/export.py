"""`gaussfit export`: what a course hands to other platforms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.app import CourseOption, DbOption, DebugOption, IdColumnOption, SandboxOption, app
from grader.cli.output import say
from grader.export import MarksFormat, Platform
from grader.results import Sandbox
from grader.writing import STDOUT

export = typer.Typer(no_args_is_help=True, help="Hand the exercise, or its marks, to another platform.")
app.add_typer(export, name="export")

FromCourse = Annotated[
    Path | None,
    typer.Option(
        "--course", metavar="DIR", help="Take release and seed from this course.", show_default="here"
    ),
]
SecretsOption = Annotated[
    bool,
    typer.Option(
        "--with-secrets",
        help="Have the workflow use the secrets GAUSSFIT_SEED and GAUSSFIT_SOURCE, which whoever may push can read.",
    ),
]
NEW_SEED = "There is no course here, so the shipped notebook and a new seed were taken (see --course)."
WITH_SECRETS = (
    "Give the repositories made from it the secrets GAUSSFIT_SOURCE and GAUSSFIT_SEED; whoever may push to one can "
    "read them, so take a seed that is not the course's (see docs/ci.md)."
)
WITHOUT = (
    "Give the repositories made from it the variable GAUSSFIT_SOURCE. Their marks are a trial, with inputs that are no "
    "secret: collect the notebooks and grade them here for those that count (see docs/ci.md)."
)


@export.command()
def gradescope(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="The autograder to write.")],
    course: FromCourse = None,
    sandbox: SandboxOption = "locked",
    debug: DebugOption = False,
) -> None:
    """Write the autograder that is uploaded to Gradescope. It holds the checks and the seed: keep it private."""
    from grader.export.gradescope import write_autograder
    from grader.export.handout import handout

    given = handout(course)
    write_autograder(file, given, sandbox)
    say(f"Upload {file} as the assignment's autograder.")
    if given.course is None:
        say(NEW_SEED)


@export.command()
def github(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write.")],
    course: FromCourse = None,
    sandbox: SandboxOption = "locked",
    secrets: SecretsOption = False,
    address: Annotated[
        str | None,
        typer.Option(
            "--repository",
            metavar="OWNER/NAME",
            help="Where the template will lie, for its Open in Colab badge.",
            show_default="Colab asks",
        ),
    ] = None,
    debug: DebugOption = False,
) -> None:
    """Write a template repository for students, with a GitHub Actions workflow that tries each push."""
    _repository(folder, "github", course, sandbox, secrets, address)


@export.command()
def gitlab(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write.")],
    course: FromCourse = None,
    sandbox: SandboxOption = "locked",
    secrets: SecretsOption = False,
    debug: DebugOption = False,
) -> None:
    """Write a template repository for students, with a GitLab CI pipeline that tries each push."""
    _repository(folder, "gitlab", course, sandbox, secrets)


@export.command()
def wheel(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write it into.")],
    debug: DebugOption = False,
) -> None:
    """Write this very grader as a wheel, for the place that CI installs it from."""
    from grader.export.wheel import write_wheel

    say(f"wrote {write_wheel(folder)}")


@export.command()
def marks(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The CSV file to write; `-` is stdout.")
    ],
    course: CourseOption = Path(),
    format_name: Annotated[
        MarksFormat, typer.Option("--format", help="Whose columns: Canvas's, Moodle's, or all that is known.")
    ] = "csv",
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster", metavar="FILE", help="CSV with a row a student, as the platform exports it."
        ),
    ] = None,
    id_column: IdColumnOption = None,
    column: Annotated[
        str | None,
        typer.Option(
            "--column",
            metavar="NAME",
            help="The platform's name of the assignment.",
            show_default="the assignment's own",
        ),
    ] = None,
    db: DbOption = None,
    debug: DebugOption = False,
) -> None:
    """Write the marks of the gradebook as a table that Canvas, Moodle or a spreadsheet can import."""
    from grader.course import open_course
    from grader.export.marks import write_marks

    opened = open_course(course, db_url=db)
    name = column or opened.assignment
    strangers = write_marks(opened, format_name, roster, id_column, name, output)
    if output != STDOUT:
        say(f"wrote {output}")
    for student in strangers:
        say(f"warning: {student} has marks but is not in the roster.", err=True)


def _repository(
    folder: Path,
    platform: Platform,
    course: Path | None,
    sandbox: Sandbox,
    secrets: bool,
    address: str | None = None,
) -> None:
    from grader.export.handout import handout
    from grader.export.repository import beside, write_repository

    given = handout(course)
    written = write_repository(folder, platform, given, sandbox, address, secrets)
    for path in written.files:
        say(f"wrote {path}")
    for path in written.edited:
        say(f"kept {path}, which was edited; the new text is in {beside(path).name}")
    say(WITH_SECRETS if secrets else WITHOUT)
    if given.course is None and secrets:
        say(NEW_SEED)
