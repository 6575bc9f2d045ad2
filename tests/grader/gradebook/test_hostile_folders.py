"""A class in which what lies around the notebooks is hostile: nobody else notices, and nothing leaves those folders."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.classroom.grade import Options, grade_class
from grader.course import Course, open_course
from grader.running.outside.sandbox import probe
from grader.seed import course_seed
from grader.writing import write_json

SANDBOX = "locked" if probe().locked else "process"
Submit = Callable[[str, bytes], Path]


@pytest.fixture
def hostile(
    course: Course,
    submit: Submit,
    compose_bytes: Callable[[Mapping[str, str]], bytes],
    right_answers: dict[str, str],
) -> Course:
    """Right answers in hostile folders; `linked` has no folder of its own."""
    right = compose_bytes(right_answers)
    folders = {name: submit(name, right).parent for name in ("honest", "copies", "dangles", "pipes", "huge")}
    seed = course.root / ".gaussfit" / "seed"
    (folders["copies"] / "seed.txt").symlink_to(seed)
    (folders["copies"] / "other.ipynb").symlink_to(folders["honest"] / course.notebook_name)
    (folders["copies"] / "deep").symlink_to(course.root)
    (folders["dangles"] / "data.csv").symlink_to("nowhere")
    os.mkfifo(folders["pipes"] / "data.csv")
    (folders["honest"] / "timestamp.txt").write_text("2026-11-01 10:00:05 UTC\n")
    (folders["huge"] / "timestamp.txt").touch()
    os.truncate(folders["huge"] / "timestamp.txt", 1 << 40)
    (course.submitted / "linked").mkdir()
    (course.submitted / "linked" / course.assignment).symlink_to(folders["honest"])
    (course.submitted / os.fsdecode(b"caf\xe9") / course.assignment).mkdir(parents=True)
    return course


def test_nobody_gains_loses_or_learns_anything_by_what_lies_in_a_folder(hostile: Course) -> None:
    report = grade_class(hostile, Options(sandbox=SANDBOX))
    found = {result["student"]: (result["status"], result["score"]) for result in report["submissions"]}
    assert found == {
        **dict.fromkeys(("honest", "copies", "dangles", "pipes", "huge"), ("graded", 10.0)),
        "linked": ("rejected", 0.0),
        "caf\\xe9": ("error", None),
    }
    reasons = {result["student"]: result["reason"] for result in report["submissions"]}
    assert reasons["caf\\xe9"].endswith("has a name that is no UTF-8 text: rename it.")
    filed = sorted(path.name for path in (hostile.root / "autograded").rglob("*") if path.is_file())
    assert filed.count(hostile.notebook_name) == 6
    assert set(filed) == {hostile.notebook_name, "timestamp.txt"}
    secret = course_seed(hostile)
    assert not any(secret in path.read_text() for path in (hostile.root / "autograded").rglob("*.*"))
    with Gradebook(f"sqlite:///{hostile.root}/gradebook.db") as gradebook:
        assert gradebook.find_submission(hostile.assignment, "huge").timestamp is None
    write_json(hostile.root / "marks.json", report)
    assert len(json.loads((hostile.root / "marks.json").read_text())["submissions"]) == 7


@pytest.mark.parametrize("time", ["9999-12-31 23:59:59.999999 UTC", "0001-01-01 00:00:00 UTC"])
def test_a_time_at_the_end_of_the_calendar_stops_nobody(
    time: str,
    course: Course,
    submit: Submit,
    compose_bytes: Callable[[Mapping[str, str]], bytes],
    right_answers: dict[str, str],
) -> None:
    """A due date that is set later is looked at with every time that is filed: `grade` and `status` stopped."""
    for name in ("honest", "far"):
        submit(name, compose_bytes(right_answers))
    (course.submitted / "far" / course.assignment / "timestamp.txt").write_text(time)
    grade_class(course, Options(sandbox=SANDBOX))
    with (course.root / "gaussfit.toml").open("a") as settings:
        settings.write('\ndue = "2026-11-20 18:00 Europe/Berlin"\nlate = "10%"\n')
    report = grade_class(open_course(course.root), Options(sandbox=SANDBOX, force=True))
    assert [(each["status"], each["score"]) for each in report["submissions"]] == [("graded", 10.0)] * 2
    far = next(each for each in report["submissions"] if each["student"] == "far")
    assert any("does not hold a time" in note for note in far["notes"])


def test_nbgraders_own_command_takes_only_the_notebook_too(hostile: Course) -> None:
    if SANDBOX == "process":
        pytest.skip("nbgrader's own command marks with the lock-in, which this machine lacks")
    command = [str(Path(sys.executable).with_name("nbgrader")), "autograde", hostile.assignment, "--create"]
    subprocess.run(
        [*command, "--CourseDirectory.student_id=[cdhlp]*s"],
        cwd=hostile.root,
        capture_output=True,
        check=False,
    )
    filed = [path for path in (hostile.root / "autograded").rglob("*") if path.is_file()]
    assert {path.name for path in filed} <= {hostile.notebook_name, "timestamp.txt"}
    assert [path for path in filed if path.name == hostile.notebook_name]
    assert not any(course_seed(hostile) in path.read_text() for path in filed)


@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o600), (0o022, 0o644), (0o007, 0o660)])
def test_what_is_written_follows_the_umask(course: Course, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        write_json(course.root / "marks.json", {"schema": 1})
    finally:
        os.umask(before)
    assert stat.S_IMODE((course.root / "marks.json").stat().st_mode) == mode


def test_a_course_of_a_group_has_a_seed_for_all_of_it(course: Course) -> None:
    folder = course.root / ".gaussfit"
    shutil.rmtree(folder)
    course.root.chmod(0o2770)
    course_seed(course)
    assert stat.S_IMODE((folder / "seed").stat().st_mode) == 0o660
    assert stat.S_IMODE(folder.stat().st_mode) == 0o2770
