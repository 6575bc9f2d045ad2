"""`gaussfit check`: grade one notebook file, without a gradebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.app import DebugOption, QuietOption, SandboxOption, app
from grader.cli.output import say
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.results import SubmissionResult


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(metavar="NOTEBOOK", help="The notebook to grade.")],
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="text, json, junit, markdown, github or gradescope; may be repeated.",
        ),
    ] = None,
    outputs: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where the format in the same place goes; `-`, the default, is stdout.",
        ),
    ] = None,
    course: Annotated[
        Path | None, typer.Option("--course", metavar="DIR", help="Take release and seed from this course.")
    ] = None,
    student: Annotated[
        str,
        typer.Option(
            "--student",
            metavar="ID",
            help="The name in the result. Where students have data of their own, whose count; else the notebook tells.",
        ),
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 below full marks.")] = False,
    min_score: Annotated[
        float | None, typer.Option("--min-score", metavar="P", min=0, help="Exit 1 below P points.")
    ] = None,
    sandbox: SandboxOption = "locked",
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Grade one notebook file and print its marks; exit 1 if it cannot be graded, whatever is asked."""
    from grader.classroom.one_file import check_notebook
    from grader.render import paired, render
    from grader.render.context import Context, lines_of
    from grader.writing import STDOUT, write_text

    wanted = paired(formats or ([] if quiet and not outputs else ["text"]), outputs or [])
    result, provenance = check_notebook(notebook, course, student or None, sandbox)
    if min_score is not None and min_score > result.max_score:
        raise UsageError(f"--min-score is {min_score:g}, and the notebook has {result.max_score:g} points.")
    lines = lines_of(notebook, [question.id for question in result.questions])
    context = Context(notebook.as_posix(), lines, provenance)
    for name, output in wanted:
        write_text(output or STDOUT, render(result, name, context))
    if result.status == "error":
        say(f"gaussfit: {result.reason}", err=True)
    raise typer.Exit(0 if _is_good(result, strict, min_score) else 1)


def _is_good(result: SubmissionResult, strict: bool, min_score: float | None) -> bool:
    """A rejected notebook never is: CI must not be green for a file that nobody can grade."""
    if result.status != "graded" or result.score is None:
        return False
    return result.score >= max(result.max_score if strict else 0.0, min_score or 0.0)
