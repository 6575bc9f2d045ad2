from __future__ import annotations

import ast
import inspect
import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import nbformat
import pytest

from benchmarks.exercise import EXERCISE
from gaussfit.density import gaussian_nll
from gaussfit.drawing import draw_density
from grader.authoring import notebooks, source
from grader.authoring.code import notebook_source

ROOT = Path(__file__).parents[3]
RELEASE = Path("assignments/gaussian-density/gaussian-density.ipynb")
SOURCE = Path("solutions/gaussian-density/gaussian-density.ipynb")


@pytest.fixture(scope="module")
def texts() -> dict[Path, str]:
    return notebooks.notebook_texts(EXERCISE)


@pytest.fixture(scope="module")
def release(texts: dict[Path, str]) -> Any:
    return nbformat.reads(texts[RELEASE], as_version=4)


@pytest.fixture(scope="module")
def solved(texts: dict[Path, str]) -> Any:
    return nbformat.reads(texts[SOURCE], as_version=4)


def by_grade_id(notebook: Any) -> dict[str, Any]:
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}


def code_of(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_two_builds_give_identical_text(texts: dict[Path, str]) -> None:
    assert notebooks.notebook_texts(EXERCISE) == texts


def test_the_notebooks_in_the_repository_are_what_a_build_writes(texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, "run python -m gaussfit.notebooks"


def test_the_release_inside_the_package_is_the_one_handed_out(texts: dict[Path, str]) -> None:
    packaged = resources.files("gaussfit.lesson").joinpath("release.ipynb").read_text(encoding="utf-8")
    assert packaged == texts[RELEASE], "run python -m gaussfit.notebooks"


def test_a_build_writes_once_and_then_leaves_the_files_alone(tmp_path: Path) -> None:
    first, second = notebooks.build(tmp_path, EXERCISE), notebooks.build(tmp_path, EXERCISE)
    assert first.files == first.written == (tmp_path / SOURCE, tmp_path / RELEASE)
    assert second.files == first.files
    assert second.written == ()


def test_check_names_what_is_missing_or_changed(tmp_path: Path) -> None:
    assert notebooks.check(tmp_path, EXERCISE) == (tmp_path / SOURCE, tmp_path / RELEASE)
    notebooks.build(tmp_path, EXERCISE)
    assert notebooks.check(tmp_path, EXERCISE) == ()
    (tmp_path / RELEASE).write_text("{}")
    assert notebooks.check(tmp_path, EXERCISE) == (tmp_path / RELEASE,)
    assert notebooks.build(tmp_path, EXERCISE).written == (tmp_path / RELEASE,)
    assert notebooks.check(tmp_path, EXERCISE) == ()


def test_a_build_leaves_the_gradebook_and_everything_else_alone(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_text("marks")
    notebooks.build(tmp_path, EXERCISE)
    assert (tmp_path / "gradebook.db").read_text() == "marks"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["assignments", "gradebook.db", "solutions"]


@pytest.mark.parametrize("path", [SOURCE, RELEASE])
def test_a_notebook_carries_no_time_no_version_and_no_output(path: Path, texts: dict[Path, str]) -> None:
    notebook = json.loads(texts[path])
    del notebook["metadata"]["gaussfit"]  # digests of what was built
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_cell_ids_are_unique_and_the_same_in_both_notebooks(release: Any, solved: Any) -> None:
    ids = [cell.id for cell in release.cells]
    assert len(set(ids)) == len(ids)
    assert ids == [cell.id for cell in solved.cells]


def test_questions_and_grade_cells_are_as_the_contract_has_them(release: Any) -> None:
    cells = by_grade_id(release)
    for name in ("gaussian_nll", "draw_density", "parameters"):
        answer, grade = cells[name].metadata.nbgrader, cells[f"test_{name}"].metadata.nbgrader
        assert (answer.solution, answer.grade, answer.locked) == (True, False, False)
        assert (grade.solution, grade.grade, grade.locked, grade.points) == (False, True, True, 10)
        assert cells[f"test_{name}"].metadata.editable is False
    assert {cell.metadata.nbgrader.schema_version for cell in cells.values()} == {3}
    assert sum(cell.metadata.nbgrader.grade for cell in cells.values()) == 3


def test_every_other_code_cell_is_locked_or_only_shows_something(release: Any) -> None:
    for cell in code_of(release):
        if "nbgrader" not in cell.metadata:
            assert cell.metadata.tags == ["display-only"]
        elif not cell.metadata.nbgrader.solution:
            assert cell.metadata.nbgrader.locked


def bound(code: str) -> set[str]:
    """Names that a cell binds at its top level."""
    names: set[str] = set()
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        else:
            stores = (part for part in ast.walk(node) if isinstance(part, ast.Name))
            names |= {part.id for part in stores if isinstance(part.ctx, ast.Store)}
    return names


def test_only_an_answer_cell_binds_what_is_marked(release: Any) -> None:
    marked = {"A", "B", "C", "X", "Y", "gaussian_nll", "draw_density"}
    for cell in code_of(release):
        if not cell.metadata.get("nbgrader", {}).get("solution"):
            assert not bound(cell.source) & marked, cell.id


def test_what_answers_may_use_is_bound_before_the_first_of_them(release: Any) -> None:
    names: set[str] = set()
    for cell in code_of(release):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            break
        names |= bound(cell.source)
    assert names >= {"math", "numpy", "np", "torch", "plt", "data"}


def test_nothing_depends_on_a_cell_that_only_shows_something(release: Any) -> None:
    shown: set[str] = set()
    for cell in code_of(release):
        if "nbgrader" not in cell.metadata:
            shown |= bound(cell.source)
    for cell in code_of(release):
        if "nbgrader" in cell.metadata:
            used = {node.id for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)}
            assert not used & (shown - bound(cell.source) - local_names(cell.source)), cell.id


def local_names(code: str) -> set[str]:
    names = {node.arg for node in ast.walk(ast.parse(code)) if isinstance(node, ast.arg)}
    stores = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name))
    return names | {node.id for node in stores if isinstance(node.ctx, ast.Store)}


