"""Nothing that a student names speaks to the terminal of whoever runs a command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.console import Console

import grader.cli
from grader.cli import app as application
from grader.cli.output import say
from grader.course import Course
from grader.errors import CourseError
from grader.explain.model import Explanation
from grader.explain.text import print_explanation
from tests.grader.conftest import Gaussfit

CLEARS = "eve\x1b[2J\x1b]0;graded\x07\u202ecte\n"
"""A folder may be called so: clear the screen, name the window, read the rest from right to left."""
SPEAKS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")


def hand_in(course: Course, student: str) -> None:
    own = course.submission_path(student)
    own.parent.mkdir(parents=True)
    own.write_bytes(course.release_path.read_bytes())


@pytest.mark.parametrize(
    "line",
    [
        ("status",),
        ("return",),
        ("rename", CLEARS, "eve"),
        ("rename", "eve", CLEARS),
        ("grade", "--student", CLEARS + "nobody"),
        ("explain", CLEARS + "nobody"),
        ("extend", CLEARS, "--days", "1"),
        ("collect", CLEARS),
        ("collect", "{}"),
        ("roster", "{}/roster.csv"),
        ("build", "--course", CLEARS),
        ("doctor", "--packages", CLEARS),
    ],
    ids=str,
)
def test_no_command_passes_a_name_on_as_it_is(
    line: tuple[str, ...], course: Course, gaussfit: Gaussfit, tmp_path: Path
) -> None:
    hand_in(course, CLEARS)
    source = tmp_path / "source"
    source.mkdir()
    (source / f"{CLEARS}.ipynb").write_bytes(course.release_path.read_bytes())
    (source / "roster.csv").write_text(f'Student,SIS Login ID\n"a",s1\n"{CLEARS}","{CLEARS}"\n')
    own = [] if line[0] == "doctor" or "--course" in line else ["--course", course.root]
    _, out, err = gaussfit(*(part.format(source) for part in line), *own)
    assert out + err
    assert not SPEAKS.search(out + err), ascii(out + err)


def test_an_error_that_names_such_a_file_is_told_without(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise CourseError(f"{CLEARS} cannot be read.")

    monkeypatch.setattr(application, "app", fail)
    with pytest.raises(SystemExit):
        grader.cli.main()
    assert not SPEAKS.search(capsys.readouterr().err)


def test_a_line_is_told_without(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"warning: {CLEARS} has marks")
    assert not SPEAKS.search(capsys.readouterr().out)


def test_commands_print_lines_by_that_alone() -> None:
    folder = Path(grader.cli.__file__).parent
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
    allowed = {"output.py", "app.py"}  # app.py tells the version
    assert [name for name, text in texts.items() if "typer.echo(" in text and name not in allowed] == []


def test_an_explanation_is_told_without(capsys: pytest.CaptureFixture[str]) -> None:
    told = Explanation.__new__(Explanation)
    values = {"student": CLEARS, "name": CLEARS, "assignment": "a", "score": 0.0, "max_score": 1.0}
    for name, value in (values | {"reason": CLEARS, "notes": (CLEARS,), "standing": (CLEARS,)}).items():
        object.__setattr__(told, name, value)
    object.__setattr__(told, "questions", ())
    print_explanation(told, Console())
    assert not SPEAKS.search(capsys.readouterr().out)
