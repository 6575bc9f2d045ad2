"""`gaussfit grade`: grade the class into nbgrader's gradebook."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader.cli.app import (
    CourseOption,
    DbOption,
    DebugOption,
    JobsOption,
    JsonOption,
    QuietOption,
    SandboxOption,
    app,
)
from grader.cli.marks_table import print_table
from grader.cli.output import say, screen
from grader.render.plain import one_line
from grader.writing import STDOUT, write_json

if TYPE_CHECKING:
    from grader.classroom.grade import Options
    from grader.classroom.grade import Progress as Step
    from grader.course import Course, Submitters
    from grader.errors import RunStopped
    from grader.results import ReportObject


@app.command()
def grade(
    assignment: Annotated[
        str | None, typer.Argument(help="The assignment to grade.", show_default="the course's")
    ] = None,
    course: CourseOption = Path(),
    student: Annotated[
        list[str] | None, typer.Option("--student", metavar="ID", help="Only this one; may be repeated.")
    ] = None,
    jobs: JobsOption = None,
    force: Annotated[bool, typer.Option("--force", help="Grade unchanged submissions again.")] = False,
    json_file: JsonOption = None,
    sandbox: SandboxOption = "locked",
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", metavar="URL", help="Mark on the workers of this Dask scheduler (tcp://…)."
        ),
    ] = None,
    db: DbOption = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Only tell whose marks would change, and by which check.")
    ] = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Grade all (or the named) submissions; unchanged ones that are graded already are skipped."""
    if scheduler is None:
        from grader.marking.forking import start_server

        start_server()  # before all else: it loads while this process does
    from grader.classroom.grade import Options
    from grader.course import open_course
    from grader.doctor.machine import usable_cores
    from grader.running.outside.sandbox import not_locked_in, require

    opened = open_course(course, assignment, db)
    if scheduler is None:
        require(sandbox)
    if sandbox == "process":
        typer.secho(f"warning: {not_locked_in()}", fg="yellow", err=True)
    submitters = opened.submitters()
    for names in submitters.doubles:
        spelt = " and ".join(map(repr, names))
        say(f"warning: {spelt} may be one student; rename their folders if so.", err=True)
    options = Options(tuple(student or ()), jobs or usable_cores(), force, sandbox, scheduler=scheduler)
    if preview:
        _preview(opened, options)
        return
    report, stopped, sentences = _graded(opened, options, submitters, quiet)
    for sentence in sentences:
        say(f"warning: {one_line(sentence)}.", err=True)
    if json_file is not None:
        write_json(json_file, report)
    if stopped is not None:
        raise stopped
    if not quiet:
        print_table(report, screen(stderr=json_file == STDOUT))
    raise typer.Exit(1 if any(result["status"] == "error" for result in report["submissions"]) else 0)


def _graded(
    course: Course, options: Options, submitters: Submitters, quiet: bool
) -> tuple[ReportObject, RunStopped | None, list[str]]:
    """The report on the class, what stopped the run if anything did, and what staff should hear."""
    from grader.classroom.grade import grade_class
    from grader.errors import RunStopped

    sentences: list[str] = []
    bar, shown = _progress(screen(stderr=True)), _Shown()
    task = bar.add_task("grading", mean="", rate="")
    with contextlib.ExitStack() as stack:

        def begin(total: int) -> None:
            bar.update(task, total=total)
            if total and not quiet:
                stack.enter_context(bar)

        def step(progress: Step) -> None:
            shown.add(progress)
            bar.update(task, completed=progress.done, mean=shown.mean(), rate=shown.rate())

        try:
            report = grade_class(course, options, step, sentences.append, submitters=submitters, begin=begin)
        except RunStopped as error:
            return error.report, error, sentences
        except KeyboardInterrupt:  # Typer would end without a word
            stack.close()
            say("gaussfit: stopped; what is graded is kept, run the command again to go on.", err=True)
            raise typer.Exit(130) from None
    return report, None, sentences


def _preview(course: Course, options: Options) -> None:
    from grader.classroom.preview import lines
    from grader.classroom.preview import preview as preview_of

    for line in lines(preview_of(course, options)):
        say(one_line(line) if not line.startswith(" ") else f"    {one_line(line.strip())}")


class _Shown:
    """What the progress bar says beyond the count: the running mean, and submissions a second."""

    def __init__(self) -> None:
        import time

        self._clock = time.monotonic
        self._started: float | None = None
        self._scores: list[float] = []
        self._graded = 0

    def add(self, progress: Step) -> None:
        if progress.result["score"] is not None:
            self._scores.append(progress.result["score"])
        if self._started is None:
            self._started = self._clock()  # the first result comes after the start-up, which is no rate
        elif not progress.skipped:
            self._graded += 1

    def mean(self) -> str:
        return f"mean {sum(self._scores) / len(self._scores):.1f}" if self._scores else ""

    def rate(self) -> str:
        elapsed = self._clock() - (self._started or self._clock())
        return f"{self._graded / elapsed:.1f}/s" if self._graded and elapsed > 0 else ""


def _progress(console: Console) -> Progress:
    columns = ("[progress.description]{task.description}", "{task.fields[rate]}", "{task.fields[mean]}")
    return Progress(
        TextColumn(columns[0]),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(columns[1]),
        TimeRemainingColumn(),
        TextColumn(columns[2]),
        console=console,
    )
