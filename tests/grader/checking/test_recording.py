"""Who asked what is recorded, and recording moves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from grader.answers import Answer
from grader.checking import Kept, Recorder, Student, mark_questions, replayed
from grader.exercise import Exercise
from grader.results import Diagnosis, QuestionResult, question_to_json
from tests.standins.exercises import exercise_in

CHECKS = """
import numpy as np
from grader.checking import CheckFailed, check

ONE, TWO = np.float32([1.0]), np.float32([2.0])

@check(title="First", points=4.0)
def test_first(student, hidden):
    student.value("f", ONE)
    student.kept("a")

@check(title="Second", points=4.0)
def test_second(student, hidden):
    student.value("f", ONE)
    student.value("f", TWO)
    raise CheckFailed("No.", staff="seen")

@check(title="Third", points=2.0, needs=("test_second",))
def test_third(student, hidden):
    student.value("f", np.float32([3.0]))
"""


def asks_more(student: Student) -> tuple[Diagnosis, ...]:
    student.attempt("f", np.float32([9.0]))
    return (Diagnosis("wrong", "It is wrong."),)


def exercise(folder: Path) -> Exercise:
    (folder / "check_a.py").write_text(CHECKS, encoding="utf-8")
    made = exercise_in(folder)
    return replace(made, questions=tuple(replace(each, diagnose=asks_more) for each in made.questions))


def recorded(folder: Path, session_of: Callable[..., Any]) -> QuestionResult:
    (result,) = mark_questions(session_of(f=lambda x: 2 * x, a=1.0), "seed", exercise(folder), proxy=Recorder)
    return result


def test_a_call_that_checks_share_is_recorded_for_each_of_them(
    tmp_path: Path, session_of: Callable[..., Any]
) -> None:
    record = recorded(tmp_path, session_of).record
    assert record is not None
    of = {
        check: [float(call.arguments[0][0]) for call in record.calls_of(check)]
        for check in ("test_first", "test_second", "test_third", "")
    }
    assert of == {"test_first": [1.0], "test_second": [1.0, 2.0], "test_third": [], "": [9.0]}
    assert record.calls_of("test_first")[0] is record.calls_of("test_second")[0]
    assert len(record.calls) == 3
    assert [seen.check for seen in record.seen if isinstance(seen.what, Kept)] == ["test_first"]


def test_who_looks_at_all_calls_so_far_is_recorded_for_each(
    session_of: Callable[..., Any],
) -> None:
    student = Recorder(session_of(f=lambda x: 2 * x))
    for number in (1.0, 2.0):
        student.for_check("test_first").value("f", np.float32([number]))
    assert len(student.for_check("test_second").calls) == 2
    assert student.record.calls_of("test_second") == student.record.calls_of("test_first")
    assert len(student.record.calls_of("test_first")) == 2


def test_recording_moves_no_mark_no_word_and_no_request(
    tmp_path: Path, session_of: Callable[..., Any]
) -> None:
    plain, watched = (session_of(f=lambda x: 2 * x, a=1.0) for _ in range(2))
    made = exercise(tmp_path)
    (without,) = mark_questions(plain, "seed", made)
    (result,) = mark_questions(watched, "seed", made, proxy=Recorder)
    assert without == result
    assert without.record is None
    assert plain.requests == watched.requests
    assert question_to_json(without) == question_to_json(result)


def test_what_was_recorded_answers_again_and_nothing_else_does(
    tmp_path: Path, session_of: Callable[..., Any]
) -> None:
    record = recorded(tmp_path, session_of).record
    assert record is not None
    student = replayed(record)
    assert student.value("f", np.float32([2.0])).array == np.array([4.0])
    assert student.attempt("f", np.float32([7.0])) == Answer("missing")
    assert student.attempt_drawing("f", np.float32([2.0])) == Answer("missing")
    kept = student.kept("a")
    assert kept is not None
    assert kept.array == np.array(1.0)
    assert student.kept("b") is None
    assert student.cell_error("f") is None


def test_nothing_of_a_record_gets_into_what_is_printed_of_a_result(
    tmp_path: Path, session_of: Callable[..., Any]
) -> None:
    assert "record" not in repr(recorded(tmp_path, session_of))
