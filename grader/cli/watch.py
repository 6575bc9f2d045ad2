"""`gaussfit watch`: grade what arrives as it arrives, and make its feedback."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from grader.cli.app import CourseOption, DbOption, DebugOption, JobsOption, SandboxOption, app
from grader.cli.cores import usable_cores
from grader.cli.output import say
from grader.collecting import Wanted
from grader.render.plain import one_line

if TYPE_CHECKING:
    from grader.course import Course
    from grader.watching.inlets import DropFolder
    from grader.watching.told import Note, Returned

ROWS = 15
"""Submissions that the table shows, the latest."""


@app.command()
def watch(
    course: CourseOption = Path(),
    source: Annotated[
        Path | None,
        typer.Option(
            "--source",
            metavar="DIR",
            help="A drop folder in which submissions arrive, in a form that `gaussfit collect` takes.",
            show_default="submitted/ alone",
        ),
    ] = None,
    wanted: Annotated[
        Wanted,
        typer.Option(
            "--from", help="How files in --source are named, as in collect; exchange: nbgrader's, back too."
        ),
    ] = "auto",
    jobs: JobsOption = None,
    poll: Annotated[
        bool, typer.Option("--poll", help="Look again and again, on a file system that tells of no changes.")
    ] = False,
    sandbox: SandboxOption = "locked",
    db: DbOption = None,
    debug: DebugOption = False,
) -> None:
    """Grade what arrives as it arrives, each with its feedback page, until Ctrl-C."""
    from grader.marking.forking import start_server

    start_server()  # before all else: it loads while this process does
    from grader.course import open_course
    from grader.errors import UsageError
    from grader.running.outside.sandbox import require
    from grader.watching.returning import pages_of
    from grader.watching.session import Options
    from grader.watching.stopping import Stop
    from grader.watching.watch import watch as watch_course

    opened = open_course(course, None, db)
    if source is None and wanted not in ("auto", "exchange"):
        raise UsageError(f"--from {wanted} wants --source DIR: the folder in which its files arrive.")
    require(sandbox)
    if sandbox == "process":
        say("warning: --sandbox=process does not lock student code in; grade only code you trust.", err=True)
    options = Options(jobs or usable_cores(), sandbox, poll)
    page_workers = max(1, options.jobs // 3)
    stop = Stop()
    with stop.by_signals(), _shown(Console()) as shown:
        try:
            inlets = _inlets(opened, source, wanted, shown)
            places = " and ".join(
                str(place) for place in (*(each.source for each in inlets), opened.submitted)
            )
            shown.say(f"watching {places}; Ctrl-C stops")
            watch_course(opened, options, stop, shown.add, lambda each: pages_of(each, page_workers), inlets)
        except KeyboardInterrupt:  # asked twice
            shown.say("stopped at once; what was being marked is marked at the next start")
            raise typer.Exit(130) from None
        shown.say("stopped; what is graded is kept, and the next start goes on from here")


def _inlets(course: Course, source: Path | None, wanted: Wanted, shown: _Lines) -> list[DropFolder]:
    from grader.watching.inlets import DropFolder, InboundFolder, inbound_of
    from grader.watching.told import Note

    told: set[str] = set()

    def tell(sentence: str) -> None:
        if sentence not in told:
            told.add(sentence)
            shown.add(Note(sentence))

    if wanted == "exchange":
        return [InboundFolder(course, source or inbound_of(course), tell)]
    return [] if source is None else [DropFolder(course, source, wanted, tell)]


class _Lines:
    """One plain line for each thing that is told."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def add(self, told: Returned | Note) -> None:
        from grader.watching.told import Note

        if isinstance(told, Note):
            self.say(f"note: {told.sentence}.")
        else:
            self.say("  ".join((told.result["student"], *_cells(told))))

    def say(self, text: str) -> None:
        line = f"{time.strftime('%H:%M:%S')}  {one_line(text)}"
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)


class _Table(_Lines):
    """The latest submissions in a table that stays where it is; all else scrolls by above it."""

    def __init__(self, console: Console, live: Live) -> None:
        super().__init__(console)
        self._live = live
        self._rows: deque[tuple[str, ...]] = deque(maxlen=ROWS)
        self._count = 0

    def add(self, told: Returned | Note) -> None:
        from grader.watching.told import Note

        if isinstance(told, Note):
            super().add(told)
            return
        self._count += 1
        self._rows.append((time.strftime("%H:%M:%S"), one_line(told.result["student"]), *_cells(told)))
        table = Table("", "student", "", "seconds", caption=f"{self._count} done, {told.waiting} waiting")
        for row in self._rows:
            table.add_row(*map(escape, row))
        self._live.update(table)


def _cells(told: Returned) -> tuple[str, str]:
    result = told.result
    if result["score"] is not None and result["status"] != "rejected":
        what = f"{result['score']:g} / {result['max_score']:g}"
    else:
        what = f"{result['status']}: {one_line(result['reason'] or '')}"
    return what, f"{told.seconds:.2f} s"


@contextlib.contextmanager
def _shown(console: Console) -> Iterator[_Lines]:
    if not console.is_terminal:
        yield _Lines(console)
        return
    with Live(console=console, auto_refresh=False, vertical_overflow="crop") as live:
        yield _Table(console, live)
