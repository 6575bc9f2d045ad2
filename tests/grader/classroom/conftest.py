"""A small class whose marks are made without student code: half marks for an id that ends in an even digit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import grader.classroom.grade
from grader.course import Course
from grader.marking.jobs import Job
from grader.results import CheckResult, QuestionResult, SubmissionResult
from tests.standins.marks import MadeMarks
from tests.standins.toy import EXERCISE

Submit = Callable[..., Path]


def made(student: str) -> SubmissionResult:
    earned = 0.5 if student[-1] in "02468" else 1.0
    questions = tuple(
        QuestionResult(
            each.id, (CheckResult("c", "A check", earned * each.points, each.points, "passed", ""),)
        )
        for each in EXERCISE.questions
    )
    return SubmissionResult(student, "graded", max_score=EXERCISE.max_score, questions=questions)


@pytest.fixture
def marked_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replaces the marking; lists who was marked, in order."""
    seen: list[str] = []

    def noted(job: Job) -> SubmissionResult:
        seen.append(job.student)
        return made(job.student)

    monkeypatch.setattr(grader.classroom.grade, "mark_all", lambda jobs, *_: MadeMarks(jobs, noted))
    return seen


@pytest.fixture
def hand_in(course: Course, submit: Callable[[str, bytes], Path], compose_bytes: Any) -> Submit:
    """Puts an untouched notebook where a student's lies, with a time if one is given."""
    raw = compose_bytes({})

    def put(student: str, when: str | None = None) -> Path:
        path = submit(student, raw)
        if when is not None:
            path.with_name("timestamp.txt").write_text(when, encoding="utf-8")
        return path

    return put
