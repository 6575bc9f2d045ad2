"""`gaussfit doctor`: what this machine can do."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from grader.cli.app import DebugOption, app
from grader.cli.output import screen
from grader.errors import UsageError
from grader.render.plain import printable

PACKAGES = ("numpy", "torch", "matplotlib", "nbgrader", "ipywidgets", "pytest")


@app.command()
def doctor(
    notebooks: Annotated[
        list[Path] | None, typer.Argument(help="With --packages: notebooks, or folders that have some.")
    ] = None,
    packages: Annotated[
        bool,
        typer.Option("--packages", help="List what the notebooks import, and what of it is missing here."),
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Tell whether this machine can lock student code in; exit 1 if it cannot."""
    if packages:
        _tell_packages(notebooks or [])
        return
    if notebooks:
        raise UsageError(
            "doctor looks at notebooks with --packages only: gaussfit doctor --packages NOTEBOOK…"
        )
    from grader.running.outside.sandbox import probe

    found = probe()
    typer.echo(f"platform: {found.platform}, Python {sys.version.split()[0]}")
    typer.echo("packages: " + ", ".join(f"{name} {version(name)}" for name in PACKAGES))
    typer.echo(f"Landlock: {f'ABI {found.landlock_abi}' if found.landlock_abi else 'no'}")
    typer.echo(f"seccomp: {'yes' if found.seccomp else 'no'}")
    typer.echo(
        "time limits: "
        + ("do not count waiting for a processor" if found.busy_time else "count waiting for a processor too")
    )
    if found.locked:
        typer.echo(f"scratch folder: {_scratch()}")
    for reason in found.missing:
        typer.echo(f"missing: {reason}")
    typer.echo(
        "Student code can be locked in here."
        if found.locked
        else "Student code cannot be locked in here; --sandbox=process is for code you trust."
    )
    raise typer.Exit(0 if found.locked else 1)


def _scratch() -> str:
    """How the files of a submission are bounded here; a warm process is started to see."""
    from grader.running.outside import Runner

    with Runner() as runner:
        sized = runner.warm().sized_scratch
    return "a file system of its own size" if sized else "watched, for this machine gives no mount namespace"


def _tell_packages(paths: list[Path]) -> None:
    from grader.classroom.packages import look_at

    look = look_at(paths)
    for path, reason in look.unread:
        typer.echo(f"{printable(str(path))} was left out: {printable(reason)}")
    table = Table("package", "notebooks", "in the grader")
    for package in look.packages:
        first = printable(str(package.notebooks[0]))
        table.add_row(package.name, str(len(package.notebooks)), "yes" if package.there else f"no ({first})")
    screen().print(table)
    missing = [package.name for package in look.packages if not package.there]
    if not missing:
        typer.echo("The grader has all that they import.")
        return
    typer.echo(f"Missing: {', '.join(missing)}. To add them: {sys.executable} -m pip install PACKAGE")
    typer.echo("An answer that does not use a missing package keeps its marks without it.")
