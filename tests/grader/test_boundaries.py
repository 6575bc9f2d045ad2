"""Who may import whom: the two sides of the trust boundary, and the engine that knows no exercise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

GRADER = Path(__file__).parents[2] / "grader"
INSIDE = GRADER / "running" / "inside"
EXERCISES = GRADER / "exercises"
MODULES = sorted(GRADER.rglob("*.py"))
OF_THE_EXERCISE = re.compile(r"gaussian_nll|draw_density|\bSigma\b|gaussian-density|ABCXY|PASS_MARK")


def imported(path: Path) -> Iterator[str]:
    """Our own modules that a file imports, at its top or inside of functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith(("grader", "gaussfit")))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("grader", "gaussfit")):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name(path: Path) -> str:
    return path.relative_to(GRADER.parent).as_posix()


@pytest.mark.parametrize("path", [path for path in MODULES if not path.is_relative_to(INSIDE)], ids=name)
def test_the_trusted_side_imports_nothing_of_the_untrusted(path: Path) -> None:
    assert not [module for module in imported(path) if module.startswith("grader.running.inside")]


@pytest.mark.parametrize("path", sorted(INSIDE.glob("*.py")), ids=name)
def test_the_untrusted_side_imports_itself_and_the_wire_alone(path: Path) -> None:
    allowed = ("grader.running.inside", "grader.running.wire")
    assert not [module for module in imported(path) if not module.startswith(allowed)]


ENGINE = [path for path in MODULES if not path.is_relative_to(EXERCISES)]


@pytest.mark.parametrize("path", ENGINE, ids=name)
def test_the_engine_imports_no_exercise(path: Path) -> None:
    found = [module for module in imported(path) if module.startswith("grader.exercises")]
    assert found == (["grader.exercises"] if name(path) == "grader/loading.py" else [])


@pytest.mark.parametrize("path", [*ENGINE, *sorted(GRADER.rglob("*.j2"))], ids=name)
def test_the_engine_names_nothing_of_the_exercise(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if OF_THE_EXERCISE.search(line)]


CHECKS = [path for path in MODULES if path.name.startswith("check_")]


@pytest.mark.parametrize("path", [path for path in MODULES if path not in CHECKS], ids=name)
def test_only_the_grader_s_own_pytest_imports_checks(path: Path) -> None:
    """Their mark is known there alone, and what a run collects it must not find imported before."""
    stems = {check.stem for check in CHECKS}
    assert not [module for module in imported(path) if stems & set(module.split("."))]


def test_the_prefix_of_grade_cells_stands_in_one_place() -> None:
    found = [name(path) for path in MODULES if re.search(r"""["']test_["']""", path.read_text("utf-8"))]
    assert found == ["grader/exercise.py"]
