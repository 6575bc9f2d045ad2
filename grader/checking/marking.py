"""From what the checks found to marks: the entry point of the grader's trusted side."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection

import numpy as np

from grader.checking.checkset import Check
from grader.checking.errors import CheckFailed, GraderBroke, StudentProblem, StudentRaised, StudentTimeout
from grader.checking.hidden import Hidden
from grader.checking.host import Given, Host, Raised
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


@functools.cache
def checks_of(exercise: Exercise) -> Host:
    """The checks of an exercise, collected and validated once a process. Raises CheckSetError."""
    return Host(exercise.questions)


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
    given = {question.id: Given(proxy(session), Hidden(seed, question.id)) for question in questions}
    titles = {check.id: check.declaration.title for check in host.checks}
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


def _check_results(
    question: str, host: Host, outcomes: dict[str, Raised], titles: dict[str, str]
) -> tuple[CheckResult, ...]:
    checks = [check for check in host.checks if check.question == question]
    return tuple(_check_result(check, outcomes[check.id], titles) for check in checks)


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


def _check_result(check: Check, raised: Raised, titles: dict[str, str]) -> CheckResult:
    declared = check.declaration
    status, message, staff = _told(check, raised, titles)
    points = declared.points if status == "passed" else 0.0
    return CheckResult(check.id, declared.title, points, declared.points, status, message, staff)


def _told(check: Check, raised: Raised, titles: dict[str, str]) -> tuple[CheckStatus, str, str]:
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
