"""The lesson's cells, compiled in advance, do and tell what they would if each child compiled them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.answers import Limits
from grader.running.outside import Runner

SOURCES = (
    "%matplotlib inline\nimport math\nnumbers = [1, 2]\nnumbers",
    "def half(x):\n    return x / 2\n\n\ndef fail():\n    raise ValueError('as asked')",
    "fail()",
    "half(numbers[1])",
    "this is no Python",
    "import asyncio\nawait asyncio.sleep(0)\nprint('slept')",
)
LESSON = tuple(enumerate(SOURCES))


@pytest.fixture(scope="module")
def knowing(limits: Limits) -> Iterator[Runner]:
    with Runner(limits, lesson=LESSON) as started:
        yield started


def told(runner: Runner, cells: list[str]) -> list[object]:
    with runner.open(cells) as session:
        return [(run.outcome, run.outputs, run.error) for run in session.run()]


@pytest.mark.parametrize(
    "cells",
    [
        list(SOURCES),
        ["x = 1", *SOURCES],  # a student's cell moves the others down
        [*SOURCES, *SOURCES],
        ["from __future__ import annotations\ndef f(x: nothing): return x", *SOURCES],
        [SOURCES[0] + "\n", *SOURCES[1:]],
    ],
)
def test_known_cells_run_as_unknown_ones_do(runner: Runner, knowing: Runner, cells: list[str]) -> None:
    assert told(knowing, cells) == told(runner, cells)


def test_an_error_in_a_known_cell_names_its_line(knowing: Runner) -> None:
    with knowing.open(list(SOURCES)) as session:
        runs = session.run()
    assert runs[2].error is not None
    assert runs[2].error.line == "raise ValueError('as asked')"
    assert runs[3].outputs[0].text == "1.0"


def test_a_transformer_of_the_students_sees_known_cells_too(runner: Runner, knowing: Runner) -> None:
    student = """
import ast
class Double(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.Constant(node.value * 2) if isinstance(node.value, int) else node
get_ipython().ast_transformers.append(Double())
"""
    cells = [student, *SOURCES]
    assert told(knowing, cells) == told(runner, cells)
    with knowing.open(cells) as session:
        assert session.run()[1].outputs[0].text == "[2, 4]"


def test_a_lesson_cell_too_large_for_one_message_is_simply_not_known(limits: Limits) -> None:
    large = "x = 1\n" * 3_000
    with Runner(limits, lesson=[(0, large)]) as runner, runner.open([large]) as session:
        assert session.run()[0].outcome == "ok"
