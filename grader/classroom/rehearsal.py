"""A rehearsal of an exercise before any student sees it: its checks, its stubs and its model answers."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import nbformat

from grader.authoring.notebooks import release_text
from grader.authoring.source import source_notebook
from grader.checking import checks_of
from grader.errors import ExerciseError, GraderError, broke
from grader.exercise import Exercise
from grader.marking.one import mark
from grader.reading import Release, packaged_release, submitted
from grader.results import Sandbox, SubmissionResult
from grader.running.outside import Runner
from grader.running.outside.sandbox import probe
from grader.words import counted

SEED = "a rehearsal"


def faults(exercise: Exercise) -> tuple[str, ...]:
    """What is wrong with an exercise, a sentence each; empty when it can be handed out.

    Its checks must add up and belong to questions, its lesson must have a cell for each question, the stubs must earn
    nothing and the model answers all, and pictures must come of both. The two notebooks run as submissions do, locked
    in where this machine can.
    """
    try:
        checks_of(exercise)
        source = source_notebook(exercise)
        release = packaged_release(exercise)
        handed_out = release_text(exercise)
    except (ExerciseError, GraderError) as error:
        return (str(error),)
    found = [*_strays(exercise), *_nested(exercise, handed_out)]
    try:
        found += _rehearsed(exercise, release, source, handed_out)
    except (ExerciseError, GraderError) as error:  # its own code broke: nothing more can be rehearsed
        found.append(str(error))
    return tuple(found)


def _strays(exercise: Exercise) -> Iterator[str]:
    """Check files beside the others that no question names."""
    known = {question.checks.resolve() for question in exercise.questions}
    folder = Path(os.path.commonpath([path.parent for path in known]))
    for path in sorted(folder.rglob("check_*.py")):
        if path.resolve() not in known:
            yield f"{path} is for no question: name it as the checks of one, or remove it."


def _nested(exercise: Exercise, handed_out: str) -> Iterator[str]:
    """Stubs that are a whole function, where the answer cell has its `def` line already."""
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in _cells(handed_out)}
    for question in exercise.questions:
        try:
            body = ast.parse(cells[question.id].source).body
        except SyntaxError:  # a magic, say
            continue
        for function in body:
            if isinstance(function, ast.FunctionDef) and any(
                isinstance(inner, ast.FunctionDef) and inner.name == function.name for inner in function.body
            ):
                yield (
                    f"The stub of {question.id} defines {function.name} inside of {function.name}: answer(…) keeps "
                    "the def line and the docstring, so a stub is what stands below them."
                )


def _cells(text: str) -> list[nbformat.NotebookNode]:
    cells: list[nbformat.NotebookNode] = nbformat.reads(text, as_version=4).cells
    return cells


def _rehearsed(exercise: Exercise, release: Release, source: str, handed_out: str) -> Iterator[str]:
    sandbox: Sandbox = "locked" if probe().locked else "process"
    with Runner(sandbox=sandbox, private=exercise.private) as runner:
        untouched = _result(handed_out, release, runner)
        model = _result(source, release, runner)
    for question in untouched.questions:
        passed = [check.title for check in question.checks if check.status == "passed"]
        if passed:
            yield (
                f"The stub of {question.id} earns {counted(question.score, 'point')} (it passes “{passed[0]}”): an "
                "untouched answer must earn nothing."
            )
    for question in model.questions:
        lost = [check for check in question.checks if check.status != "passed"]
        if lost:
            yield (
                f"The model answer of {question.id} earns {question.score:g} of {question.max_score:g} points: "
                f"“{lost[0].title}” says: {lost[0].message}"
            )
    for result in (untouched, model):
        for asked, marked in zip(exercise.questions, result.questions, strict=False):  # own cells come after
            try:
                asked.pictures(marked.facts)
            except Exception as error:  # its author's program: it may raise anything
                yield f"The pictures of {asked.id} broke with {broke(error)}: correct them."


def _result(notebook: str, release: Release, runner: Runner) -> SubmissionResult:
    submission = submitted(notebook.encode(), release)
    result = mark(submission, release.exercise.name, release=release, runner=runner, seed=SEED).result
    if result.status != "graded":
        raise ExerciseError(f"The notebook of the exercise cannot be graded: {result.reason}")
    return result
