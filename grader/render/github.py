"""Annotations for GitHub Actions: a line for each check that took points, shown at the answer's cell.

The runner reads them from a step's output. Per cents and line ends are escaped in a message, colons and commas as
well in what stands before it, so that no text of a student's can begin a command of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.render.context import Context
from grader.render.junit import GRADER_FAILED
from grader.render.plain import printable
from grader.results import SubmissionResult


def render_github(result: SubmissionResult, context: Context) -> str:
    """`result` as workflow commands; nothing at all when there is nothing to mend."""
    return "".join(f"{line}\n" for line in _commands(result, context))


def _commands(result: SubmissionResult, context: Context) -> Iterator[str]:
    if result.status != "graded":
        reason = (result.reason or "") if result.status == "rejected" else GRADER_FAILED
        yield _command("error", context, 1, "The notebook was not graded", reason)
    for question in result.questions:
        for check in question.checks:
            if check.status in ("failed", "error", "timeout"):
                title = f"{question.id}: {check.title}"
                yield _command("error", context, context.lines.get(question.id, 1), title, check.message)


def _command(kind: str, context: Context, line: int, title: str, message: str) -> str:
    place = f"file={_escaped_name(context.file)},line={line}," if context.file else ""
    return f"::{kind} {place}title={_escaped_name(title)}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_name(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
