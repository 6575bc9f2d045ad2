from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.exercise import EXERCISE
from grader.authoring import slots
from grader.authoring.slots import lesson_markdown
from grader.errors import LessonError


def test_every_slot_of_the_lesson_is_filled() -> None:
    text = lesson_markdown(EXERCISE)
    assert "<<" not in text.replace("<<<", "")
    assert ">>" not in text
    assert "below 23" in text


def test_a_slot_that_names_nothing_stops_the_build(tmp_path: Path) -> None:
    for slot, sentence in (
        ("nothing", "'nothing' is undefined"),
        ('points("gausian_nll")', "gaussian-density has no question 'gausian_nll'"),
        ('answer("density.nil")', "module 'gaussfit.density' has no attribute 'nil'"),
        ('answer("denstiy.gaussian_nll")', "No module named 'gaussfit.denstiy'"),
        ("points(", "unexpected"),
    ):
        (tmp_path / "lesson.md").write_text(f"# A lesson\n\n<< {slot} >>\n")
        with pytest.raises(LessonError, match=rf"line 3 of .*lesson\.md cannot be filled \(.*{sentence}"):
            lesson_markdown(replace(EXERCISE, lesson=tmp_path / "lesson.md"))


def test_a_lesson_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"The lesson .*lessons\.md cannot be read"):
        lesson_markdown(replace(EXERCISE, lesson=tmp_path / "lessons.md"))


def test_a_model_answer_keeps_the_docstring_outside_of_the_solution() -> None:
    text = slots.answer("gaussfit", "density.gaussian_nll")
    shown, solution = text.split(f"    {slots.BEGIN}\n")
    assert shown.startswith('def gaussian_nll(x, Sigma, Mean):\n    """Negative log likelihood')
    assert shown.rstrip().endswith('"""')
    assert "cholesky" in solution
    assert solution.endswith(slots.END)
    ast.parse(text)


def test_what_is_no_function_is_no_model_answer() -> None:
    with pytest.raises(TypeError, match=r"data\.PASS_MARK must be a function with a docstring"):
        slots.answer("gaussfit", "data.PASS_MARK")


def test_a_module_is_shown_without_what_only_the_package_needs() -> None:
    text = slots.module("gaussfit", "search.sliders")
    assert not any(word in text for word in ("gaussfit", "typing", "__future__", "__all__", "->", "Callable"))
    assert text.startswith("import ")
    shown = {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}
    from gaussfit.search import Search

    assert shown >= {name for name, member in vars(Search).items() if callable(member)}


def test_a_picture_travels_inside_the_text() -> None:
    assert slots.picture(EXERCISE.lesson.parent, "circles.png", "circles").startswith(
        "[circles]: data:image/png;base64,iVBOR"
    )
