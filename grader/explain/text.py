"""An explanation as text in a terminal, by Rich. What came from outside is never read as markup."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from grader.explain.model import Explanation, ShownCall, ShownCheck, ShownQuestion
from grader.explain.page import figure, off_by
from grader.explained import Compared, Explained
from grader.feedback.question import points
from grader.render.plain import printable
from grader.words import numbered

STAFF_ONLY = "For staff, not for students: this shows hidden inputs."
COLOURS = {"passed": "green", "skipped": "dim"}
MOST_CALLS, MOST_ROWS = 4, 8
"""Calls of a question, and rows of a table, that a terminal shows; the page shows more."""
MOST_CANDIDATES = 6
BY_HAND = "A person marks it: nothing of it was run, and `--html` shows the answer."


def print_explanation(told: Explanation, console: Console) -> None:
    """Print an explanation."""
    who = f"{told.student} ({told.name})" if told.name else told.student
    console.print(Panel(_text(STAFF_ONLY, style="bold"), expand=False))
    console.print(
        _text(f"{who}, {told.assignment}: {points(told.score)} of {points(told.max_score)} points", "bold")
    )
    if told.reason:
        console.print(_text(f"The file could not be graded: {told.reason}"))
    notes = (f"The student also reads: {note}" for note in told.notes)
    for sentence in (*told.standing, *notes):
        console.print(_text(f"· {sentence}"))
    for question in told.questions:
        whole = not question.lost and not question.error and len(told.questions) > 1
        console.print(Group(*(_in_one_line(question) if whole else _question(question))))


def _in_one_line(question: ShownQuestion) -> Iterator[RenderableType]:
    """A question that lost nothing, among others: nobody asks why."""
    yield _text()
    yield _text(f"{question.id}: {question.worth}", "bold underline")
    more = "Nothing lost; `--question {}` shows its checks and calls." if question.checks else BY_HAND
    yield _text(more.format(question.id), "dim")


def _question(question: ShownQuestion) -> Iterator[RenderableType]:
    yield _text()
    yield _text(f"{question.id}: {question.worth}", "bold underline")
    if question.lost:
        lost = [f"{points(taken)} by “{title}”" for title, taken in question.lost]
        waiting = [f"{points(question.waiting)} by what waits for that"] if question.waiting else []
        yield _text(f"Points lost: {', '.join((*lost, *waiting))}.")
    yield from _indented(_text(question.error)) if question.error else ()
    for diagnosis in question.diagnoses:
        yield _text(f"=> {diagnosis.slug}: {diagnosis.message}")
    if question.candidates and question.lost:
        yield _text("How well each mistake explains what was seen:")
    for candidate in question.candidates[: MOST_CANDIDATES if question.lost else 0]:
        yield from _indented(
            _text(f"{'fits' if candidate.fits else '    '}  {candidate.slug}: {candidate.told}")
        )
    for name, value in question.values:
        yield _text(f"{name} = {value}")
    for check in question.checks:
        yield from _check(check)
    calls = _in_question(question)
    for call in calls:
        yield from _call(call)
    left = question.left_out + len(question.calls) - len(calls)
    if left:
        yield _text(f"{left} more calls are on the page that --html writes.", "dim")
    code = question.snippet or next((call.snippet for call in calls or question.calls if call.snippet), "")
    if code:
        yield _text()
        yield _text("To see it for yourself:")
        yield Padding(
            Syntax(code, "python", background_color="default", word_wrap=True), (0, 0, 0, 4), expand=False
        )


def _in_question(question: ShownQuestion) -> tuple[ShownCall, ...]:
    """The calls that a check looked at which took points."""
    lost = {
        number
        for check in question.checks
        if check.result.points < check.result.max_points
        for number in check.calls
    }
    return tuple(call for call in question.calls if call.number in lost)[:MOST_CALLS]


def _check(check: ShownCheck) -> Iterator[RenderableType]:
    result = check.result
    worth = f"{points(result.points)} of {points(result.max_points)}"
    yield _text(f"{check.sign} {result.title} ({check.word}, {worth})", COLOURS.get(result.status, "red"))
    if result.status in ("passed", "skipped"):
        return
    yield from _indented(_text(f"The student reads: {result.message}"))
    yield from _explained(check.explained)
    if result.staff and check.explained == Explained():
        yield from _indented(_text(f"Seen: {result.staff}"))
    if check.calls:
        yield from _indented(_text(f"Looked at {numbered('call', check.calls)}.", "dim"))


def _call(call: ShownCall) -> Iterator[RenderableType]:
    yield _text()
    short = f": {call.explained.short}" if call.explained.short else ""
    yield _text(f"Call {call.number}, {call.called}{short}", "bold")
    for name, numbers in call.inputs:
        yield from _indented(_text(f"{name} = {numbers}"))
    yield from _indented(_text(call.outcome))
    yield from _explained(call.explained)


def _explained(explained: Explained) -> Iterator[RenderableType]:
    for sentence in explained.sentences:
        yield from _indented(_text(sentence))
    if explained.compared:
        yield from _indented(_table(explained.compared))


def _table(rows: tuple[Compared, ...]) -> Table:
    """The rows, of many the first that are off."""
    chosen = rows
    if len(rows) > MOST_ROWS:
        chosen = tuple(row for row in rows if row.wrong)[:MOST_ROWS] or rows[:MOST_ROWS]
    table = Table("", "returned", "should be", "off by", "allowed", "", box=None, padding=(0, 2, 0, 0))
    for row in chosen:
        numbers = (figure(row.returned), figure(row.right), off_by(row), figure(row.allowed, 3))
        table.add_row(_text(row.what), *map(_text, numbers), _text("off" if row.wrong else "", "red"))
    if len(rows) > len(chosen):
        wrong = sum(row.wrong for row in rows)
        of_them = f", {wrong} of them off" if wrong else ""
        table.add_row(_text(f"… {len(rows)} in all{of_them}", "dim"))
    return table


def _indented(what: RenderableType) -> Iterator[RenderableType]:
    yield Padding(what, (0, 0, 0, 4), expand=False)


def _text(text: str = "", style: str = "") -> Text:
    """Text in which nothing speaks to the terminal: names of students and files are theirs to choose."""
    return Text(printable(text), style)
