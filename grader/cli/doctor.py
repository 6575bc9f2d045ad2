"""`gaussfit doctor`: what this machine can do."""

from __future__ import annotations

import typer

from grader.cli.app import DebugOption, app


@app.command()
def doctor(debug: DebugOption = False) -> None:
    """Tell whether this machine can lock student code in; exit 1 if it cannot."""
    from grader.sandbox import probe

    capabilities = probe()
    for line in capabilities.lines():
        typer.echo(line)
    raise typer.Exit(0 if capabilities.can_lock else 1)
