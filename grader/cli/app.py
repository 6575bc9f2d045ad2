"""The Typer application and the options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gaussfit.version import __version__
from grader.results import Sandbox

app = typer.Typer(
    name="gaussfit",
    help="Make, grade and check a notebook exercise: the 2-D Gaussian density, or one of your own.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_state = {"debug": False}


def debugging() -> bool:
    """Whether `--debug` was given, so that errors show their traceback."""
    return _state["debug"]


def _set_debug(value: bool) -> bool:
    _state["debug"] = _state["debug"] or value
    return value


DebugOption = Annotated[
    bool, typer.Option("--debug", callback=_set_debug, help="Show the traceback of an error.", is_eager=True)
]
CourseOption = Annotated[
    Path, typer.Option("--course", metavar="DIR", help="The course folder.", show_default="here")
]
SandboxOption = Annotated[
    Sandbox,
    typer.Option(
        "--sandbox",
        help="`locked` (Landlock, bubblewrap, seccomp: what there is of them), or `process`: process isolation alone, "
        "for trusted code only.",
    ),
]


QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print no table and no progress; warnings and errors are told.")
]
JsonOption = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Write all of it as JSON; `-` is stdout.")
]
DbOption = Annotated[
    str | None, typer.Option("--db", metavar="URL", help="The gradebook, instead of the course's own.")
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", min=1, metavar="N", help="How many at once; default: the cores.")
]
IdColumnOption = Annotated[
    str | None,
    typer.Option("--id-column", metavar="NAME", help="The column of the ids that the course uses."),
]


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"gaussfit {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: DebugOption = False,
) -> None:
    pass
