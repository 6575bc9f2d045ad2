"""From a recorded run to what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from grader.checking import Hidden, Record, Student, replayed
from grader.checking.marking import AFTERWARDS, of_the_data
from grader.checking.student import Call
from grader.course import Course
from grader.errors import UsageError
from grader.exercise import Question, asked_by
from grader.explain.model import Explanation, ShownCall, ShownCheck, ShownQuestion, bounded
from grader.explain.outcome import answer_told, array_told, error_told, value_told
from grader.explain.run import Rerun
from grader.explain.snippet import called, snippet
from grader.explain.standing import Standing
from grader.explained import Explained
from grader.feedback.question import STATUS
from grader.reading import course_release
from grader.results import CheckResult, QuestionResult

MOST_CALLS = 24
"""Calls of one question that are shown."""
UNTOLD = Explained(("The answer holds numbers that cannot be told.",))
T = TypeVar("T")


def refuse_unknown(course: Course, question: str | None) -> None:
    """Raise UsageError when there is no such question; CourseError when the release cannot be read."""
    release = course_release(course)
    known = course.exercise.ids
    ids = (*known, *(cell for cell in release.max_scores if asked_by(cell) not in known))
    if question is not None and question not in ids:
        raise UsageError(f"There is no question {question!r}; this course has {', '.join(ids)}.")


def explanation(course: Course, run: Rerun, stands: Standing, only: str | None = None) -> Explanation:
    """What there is to tell of a run: of one question, or of all."""
    result = run.marked.result
    return Explanation(
        assignment=course.assignment,
        title=course.exercise.title,
        student=bounded(run.student),
        name=bounded(stands.name),
        status=result.status,
        reason=bounded(result.reason or ""),
        score=result.score or 0.0,
        max_score=result.max_score,
        same=stands.same,
        standing=tuple(map(bounded, stands.sentences)),
        notes=tuple(map(bounded, result.notes)),
        when="" if run.handed.when is None else run.handed.when.isoformat(" ", "seconds"),
        sandbox=result.sandbox,
        questions=tuple(
            _question(_asked(course, each), each, run) for each in result.questions if only in (None, each.id)
        ),
    )


def _asked(course: Course, result: QuestionResult) -> Question:
    """The question of a result; of a cell that the exercise does not know, one that says nothing of its own."""
    if result.id in course.exercise.ids:
        return course.exercise.question(result.id)
    return Question(result.id, "a cell of the instructor's own", result.max_score, (), "", Path())


def _question(question: Question, result: QuestionResult, run: Rerun) -> ShownQuestion:
    record = result.record or Record(())
    student, checked = replayed(record), replayed(_of_checks(record))
    numbers = _numbered(record)
    source, error = _cell(question, run)
    needs = question.explain.before
    before = needs if isinstance(needs, str) else _told(lambda: needs(student), "")
    return ShownQuestion(
        id=question.id,
        about=question.about,
        score=result.score,
        max_score=result.max_score,
        source=bounded(source),
        error=bounded(error),
        checks=tuple(_check(each, question, checked, record, numbers, run) for each in result.checks),
        diagnoses=result.diagnoses,
        candidates=_told(lambda: question.explain.candidates(student), ()),
        calls=tuple(
            _call(number, call, question, result, record, before)
            for call in record.calls
            if 0 < (number := numbers.get(id(call), 0)) <= MOST_CALLS
        ),
        left_out=max(0, len(numbers) - MOST_CALLS),
        afterwards=len(record.calls) - len(numbers),
        values=tuple((name, value_told(value)) for name, value in record.kept.items()),
        pictures=question.pictures(result.facts),
        snippet=_told(lambda: question.explain.snippet(student), ""),
    )


def _told(tell: Callable[[], T], nothing: T) -> T:
    """What an exercise tells; `nothing` of numbers that cannot be told, which a child may have forged."""
    try:
        with np.errstate(all="ignore"):  # as where they were marked: a student's numbers may be of any size
            return tell()
    except Exception as error:
        if of_the_data(error):
            return nothing
        raise


def _of_checks(record: Record) -> Record:
    """What the checks looked at, without what was looked at afterwards."""
    return replace(record, seen=tuple(seen for seen in record.seen if seen.check != AFTERWARDS))


def _numbered(record: Record) -> dict[int, int]:
    """A number for each call that a check looked at, by its identity, in the order of the checks."""
    return {id(call): number for number, call in enumerate(_of_checks(record).calls, start=1)}


def _cell(question: Question, run: Rerun) -> tuple[str, str]:
    """The source of the answer cell, and what it raised."""
    for index, cell in enumerate(run.submission.notebook["cells"]):
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == question.id:
            cell_run = run.marked.runs.get(index)
            error = None if cell_run is None else cell_run.error
            return cell["source"], "" if error is None else error_told(error)
    return "", ""


def _check(
    result: CheckResult,
    question: Question,
    student: Student,
    record: Record,
    numbers: dict[int, int],
    run: Rerun,
) -> ShownCheck:
    sign, word = STATUS[result.status]
    word = {"error": "the student's code raised an error", "failed": "not passed"}.get(result.status, word)
    calls = tuple(numbers[id(call)] for call in record.calls_of(result.id))
    hidden = Hidden(run.settings.seed, question.id)
    explained = _told(lambda: question.explain.check(result.id, student, hidden), UNTOLD)
    result = replace(result, staff=bounded(result.staff))
    return ShownCheck(result, sign, word, _harmless(explained), tuple(sorted(calls)))


def _call(
    number: int, call: Call, question: Question, result: QuestionResult, record: Record, before: str
) -> ShownCall:
    names = called(call, question.explain.arguments.get(call.name, ()))
    explained = _told(lambda: question.explain.call(call), UNTOLD)
    return ShownCall(
        number=number,
        called=f"{call.name}({', '.join((*(('fig',) if call.drawn else ()), *names))})",
        inputs=tuple((name, array_told(each)) for name, each in zip(names, call.arguments, strict=True)),
        outcome=answer_told(call.answer, names),
        explained=_harmless(explained),
        snippet=snippet(call, names, before),
        checks=tuple(
            check.title for check in result.checks if any(call is each for each in record.calls_of(check.id))
        ),
    )


def _harmless(explained: Explained) -> Explained:
    """The same with its sentences bounded: they may quote an error of the student's."""
    return replace(explained, sentences=tuple(map(bounded, explained.sentences)))
