from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest

from grader.classroom.grade import Options, grade_class
from grader.classroom.init import make_course, rebuild
from grader.classroom.status import Standing, course_status, status_to_json
from grader.classroom.terms import terms
from grader.cli import main
from grader.course import Course, open_course
from tests.standins.toy import FIT_LINE, FOLDER, settings


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Four on the roster, due at noon, 10 % off for each day late."""
    (tmp_path / "roster.csv").write_text("student\nabsent\nbroken\nlate\nright\n", encoding="utf-8")
    given = terms(tmp_path / "roster.csv", "2026-10-01", "2026-10-31T12:00+00:00", "10%", None)
    return make_course(tmp_path / "course", given, str(FOLDER))


def standings(course: Course) -> dict[str, Standing]:
    return {standing.student: standing for standing in course_status(course).students}


def test_each_state_and_each_change_is_told(
    course: Course,
    submit: Callable[[str, bytes], Path],
    compose_bytes: Callable[[dict[str, str]], bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = compose_bytes({"fit_line": FIT_LINE})
    right = submit("right", answer)
    submit("late", answer).with_name("timestamp.txt").write_text("2026-11-01 11:00:00 UTC\n")
    submit("broken", b"sorry")
    before = standings(course)
    assert {name: standing.state for name, standing in before.items()} == {
        "absent": "missing",
        "broken": "submitted",
        "late": "submitted",
        "right": "submitted",
    }

    grade_class(course, Options())
    after = standings(course)
    assert after["absent"] == Standing("absent", "missing")
    assert after["right"] == Standing("right", "graded", score=6.0, release="this")
    assert after["late"] == Standing(
        "late", "graded", score=5.4, submitted_at="2026-11-01T11:00:00+00:00", late=True, release="this"
    )
    assert after["broken"].state == "rejected"
    assert "not valid JSON" in (after["broken"].reason or "")

    right.write_bytes(answer + b"\n")
    assert {name for name, standing in standings(course).items() if standing.changed} == {"right"}
    assert standings(course)["right"].changed == "submission"

    monkeypatch.setenv("GAUSSFIT_SEED", "another seed, so all marks follow from other inputs")
    assert (standings(course)["late"].changed, standings(course)["late"].because) == ("checks", "the seed")

    arguments = ["gaussfit", "status", "--course", str(course.root), "--json", str(tmp_path / "s.json")]
    monkeypatch.setattr("sys.argv", arguments)
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert "4 students: 3 submitted, 2 graded, 1 rejected, 0 error, 3 changed since." in out
    assert "changed since it was graded: the seed" in " ".join(out.split())
    assert "due: 2026-10-31T12:00+00:00" in out
    written = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert {**written, "time": ""} == {**status_to_json(course_status(course)), "time": ""}


def test_a_timestamp_that_is_none_is_named_and_nobody_is_late(
    course: Course, submit: Callable[[str, bytes], Path]
) -> None:
    path = submit("right", b"x")
    path.with_name("timestamp.txt").write_text("\x00 last Tuesday, about nine")
    found = standings(course)["right"]
    assert (found.submitted_at, found.late) == (None, False)
    assert found.reason == "submitted/right/line-fit/timestamp.txt does not hold a time that can be read"


def test_who_worked_on_which_release_is_told(
    course: Course, submit: Callable[[str, bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    submit("absent", course.release_path.read_bytes())
    (course.root / ".gaussfit" / "releases").rename(
        course.root / "lost"
    )  # as a course of an older version has it
    notebook = nbformat.read(course.source_path, as_version=4)
    notebook.cells[0].source += " (second edition)"
    nbformat.write(notebook, course.source_path)
    first = datetime.fromtimestamp(course.release_path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    rebuild(course)
    submit("right", course.release_path.read_bytes())
    bare = json.loads(course.release_path.read_bytes())
    del bare["metadata"]["gaussfit"]
    bare["cells"][0]["source"] = '{"gaussfit": {"release": "0123456789ab"}}'
    submit("late", json.dumps(bare).encode())
    found = course_status(course)
    assert found.releases == 2
    assert {student: each.release for student, each in standings(course).items()} == {
        "absent": first,
        "broken": "",
        "late": "unknown",
        "right": "this",
    }


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (
            lambda course: (course.root / "gaussfit.toml").write_text(settings("[limits]\ncell = 60\n")),
            "the limits",
        ),
        (lambda course: _retitled(course, "test_fit_line"), "the release"),
        (lambda course: (course.root / ".gaussfit/contexts/line-fit.json").unlink(), ""),
    ],
    ids=["limits", "release", "nothing"],
)
def test_why_marks_are_stale_is_told(
    graded_once: Course, change: Callable[[Course], object], because: str
) -> None:
    change(graded_once)
    opened = open_course(graded_once.root)
    assert standings(opened)["right"].because.startswith(because)
    assert bool(standings(opened)["right"].changed) == bool(because)


def _retitled(course: Course, grade_id: str) -> None:
    notebook = nbformat.read(course.source_path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            cell.source += "\n# one more line"
    nbformat.write(notebook, course.source_path)
    rebuild(course)


@pytest.fixture(scope="module")
def _graded_once(tmp_path_factory: pytest.TempPathFactory, _course_template: Path) -> Path:
    course = open_course(shutil.copytree(_course_template, tmp_path_factory.mktemp("graded") / "course"))
    path = course.submission_path("right")
    path.parent.mkdir(parents=True)
    path.write_bytes(course.release_path.read_bytes())
    grade_class(course, Options())
    return course.root


@pytest.fixture
def graded_once(_graded_once: Path, tmp_path: Path) -> Course:
    shutil.copytree(_graded_once, tmp_path / "once")
    return open_course(tmp_path / "once")
