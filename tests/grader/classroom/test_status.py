from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.classroom.grade import Options, grade_class
from grader.classroom.init import make_course
from grader.classroom.status import Standing, course_status, status_to_json
from grader.classroom.terms import terms
from grader.cli import main
from grader.course import Course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Four on the roster, due at noon, 10 % off for each day late."""
    (tmp_path / "roster.csv").write_text("student\nabsent\nbroken\nlate\nright\n", encoding="utf-8")
    given = terms(tmp_path / "roster.csv", "2026-10-01", "2026-10-31T12:00+00:00", "10%", None)
    return make_course(tmp_path / "course", given)


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
    answer = compose_bytes({"parameters": "A, B, C, X, Y = 3, -1, 1, 0, 0.5\n"})
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
    assert after["right"] == Standing("right", "graded", score=10.0)
    assert after["late"] == Standing(
        "late", "graded", score=9.0, submitted_at="2026-11-01T11:00:00+00:00", late=True
    )
    assert after["broken"].state == "rejected"
    assert "not valid JSON" in (after["broken"].reason or "")

    right.write_bytes(answer + b"\n")
    assert {name for name, standing in standings(course).items() if standing.changed} == {"right"}
    assert standings(course)["right"].changed == "submission"

    monkeypatch.setenv("GAUSSFIT_SEED", "another seed, so all marks follow from other inputs")
    assert standings(course)["late"].changed == "checks"

    arguments = ["gaussfit", "status", "--course", str(course.root), "--json", str(tmp_path / "s.json")]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert "4 students: 3 submitted, 2 graded, 1 rejected, 0 error, 3 changed since." in out
    assert "due: 2026-10-31T12:00+00:00" in out
    written = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert written == status_to_json(course_status(course))


def test_a_timestamp_that_is_none_is_named_and_nobody_is_late(
    course: Course, submit: Callable[[str, bytes], Path]
) -> None:
    path = submit("right", b"x")
    path.with_name("timestamp.txt").write_text("\x00 last Tuesday, about nine")
    found = standings(course)["right"]
    assert (found.submitted_at, found.late) == (None, False)
    assert (
        found.reason == "submitted/right/gaussian-density/timestamp.txt does not hold a time that can be read"
    )
