"""What each command says in a course where nobody has handed in, has marks, or is in a roster."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import Course
from tests.grader.conftest import Gaussfit

WHERE = "put each in submitted/<student>/"


def told(err: str) -> str:
    """The one line on stderr, but for the warning of `--sandbox=process`."""
    (line,) = (line for line in err.splitlines() if not line.startswith("warning: --sandbox=process"))
    return line


@pytest.mark.parametrize(
    "command",
    [
        ("grade", "--sandbox", "process"),
        ("grade", "--sandbox", "process", "--preview"),
        ("report",),
        ("return",),
        ("return", "--to", "moodle"),
        ("return", "--to", "exchange"),
        ("export", "marks", "--output", "marks.csv"),
    ],
    ids=" ".join,
)
def test_who_has_no_submissions_reads_where_they_go(
    gaussfit: Gaussfit, course: Course, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    before = sorted(path for path in course.root.rglob("*") if path.is_file())
    status, out, err = gaussfit(*command)
    assert (status, out) == (1 if command[0] == "export" else 2, "")
    assert told(err).startswith("gaussfit: ")
    assert f"There are no submissions in {course.submitted}: {WHERE}" in told(err)
    assert "gaussfit grade" not in err
    assert sorted(path for path in course.root.rglob("*") if path.is_file()) == before


def test_status_reads_so_too_without_an_empty_table(gaussfit: Gaussfit, course: Course) -> None:
    status, out, _ = gaussfit("status", "--course", course.root)
    assert (status, "┃" in out) == (0, False)
    assert f"There are no submissions in {course.submitted}: {WHERE}" in out
    out = gaussfit("status", "--course", course.root, "--json", "-")[1]
    assert WHERE in json.loads(out)["told"][0]


def test_status_is_silent_on_that_where_somebody_handed_in(
    gaussfit: Gaussfit, course: Course, submit: Callable[[str, bytes], Path]
) -> None:
    submit("s1", b"{}")
    assert "There are no submissions" not in gaussfit("status", "--course", course.root)[1]


@pytest.mark.parametrize(
    "command",
    [
        ("grade", "--sandbox", "process", "--student", "s1"),
        ("return", "--student", "s1"),
        ("explain", "s1", "--sandbox", "process"),
    ],
    ids=" ".join,
)
def test_whose_submission_is_missing_is_told_with_its_place(
    gaussfit: Gaussfit, course: Course, command: tuple[str, ...]
) -> None:
    status, out, err = gaussfit(*command, "--course", course.root)
    sentence = f"There is no submission of 's1': it would lie in {course.submission_path('s1').parent}."
    assert (status, out, told(err)) == (2, "", f"gaussfit: {sentence}")


@pytest.mark.parametrize("command", [("return",), ("return", "--to", "folder")], ids=" ".join)
def test_nothing_is_returned_before_anything_is_graded(
    gaussfit: Gaussfit, course: Course, submit: Callable[[str, bytes], Path], command: tuple[str, ...]
) -> None:
    submit("s1", b"{}")
    status, out, err = gaussfit(*command, "--course", course.root)
    assert (status, out) == (2, "")
    assert (
        err
        == "gaussfit: Nobody has a graded notebook yet, so there is no page: run `gaussfit grade` first.\n"
    )
    assert not (course.root / "feedback").exists()
    assert not (course.root / "returned").exists()


def test_a_run_that_ends_before_it_counts_leaves_no_bar(
    gaussfit: Gaussfit, course: Course, submit: Callable[[str, bytes], Path]
) -> None:
    submit("s1", b"{}")
    course.release_path.unlink()
    status, _, err = gaussfit("grade", "--course", course.root, "--sandbox", "process")
    assert status == 1
    assert "is missing: run `gaussfit build`" in told(err)


def test_a_roster_without_students_is_told(gaussfit: Gaussfit, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("id,name,email\n", encoding="utf-8")
    status, out, _ = gaussfit("init", tmp_path / "course", "--roster", tmp_path / "empty.csv")
    assert status == 0
    assert "In the gradebook: 0 students." in out


def test_who_is_unknown_is_told_why(gaussfit: Gaussfit, course: Course) -> None:
    status, _, err = gaussfit("rename", "s1", "s2", "--course", course.root)
    assert status == 2
    assert "There is no student 's1': they are in no roster and have handed in nothing." in err
