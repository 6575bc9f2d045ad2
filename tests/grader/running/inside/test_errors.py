from __future__ import annotations

import linecache
from typing import Any

from grader.running.inside import errors

SOURCE = """
def inner(x):
    return 1 / x

def outer(x):
    return inner(x)
"""


def raised_in_a_cell(source: str, expression: str) -> dict[str, Any]:
    linecache.cache["cell 3"] = (len(source), None, source.splitlines(keepends=True), "cell 3")
    namespace: dict[str, Any] = {}
    try:
        exec(compile(source, "cell 3", "exec"), namespace)
        eval(expression, namespace)
    except BaseException as error:
        return errors.describe(error, {"cell 3"})
    finally:
        del linecache.cache["cell 3"]
    raise ValueError("nothing was raised")


def test_an_error_is_told_by_the_students_own_frames_alone() -> None:
    told = raised_in_a_cell(SOURCE, "outer(0)")
    assert told["type_name"] == "ZeroDivisionError"
    assert told["message"] == "division by zero"
    assert told["line"] == "return 1 / x"
    assert told["traceback"].splitlines() == [
        "  cell 3, line 6, in outer",
        "    return inner(x)",
        "  cell 3, line 3, in inner",
        "    return 1 / x",
        "ZeroDivisionError: division by zero",
    ]
    assert __file__ not in told["traceback"]


def test_a_syntax_error_shows_its_line() -> None:
    told = raised_in_a_cell("x = (\n", "0")
    assert told["type_name"] == "SyntaxError"
    assert told["line"] == "x = ("


def test_deep_recursion_is_told_in_a_few_frames() -> None:
    told = raised_in_a_cell("def f(n):\n    return f(n + 1)\n", "f(0)")
    assert told["type_name"] == "RecursionError"
    assert len(told["traceback"].splitlines()) <= 2 * errors.MAX_FRAMES + 1


def test_a_message_is_cut_and_cleaned_of_colours_and_control_characters() -> None:
    told = errors.describe(ValueError("\x1b[31mred\x1b[0m\x00\x07" + "x" * 100_000 + "\ud800"), set())
    assert told["message"].startswith("redxxx")
    assert len(told["message"]) == errors.MAX_MESSAGE


def test_a_message_that_cannot_be_read_is_replaced() -> None:
    class Unreadable(Exception):
        def __str__(self) -> str:
            raise SystemExit

    assert errors.describe(Unreadable(), set())["message"] == "(this exception's own message cannot be read)"


def test_half_a_character_becomes_a_question_mark() -> None:
    assert errors.clean("a\ud800b", 10) == "a?b"
