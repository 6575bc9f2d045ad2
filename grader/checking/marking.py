"""From what the checks found to marks: the entry point of the grader's trusted side."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

import numpy as np

from grader.checking.checkset import Check
from grader.checking.errors import (
    CheckFailed,
    CheckSetError,
    GraderBroke,
    StudentProblem,
    StudentRaised,
    StudentTimeout,
)
from grader.checking.hidden import Hidden
from grader.checking.host import Given, Host, Raised
from grader.checking.shares import QUARTER
from grader.checking.student import SessionLike, Student
from grader.exercise import Exercise, Question
from grader.results import CheckResult, CheckStatus, QuestionResult

OF_THE_DATA = (ArithmeticError, ValueError, IndexError, MemoryError, RecursionError, np.linalg.LinAlgError)
"""What arithmetic on an answer's numbers raises, which a child may have forged."""
UNJUDGED = "Your answer holds numbers that cannot be judged."
AFTERWARDS = ""
"""In place of a check's id: who asks once all checks are done, to name mistakes."""
NO_PUBLIC_MESSAGE = "This one did not pass."
"""Stands in for a message that a check left empty."""


def of_the_data(error: BaseException | None) -> bool:
    """Whether judging an answer raised this for the numbers in it: a wrong answer.

    Any other exception is a mistake in the check itself, and so is one of our own or of an exercise's making, such as
    the refusal of a hidden input that is no covariance.
    """
    return isinstance(error, OF_THE_DATA) and type(error).__module__.partition(".")[0] in (
        "builtins",
        "numpy",
    )


def checks_of(exercise: Exercise) -> Host:
    """The checks of an exercise, collected and validated once a process. Raises CheckSetError."""
    host = _host(exercise.questions)
    titles_of(host, exercise)
    return host


@functools.cache
def _host(questions: tuple[Question, ...]) -> Host:
    """Whatever the task is, the checks are the same."""
    return Host(questions)


def titles_of(host: Host, exercise: Exercise) -> Mapping[str, str]:
    """The title of each check, with what the task says in it. Raises CheckSetError for one that names what is not
    there."""
    titles = {}
    for check in host.checks:
        try:
            titles[check.id] = exercise.worded(check.declaration.title)
        except (LookupError, AttributeError, ValueError) as error:
            raise CheckSetError(
                f"The title of {check.id} cannot be filled in ({type(error).__name__}: {error}): in it "
                "{task.…} stands for a part of the task, and any other brace is written twice."
            ) from error
    return titles


def mark_questions(
    session: SessionLike,
    seed: bytes | str,
    exercise: Exercise,
    only: Collection[str] | None = None,
    proxy: Callable[[SessionLike], Student] = Student,
) -> tuple[QuestionResult, ...]:
    """Mark a submission's answers with the hidden checks.

    Args:
        session: the submission's code, in its own process.
        seed: the course's secret, from which the hidden inputs come.
        exercise: whose questions the submission answers.
        only: ids of the questions to mark; all of them if None.
        proxy: makes what the checks of a question see of the session; `recording.Recorder` also records who asks what.

    Returns:
        One result a question. The same session behaviour and seed give the same result.

    Raises:
        CheckSetError: the checks contradict themselves.
        GraderBroke: a check or a diagnosis raised what it should not; no mark follows.
    """
    host = checks_of(exercise)
    questions = [question for question in exercise.questions if only is None or question.id in only]
    given = {each.id: Given(_about(proxy(session), exercise), Hidden(seed, each.id)) for each in questions}
    titles = titles_of(host, exercise)
    with np.errstate(
        all="ignore"
    ):  # a student's numbers may be of any size; comparisons with inf and nan are meant
        outcomes = host.run(given)
        return tuple(
            _question_result(
                question, _check_results(question.id, host, outcomes, titles), given[question.id].student
            )
            for question in questions
        )


def _about(student: Student, exercise: Exercise) -> Student:
    student.task = exercise.task
    return student


def _check_results(
    question: str, host: Host, outcomes: dict[str, Raised], titles: Mapping[str, str]
) -> tuple[CheckResult, ...]:
    checks = [check for check in host.checks if check.question == question]
    return never_full(tuple(_check_result(check, outcomes[check.id], titles) for check in checks))


def never_full(results: tuple[CheckResult, ...]) -> tuple[CheckResult, ...]:
    """The results; a quarter less for the last that has points, where not all passed and nothing else is lost.

    That takes a question worth so little that its quarters don't reach all checks.
    """
    if all(each.status == "passed" for each in results) or any(
        each.points < each.max_points for each in results
    ):
        return results
    at = max((place for place, each in enumerate(results) if each.points), default=None)
    if at is None:
        return results
    less = replace(results[at], points=results[at].points - QUARTER)
    return (*results[:at], less, *results[at + 1 :])


def _question_result(question: Question, checks: tuple[CheckResult, ...], student: Student) -> QuestionResult:
    right = all(check.status == "passed" for check in checks)
    student = student.for_check(AFTERWARDS)
    try:
        diagnoses = () if right else question.diagnose(student)
        return QuestionResult(question.id, checks, diagnoses, question.facts(student), record=student.record)
    except Exception as error:
        if of_the_data(error):  # no name for such an answer
            return QuestionResult(question.id, checks, record=student.record)
        raise GraderBroke(question.id, error, what="diagnosis of") from error


def _check_result(check: Check, raised: Raised, titles: Mapping[str, str]) -> CheckResult:
    declared = check.declaration
    status, message, staff = _told(check, raised, titles)
    points = declared.points if status == "passed" else 0.0
    return CheckResult(check.id, titles[check.id], points, declared.points, status, message, staff)


def _told(check: Check, raised: Raised, titles: Mapping[str, str]) -> tuple[CheckStatus, str, str]:
    """Status, sentence for the student, sentence for staff. Raises GraderBroke for the grader's own faults."""
    if raised.waits_for is not None:
        title = titles[raised.waits_for]
        return "skipped", f"Not tried: it waits for “{title}”.", f"needs {raised.waits_for}"
    error = raised.error
    if error is None:
        return "passed", "", ""
    if isinstance(error, CheckFailed):
        return "failed", error.message or NO_PUBLIC_MESSAGE, error.staff
    if isinstance(error, StudentTimeout):
        return "timeout", error.message, error.staff
    if isinstance(error, StudentRaised):
        return "error", error.message, error.staff
    if isinstance(error, StudentProblem):
        return "failed", error.message, error.staff
    if of_the_data(error):
        return "failed", UNJUDGED, f"judging it raised {type(error).__name__}: {error}"
    raise GraderBroke(check.id, error) from error
