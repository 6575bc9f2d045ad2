"""`gaussfit doctor`: what this machine can do."""

from __future__ import annotations

import sys
from importlib.metadata import version

import typer

from grader.cli.app import DebugOption, app

PACKAGES = ("numpy", "torch", "matplotlib", "nbgrader", "ipywidgets", "pytest")


@app.command()
def doctor(debug: DebugOption = False) -> None:
    """Tell whether this machine can lock student code in; exit 1 if it cannot."""
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
