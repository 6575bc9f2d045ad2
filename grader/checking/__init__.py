"""Hidden checks: how they are declared, validated and run, and how marks come of them."""

from __future__ import annotations

from grader.checking.checkset import Check
from grader.checking.declaring import Declaration, check
from grader.checking.errors import (
    CheckFailed,
    CheckSetError,
    GraderBroke,
    StudentMissing,
    StudentProblem,
    StudentRaised,
    StudentTimeout,
)
from grader.checking.hidden import Hidden
from grader.checking.host import Host
from grader.checking.marking import checks_of, mark_questions
from grader.checking.recording import Kept, Record, Recorder, replayed
from grader.checking.student import Call, SessionLike, Student

__all__ = [
    "Call",
    "Check",
    "CheckFailed",
    "CheckSetError",
    "Declaration",
    "GraderBroke",
    "Hidden",
    "Host",
    "Kept",
    "Record",
    "Recorder",
    "SessionLike",
    "Student",
    "StudentMissing",
    "StudentProblem",
    "StudentRaised",
    "StudentTimeout",
    "check",
    "checks_of",
    "mark_questions",
    "replayed",
]
