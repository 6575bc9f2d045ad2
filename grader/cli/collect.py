"""`gaussfit collect`: what students handed in on a platform goes into `submitted/`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grader.cli.app import CourseOption, DbOption, DebugOption, IdColumnOption, JsonOption, QuietOption, app
from grader.cli.output import say, screen
from grader.collecting import Wanted
from grader.render.plain import one_line
from grader.writing import STDOUT, write_json

if TYPE_CHECKING:
    from grader.collecting.report import Report

MAX_ROWS = 60
"""Of what was left more is not shown: --json has it all."""


@app.command()
def collect(
    sources: Annotated[
        list[Path], typer.Argument(metavar="SOURCE", help="Zips or folders, as the platform gives them.")
    ],
    course: CourseOption = Path(),
    wanted: Annotated[
        Wanted, typer.Option("--from", help="The platform; auto: the one whose names the files have.")
    ] = "auto",
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="FILE",
            help="CSV with a row a student, as the platform exports it.",
            show_default="the gradebook's students",
        ),
    ] = None,
    id_column: IdColumnOption = None,
    pattern: Annotated[
        str | None,
        typer.Option(
            "--pattern",
            metavar="REGEX",
            help="How files are named, with groups (?P<student>…) and perhaps (?P<time>…).",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be done.")] = False,
    json_file: JsonOption = None,
    db: DbOption = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Put what students handed in into submitted/; exit 1 if a file is left that is nobody's."""
    from grader.collecting.collect import Options
    from grader.collecting.collect import collect as collect_into
    from grader.collecting.filing import kept_unmatched
    from grader.collecting.report import report_to_json
    from grader.course import open_course

    opened = open_course(course, db_url=db)
    options = Options(wanted, roster, id_column, pattern, dry_run)
    try:
        report = collect_into(opened, sources, options)
    except KeyboardInterrupt:  # Typer would end without a word
        say("gaussfit: stopped; what is collected is kept, run the command again to go on.", err=True)
        raise typer.Exit(130) from None
    if json_file is not None:
        write_json(json_file, report_to_json(report))
    for note in dict.fromkeys(report.notes):
        say(f"note: {one_line(note)}", err=True)
    if not quiet:
        to_stderr = json_file == STDOUT
        _print(report, screen(stderr=to_stderr), kept=not dry_run and kept_unmatched(opened).is_dir())
        if dry_run:
            say("Nothing was written, for this was a dry run.", err=to_stderr)
        elif report.count("new") or report.count("newer"):
            say("Run `gaussfit grade` to grade them.", err=to_stderr)
    raise typer.Exit(1 if report.unmatched else 0)


def _print(report: Report, console: Console, *, kept: bool) -> None:
    for name, form in report.forms.items():
        how = "named by student" if form == "folder" else f"as {form} names files"
        console.print(f"{escape(one_line(name))}: {how}", highlight=False)
    for each in report.collected:
        for note in each.notes:
            console.print(f"{escape(one_line(each.student))}: {escape(one_line(note))}", highlight=False)
    if report.unmatched:
        table = Table("left", "why, and what to do")
        for left in report.unmatched[:MAX_ROWS]:
            table.add_row(escape(one_line(left.file)), escape(one_line(left.reason)))
        console.print(table)
        if len(report.unmatched) > MAX_ROWS:
            console.print(
                f"and {len(report.unmatched) - MAX_ROWS} more: --json has them all", highlight=False
            )
    counts = ", ".join(
        f"{report.count(action)} {action}" for action in ("new", "newer", "unchanged", "older")
    )
    left_over = f"; {_many(len(report.unmatched), 'file')} left{', see collected/unmatched/' * kept}"
    console.print(
        f"{_many(len(report.collected), 'student')}: {counts}{left_over if report.unmatched else ''}",
        highlight=False,
    )


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
