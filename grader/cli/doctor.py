"""`gaussfit doctor`: what this machine can do, and whether a course is sound."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from grader.cli.app import DebugOption, JsonOption, app
from grader.cli.output import say, screen
from grader.errors import UsageError
from grader.render.plain import one_line, printable
from grader.writing import STDOUT, write_json


@app.command()
def doctor(
    notebooks: Annotated[
        list[Path] | None, typer.Argument(help="With --packages: notebooks, or folders that have some.")
    ] = None,
    packages: Annotated[
        bool,
        typer.Option("--packages", help="List what the notebooks import, and what of it is missing here."),
    ] = False,
    course: Annotated[
        Path | None,
        typer.Option(
            "--course", metavar="DIR", help="The course to look at.", show_default="here, if it is one"
        ),
    ] = None,
    json_file: JsonOption = None,
    debug: DebugOption = False,
) -> None:
    """Tell whether this machine can lock student code in, and whether a course is sound; exit 1 if not."""
    if packages:
        _tell_packages(notebooks or [])
        return
    if notebooks:
        raise UsageError(
            "doctor looks at notebooks with --packages only: gaussfit doctor --packages NOTEBOOK…"
        )
    locked = _tell_machine(json_file)

    sound = json_file == STDOUT or _tell_course(course)
    raise typer.Exit(0 if locked and sound else 1)


def _tell_course(folder: Path | None) -> bool:
    """What is wrong with the course's notebooks; whether it can be built and graded."""
    from grader.course import CONFIG_NAME, open_course

    if folder is None and not Path(CONFIG_NAME).is_file():
        return True
    from grader.classroom.soundness import soundness

    opened = open_course(folder or Path())
    found = soundness(opened)
    say(f"course: {printable(str(opened.root))}")
    for sentence in (*found.faults, *found.remarks):
        say(one_line(sentence))
    if not found.faults and not found.remarks:
        say("The notebooks of the course are sound.")
    return not found.faults


def _tell_machine(json_file: Path | None) -> bool:
    """What this machine has for grading; whether student code can be locked in."""
    from grader.doctor import lines, look, remedies, to_json
    from grader.running.outside import cgroup

    cgroup.settle()
    machine = look()
    found = remedies(machine)
    if json_file is not None:
        write_json(json_file, to_json(machine, found))
    if json_file != STDOUT:
        for line in lines(machine, found, _scratch() if machine.lock.locked else ""):
            say(line)
    return machine.lock.locked


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
        say(f"{printable(str(path))} was left out: {printable(reason)}")
    table = Table("package", "notebooks", "in the grader")
    for package in look.packages:
        first = printable(str(package.notebooks[0]))
        table.add_row(package.name, str(len(package.notebooks)), "yes" if package.there else f"no ({first})")
    screen().print(table)
    missing = [package.name for package in look.packages if not package.there]
    if not missing:
        say("The grader has all that they import.")
        return
    say(f"Missing: {', '.join(missing)}. To add them: {sys.executable} -m pip install PACKAGE")
    say("An answer that does not use a missing package keeps its marks without it.")
