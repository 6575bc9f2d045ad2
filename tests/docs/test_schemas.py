"""Every JSON file is what its published schema says, and the schema has a word for every key."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from benchmarks.exercise import EXERCISE
from grader.classroom.init import make_course
from grader.cli import main
from grader.provenance import provenance
from grader.reading import packaged_text
from grader.render import render
from grader.render.context import Context
from grader.results import CheckResult, Diagnosis, QuestionResult, SubmissionResult

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def schema(name: str) -> dict[str, Any]:
    """A published schema in which no object may have a key that it does not name."""
    told: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(told)
    for each in _objects(told):
        each.setdefault("additionalProperties", False)
    return told


def _objects(told: Any) -> Iterator[dict[str, Any]]:
    if isinstance(told, dict):
        if told.get("type") == "object":
            yield told
        for value in told.values():
            yield from _objects(value)


def printed(*arguments: object) -> Any:
    """What a command writes to standard output, as JSON: nothing else may be there."""
    out = io.StringIO()
    before, sys.argv = sys.argv, ["gaussfit", *map(str, arguments)]
    try:
        with redirect_stdout(out), pytest.raises(SystemExit):
            main()
    finally:
        sys.argv = before
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each command writes about a class of one notebook without answers and one file that is none."""
    folder = tmp_path_factory.mktemp("schemas")
    course = make_course(folder / "course").root
    for name, text in (("ann", packaged_text(EXERCISE)), ("ben", "no notebook")):
        (folder / "in" / name).mkdir(parents=True)
        (folder / "in" / name / f"{EXERCISE.name}.ipynb").write_text(text, encoding="utf-8")
    where = ("--course", course, "--json", "-")
    return {
        "collect": printed("collect", folder / "in", "--from", "folder", *where),
        "grade": printed("grade", "--student", "ben", "--sandbox", "process", "--jobs", "1", *where),
        "return": printed("return", "--to", "folder", *where),
        "status": printed("status", *where),
        "doctor": printed("doctor", "--json", "-"),
        "check": json.loads(_checked()),
    }


def _checked() -> str:
    check = CheckResult("a", "It agrees", 0.0, 2.5, "failed", "It does not.")
    question = QuestionResult("nll", (check,), (Diagnosis("slip", "A slip."),), {"A": 1.0})
    by_hand = QuestionResult("words", (), by_hand=5.0)
    result = SubmissionResult("ann", "graded", None, 7.5, (question, by_hand), notes=("A note.",))
    return render(result, "json", Context(provenance=provenance(EXERCISE, ("landlock", "seccomp"))))


@pytest.mark.parametrize("name", ["check", "collect", "doctor", "grade", "return", "status"])
def test_what_is_written_is_what_the_schema_says(name: str, files: dict[str, Any]) -> None:
    jsonschema.validate(files[name], schema(name))
    assert files[name]["schema"] == 1
    assert files[name]["gaussfit"]
    assert files[name]["time"].endswith("+00:00")


def test_a_file_with_marks_says_by_which_checks_and_within_which_walls(files: dict[str, Any]) -> None:
    assert files["grade"]["checks"] == files["check"]["checks"]
    assert files["grade"]["walls"] == []  # graded with --sandbox=process
    assert files["check"]["walls"] == ["landlock", "seccomp"]


def test_a_key_that_the_schema_does_not_name_is_seen(files: dict[str, Any]) -> None:
    """The control: else a new key would never be published."""
    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate({**files["grade"], "surprise": 1}, schema("grade"))