@pytest.mark.parametrize("kind", ["release", "solved"])
def test_the_notebook_imports_nothing_of_ours(kind: str, request: pytest.FixtureRequest) -> None:
    allowed = {
        "ast",
        "contextlib",
        "html",
        "importlib",
        "base64",
        "io",
        "math",
        "os",
        "struct",
        "sys",
        "threading",
        "time",
        "traceback",
        "zlib",
    }
    allowed |= {"IPython", "ipywidgets", "matplotlib", "numpy", "torch"}
    for cell in code_of(request.getfixturevalue(kind)):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Import):
                assert {alias.name.partition(".")[0] for alias in node.names} <= allowed
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").partition(".")[0] in allowed
        assert "gaussfit" not in cell.source


@pytest.mark.parametrize("function", [gaussian_nll, draw_density])
def test_a_model_answer_is_the_source_of_the_reference(function: Any, solved: Any) -> None:
    cell = by_grade_id(solved)[function.__name__].source
    unmarked = [line for line in cell.splitlines() if "### " not in line]
    assert "\n".join(unmarked) == notebook_source(function).strip()


@pytest.mark.parametrize("function", [gaussian_nll, draw_density])
def test_the_release_holds_no_line_of_a_model_answer(function: Any, release: Any) -> None:
    text = inspect.getsource(function)
    body = text[text.rindex('"""') + 3 :].splitlines()
    given = "\n".join(cell.source for cell in release.cells if cell.id != "draw-sample")
    telling = [line.strip() for line in body if len(line.strip()) > 12]
    assert len(telling) >= 5
    for line in telling:
        assert line not in given, line


def test_the_release_has_no_trace_of_answers_or_hidden_checks(texts: dict[Path, str]) -> None:
    for trace in ("SOLUTION", "HIDDEN", "3.49", "-1.35", "0.974", "18.377", "fit_gaussian", "misconception"):
        assert trace not in texts[RELEASE], trace
    assert not re.search(r"\bgrader\b", texts[RELEASE])


def test_the_untouched_answers_raise_or_hold_dots(release: Any) -> None:
    cells = by_grade_id(release)
    for name in ("gaussian_nll", "draw_density"):
        defined: dict[str, Any] = {}
        exec(cells[name].source, defined)
        with pytest.raises(NotImplementedError, match=f"^{name} is not written yet$"):
            defined[name](None, None, None)
    exec(cells["parameters"].source, defined)
    assert [defined[name] for name in "ABCXY"] == [...] * 5


def test_every_picture_in_the_text_has_an_alternative_text(release: Any) -> None:
    text = "\n".join(cell.source for cell in release.cells if cell.cell_type == "markdown")
    alternatives = re.findall(r"!\[(.*?)\]", text, re.DOTALL)
    assert len(alternatives) == text.count("data:image/png") == 1
    assert all(len(alternative) > 60 for alternative in alternatives)


@pytest.mark.parametrize(
    ("lesson", "sentence"),
    [
        ("```python\nx = 1\n```\n", "A code cell needs name= and role= .*; see: x = 1"),
        ('```python name="x" role="king"\nx = 1\n```\n', "A code cell needs name= and role="),
        ("# One\n\n\n# One\n", "Two cells of the lesson are called 'text-one'"),
    ],
)
def test_a_lesson_that_makes_no_notebook_is_refused(
    lesson: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "lesson_markdown", lambda _: lesson)
    with pytest.raises(source.LessonError, match=sentence):
        source.source_notebook(EXERCISE)
