"""`gaussfit check`: grade one notebook file, without a gradebook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.app import DebugOption, SandboxOption, app


@app.command()
def check(
    notebook: Annotated[Path, typer.Argument(metavar="NOTEBOOK", help="The notebook to grade.")],
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format", metavar="FORMAT", help="text, json, junit, markdown or gradescope; may be repeated."
        ),
    ] = None,
    outputs: Annotated[
        list[Path] | None,
        typer.Option(
            "--output", metavar="FILE", help="Where the format in the same place goes; default: stdout."
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
            help="The name in the result; where students have data of their own, whose count.",
        ),
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 below full marks.")] = False,
    min_score: Annotated[
        float | None, typer.Option("--min-score", metavar="P", help="Exit 1 below P points.")
    ] = None,
    sandbox: SandboxOption = "locked",
    debug: DebugOption = False,
) -> None:
    """Grade one notebook file and print its marks."""
    from grader.classroom.one_file import check_notebook
    from grader.gradebook.store import write_atomically
    from grader.render import paired, render

    wanted = paired(formats or ["text"], outputs or [])
    result = check_notebook(notebook, course, student or notebook.stem, sandbox)
    for name, output in wanted:
        text = render(result, name)
        if output is None:
            sys.stdout.write(text)
        else:
            write_atomically(output, text)
    score = result.score
    if result.status == "error":
        typer.echo(f"gaussfit: {result.reason}", err=True)
    low = (
        score is None
        or (strict and score < result.max_score)
        or (min_score is not None and score < min_score)
    )
    raise typer.Exit(1 if low else 0)
