from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.checking import GraderBroke, mark_questions
from grader.exercise import Exercise
from tests.standins.exercises import exercise_in

SOURCE = """
from grader.checking import CheckFailed, check

@check(title="First", points=4)
def test_first(student):
    if student.kept("A") is None:
        raise CheckFailed("A is missing.", staff="none")

@check(title="Second", points=3, needs=("test_first",))
def test_second(student):
    pass

@check(title="Third", points=3, needs=("test_second",))
def test_third(student):
    student.value("f")
"""


@pytest.fixture
def made(tmp_path: Path) -> Exercise:
    (tmp_path / "check_q.py").write_text(SOURCE)
    return exercise_in(tmp_path)


def statuses(made: Exercise, session: Any) -> list[str]:
    (result,) = mark_questions(session, "seed", made)
    return [check.status for check in result.checks]


def test_one_set_serves_one_submission_after_another(made: Exercise, session_of: Callable[..., Any]) -> None:
    assert statuses(made, session_of(A=1.0, f=lambda: 1.0)) == ["passed", "passed", "passed"]
    assert statuses(made, session_of()) == ["failed", "skipped", "skipped"]
    assert statuses(made, session_of(A=1.0, f=lambda: 1.0)) == ["passed", "passed", "passed"]


def test_what_waits_says_for_which_check(made: Exercise, session_of: Callable[..., Any]) -> None:
    (result,) = mark_questions(session_of(), "seed", made)
    assert result.checks[0].message == "A is missing."
    assert result.checks[0].staff == "none"
    assert [check.message for check in result.checks[1:]] == ["Not tried: it waits for “First”."] * 2
    assert result.score == 0
    assert result.max_score == 10


def test_an_error_of_the_student_is_an_error_and_a_missing_function_a_failure(
    made: Exercise, session_of: Callable[..., Any]
) -> None:
    assert statuses(made, session_of(A=1.0, f=lambda: 1 / 0))[2] == "error"
    assert statuses(made, session_of(A=1.0))[2] == "failed"


@pytest.mark.parametrize(
    "body",
    [
        "raise TypeError('oops')",
        "assert 1 == 2",
        "import pytest; pytest.skip('lazy')",
        "import sys; sys.exit(0)",
        "student.no_such_thing",
    ],
)
def test_any_other_exception_in_a_check_is_the_graders_fault(
    tmp_path: Path, session_of: Callable[..., Any], body: str
) -> None:
    head = "from grader.checking import check\n@check(title='T', points=10)\n"
    (tmp_path / "check_q.py").write_text(head + f"def test_broken(student): {body}\n")
    made = exercise_in(tmp_path)
    for _ in range(2):
        with pytest.raises(
            GraderBroke,
            match=r"The check test_broken broke with .*, in line \d of check_q\.py\. No mark was given",
        ) as caught:
            mark_questions(session_of(), "seed", made)
        assert caught.value.check_id == "test_broken"


@pytest.mark.parametrize(
    "body",
    ["1 / 0", "[][1]", "float('x')", "import numpy; numpy.linalg.cholesky(-numpy.eye(2))", "2.0 ** 5000"],
)
def test_numbers_that_cannot_be_judged_are_a_wrong_answer(
    tmp_path: Path, session_of: Callable[..., Any], body: str
) -> None:
    head = "from grader.checking import check\n@check(title='T', points=10)\n"
    (tmp_path / "check_q.py").write_text(head + f"def test_it(student): {body}\n")
    (result,) = mark_questions(session_of(), "seed", exercise_in(tmp_path))
    (check,) = result.checks
    assert (check.status, check.points) == ("failed", 0)
    assert check.message == "Your answer holds numbers that cannot be judged."
    assert check.staff.startswith("judging it raised ")


def test_a_refusal_of_our_own_is_no_wrong_answer(tmp_path: Path, session_of: Callable[..., Any]) -> None:
    """A hidden input that is no covariance is the grader's fault, although its error is a ValueError too."""
    (tmp_path / "check_q.py").write_text(
        "from gaussfit.errors import CovarianceError\nfrom grader.checking import check\n"
        "@check(title='T', points=10)\ndef test_it(student): raise CovarianceError('no covariance')\n"
    )
    with pytest.raises(GraderBroke, match="The check test_it broke with CovarianceError"):
        mark_questions(session_of(), "seed", exercise_in(tmp_path))


def test_an_interrupt_leaves_the_set_usable(
    made: Exercise, session_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(A=1.0, f=lambda: 1.0)

    def interrupt(_name: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(session, "kept", interrupt)
        with pytest.raises(KeyboardInterrupt):
            mark_questions(session, "seed", made)
    assert statuses(made, session) == ["passed", "passed", "passed"]


def test_the_users_pytest_settings_have_no_say(
    tmp_path: Path, session_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = tmp_path / "checks"
    checks.mkdir()
    (checks / "check_q.py").write_text(SOURCE)
    for folder in (tmp_path, checks):
        (folder / "pytest.ini").write_text("[pytest]\naddopts = -k nothing\npython_functions = nothing_*\n")
        (folder / "conftest.py").write_text("raise RuntimeError('the conftest of the place was loaded')\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k nothing")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    assert statuses(exercise_in(checks), session_of(A=1.0, f=lambda: 1.0)) == ["passed", "passed", "passed"]
    assert os.environ["PYTEST_ADDOPTS"] == "-k nothing"
    assert os.environ["PYTEST_PLUGINS"] == "no_such_plugin"


def test_the_running_test_of_the_caller_stays_in_the_environment(
    made: Exercise, session_of: Callable[..., Any]
) -> None:
    before = os.environ["PYTEST_CURRENT_TEST"]
    statuses(made, session_of())
    assert os.environ["PYTEST_CURRENT_TEST"] == before
    assert "PYTEST_DISABLE_PLUGIN_AUTOLOAD" not in os.environ


def test_a_check_finds_nothing_of_the_submission_before(
    tmp_path: Path, session_of: Callable[..., Any]
) -> None:
    source = """
from grader.checking import CheckFailed, check

@check(title="T", points=10)
def test_fresh(student):
    if student.calls:
        raise CheckFailed("not fresh")
    student.attempt("f")
"""
    (tmp_path / "check_q.py").write_text(source)
    made = exercise_in(tmp_path)
    assert [statuses(made, session_of()) for _ in range(3)] == [["passed"]] * 3
