"""Whether the marks of a run are those that are stored and those of the gradebook, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nbgrader.api import MissingEntry

from grader.classroom.contexts import changed_since
from grader.course import Course
from grader.explain.run import Rerun
from grader.gradebook.reading import reading
from grader.gradebook.store import read_saved
from grader.report.gradebook import filed_submissions
from grader.report.model import Filed
from grader.results import submission_to_json
from grader.words import counted


@dataclass(frozen=True)
class Standing:
    """How the marks of this run stand to those that count."""

    name: str
    """The student's name in the gradebook; may be empty."""
    same: bool
    """Whether the stored marks are these, check by check."""
    sentences: tuple[str, ...]


def standing(course: Course, run: Rerun) -> Standing:
    """Compare a run with what is stored and what the gradebook has.

    Raises:
        CourseError: the gradebook or the configuration of the course cannot be read.
    """
    saved = read_saved(course, run.student)
    filed = filed_submissions(course).get(run.student)
    now = submission_to_json(run.marked.result)
    same = saved is not None and _marks(saved["result"]) == _marks(now)
    sentences = (*_of_the_store(course, run, saved, now, same), *_of_the_gradebook(filed, now))
    return Standing(_name(course, run.student), same, sentences)


def _of_the_store(
    course: Course, run: Rerun, saved: Mapping[str, Any] | None, now: Mapping[str, Any], same: bool
) -> Iterator[str]:
    if saved is None:
        yield "No result of `gaussfit grade` is stored, so there is nothing to compare these marks with."
        return
    changed = changed_since(course, run.settings, run.handed, saved["fingerprint"], run.student)
    if same and not changed:
        yield "These are the stored marks: nothing that they follow from has changed since they were made."
        return
    if changed:
        what = " and ".join(changed)
        yield f"Changed since the stored marks were made: {what}. Run `gaussfit grade` to bring them up to date."
    if same:
        yield "The stored marks are the same all the same, check by check."
        return
    yield f"The stored marks are others: {'; '.join(_differences(saved['result'], now))}."
    if not changed:
        yield (
            "Nothing that marks follow from has changed, so the answer is not the same each time: it draws random "
            "numbers, reads the clock, or runs close to a time limit."
        )


def _marks(result: Mapping[str, Any]) -> list[Any]:
    """What of a stored result is marks."""
    checks = [
        (question["id"], check["id"], check["points"], check["status"])
        for question in result["questions"]
        for check in question["checks"]
    ]
    return [result["status"], result["score"], checks]


def _differences(stored: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Question by question; where the points are the same and the checks are not, that."""
    if stored["status"] != now["status"]:
        yield f"the submission was {stored['status']} then and is {now['status']} now"
    then = {question["id"]: question for question in stored["questions"]}
    for question in now["questions"]:
        before = then.get(question["id"])
        if before is None:
            yield f"{question['id']} was not marked then"
        elif before["score"] != question["score"]:
            yield f"{question['id']} had {before['score']:g} then and has {question['score']:g} now"
        elif [check["status"] for check in before["checks"]] != [
            check["status"] for check in question["checks"]
        ]:
            yield f"the checks of {question['id']} ended otherwise, with the same points"


def _of_the_gradebook(filed: Filed | None, now: Mapping[str, Any]) -> Iterator[str]:
    if filed is None:
        yield "The gradebook has no marks of this submission: run `gaussfit grade`."
        return
    scores = {question["id"]: question["score"] for question in now["questions"]}
    for question, mark in filed.marks.items():
        if mark.manual is not None:
            ours = scores.get(question)
            beside = "" if ours is None else f"; the grader gives {ours:g}"
            yield f"{question} has {mark.manual:g} by hand in formgrader{beside}."
        elif mark.auto is None:
            yield f"{question} waits for a mark by hand."
        elif mark.auto != (scores.get(question) or 0):
            yield f"The gradebook has {mark.auto:g} for {question}; this run gives {scores.get(question) or 0:g}."
        if mark.extra:
            yield f"{question} has {counted(mark.extra, 'point')} of extra credit."
    if filed.penalty:
        yield f"It was late, which costs {counted(filed.penalty, 'point')}."
    yield f"The gradebook counts {filed.score:g} of {filed.max_score:g} points."


def _name(course: Course, student: str) -> str:
    with reading(course) as gradebook:
        try:
            found = gradebook.find_student(student)
        except MissingEntry:
            return ""
        return " ".join(part for part in (found.first_name, found.last_name) if part)
