"""A rehearsal of an exercise before any student sees it: its checks, its stubs and its model answers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from grader.authoring.notebooks import release_text
from grader.authoring.source import source_notebook
from grader.checking import checks_of
from grader.errors import ExerciseError, GraderError
from grader.exercise import Exercise
from grader.marking.one import mark
from grader.reading import Release, packaged_release, submitted
from grader.results import Sandbox, SubmissionResult
from grader.running.outside import Runner
from grader.running.outside.sandbox import probe

SEED = "a rehearsal"


def faults(exercise: Exercise) -> tuple[str, ...]:
    """What is wrong with an exercise, a sentence each; empty when it can be handed out.

    Its checks must add up and belong to questions, its lesson must have a cell for each question, the stubs must earn
    nothing and the model answers all. The two notebooks run as submissions do, locked in where this machine can.
    """
    try:
        checks_of(exercise)
        source = source_notebook(exercise)
        release = packaged_release(exercise)
    except (ExerciseError, GraderError) as error:
        return (str(error),)
    return tuple(_strays(exercise)) + tuple(_rehearsed(exercise, release, source))


def _strays(exercise: Exercise) -> Iterator[str]:
    """Check files beside the others that no question names."""
    known = {question.checks.resolve() for question in exercise.questions}
    folder = Path(os.path.commonpath([path.parent for path in known]))
    for path in sorted(folder.rglob("check_*.py")):
        if path.resolve() not in known:
            yield f"{path} is for no question: name it as the checks of one, or remove it."


def _rehearsed(exercise: Exercise, release: Release, source: str) -> Iterator[str]:
    sandbox: Sandbox = "locked" if probe().locked else "process"
    with Runner(sandbox=sandbox, private=exercise.private) as runner:
        untouched = _result(release_text(exercise), release, runner)
        model = _result(source, release, runner)
    for question in untouched.questions:
        passed = [check.title for check in question.checks if check.status == "passed"]
        if passed:
            yield (
                f"The stub of {question.id} earns {question.score:g} points (it passes “{passed[0]}”): an untouched "
                "answer must earn nothing."
            )
    for question in model.questions:
        lost = [check for check in question.checks if check.status != "passed"]
        if lost:
            yield (
                f"The model answer of {question.id} earns {question.score:g} of {question.max_score:g} points: "
                f"“{lost[0].title}” says: {lost[0].message}"
            )


def _result(notebook: str, release: Release, runner: Runner) -> SubmissionResult:
    submission = submitted(notebook.encode(), release)
    result = mark(submission, "rehearsal", release=release, runner=runner, seed=SEED).result
    if result.status != "graded":
        raise ExerciseError(f"The notebook of the exercise cannot be graded: {result.reason}")
    return result
