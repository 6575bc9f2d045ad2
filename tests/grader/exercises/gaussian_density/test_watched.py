"""A watch of a course in which marks go by id: rosters, other ids and other points count as they come."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import grader.watching.ids
import grader.watching.watch
from grader.classroom.init import make_course, rebuild
from grader.classroom.rename import rename
from grader.classroom.roster import enrol
from grader.course import Course, open_course
from grader.gradebook.reading import reading
from grader.settings import SETTINGS_NAME
from grader.watching.told import Note
from tests.grader.watching.conftest import assert_stands, watching  # noqa: F401

ROSTER = "id,login,email\ns1,jlee,jo@x.org\ns2,alee,al@x.org\n"
POINTS = "-0.2997,0.2965\n0.75,0.1307\n2.4024,-1.5569\n-3.3377,1.3849\n-1.3939,1.0405\n1.2348,1.1438\n"


@pytest.fixture(autouse=True)
def _less_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grader.watching.watch, "RETRY_SECONDS", 0.1)


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("own") / "course"
    root.mkdir()
    (root / "points.csv").write_text(POINTS)
    (root / SETTINGS_NAME).write_text(
        '[exercise]\nname = "gaussian-density"\ndata = "points.csv"\nvariants = "student"\n'
    )
    make_course(root)
    return root


@pytest.fixture
def course(_made: Path, roster: Path, tmp_path: Path) -> Course:
    course = open_course(Path(shutil.copytree(_made, tmp_path / "course")))
    enrol(course, roster)
    return course


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER)
    return path


@pytest.fixture
def hand_in(course: Course) -> Callable[[str], None]:
    def put(student: str) -> None:
        path = course.submission_path(student)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(course.release_path, path)

    return put


def test_another_roster_counts_for_what_arrives_next(
    course: Course, roster: Path, watching: Callable[..., Any], hand_in: Callable[[str], None]
) -> None:
    run = watching(anew=True)
    hand_in("s1")
    run.result("s1")
    roster.write_text(ROSTER.replace("jlee", "jolee") + "s3,bkim,bo@x.org\n")
    enrol(course, roster)
    hand_in("s3")
    run.note("the roster has changed: starting anew with it")
    run.result("s3")
    hand_in("s-new")
    run.result("s-new")
    run.end()
    assert len([each for each in run.all if "anew" in getattr(each, "sentence", "")]) == 1
    assert_stands(course, "s1", "s3")


def test_an_address_in_the_gradebook_counts_soon(
    course: Course,
    watching: Callable[..., Any],
    hand_in: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grader.watching.ids, "AGAIN_SECONDS", 0.1)
    run = watching(anew=True, jobs=1)
    hand_in("s1")
    run.result("s1")
    with reading(course) as gradebook:
        gradebook.update_or_create_student("s1", email="another@x.org")
    os.utime(course.submitted)
    run.note("the roster has changed")
    run.result("s1")
    run.end()
    assert_stands(course, "s1")


def test_another_id_does_not_end_it(
    course: Course, watching: Callable[..., Any], hand_in: Callable[[str], None]
) -> None:
    run = watching(anew=True)
    hand_in("s-typo")
    run.result("s-typo")
    rename(course, "s-typo", "s9")
    run.result("s9")
    hand_in("s2")
    run.result("s2")
    run.end()
    assert not any(isinstance(each, Note) and "interrupted" in each.sentence for each in run.all)
    assert_stands(course, "s2", "s9")


def test_other_points_wait_for_the_build_and_count_then(
    course: Course, watching: Callable[..., Any], hand_in: Callable[[str], None]
) -> None:
    run = watching(anew=True)
    hand_in("s1")
    run.result("s1")
    (course.root / "points.csv").write_text(POINTS.replace("-3.3377", "-3.3"))
    run.note("points.csv has changed: starting anew with it")
    run.note("run `gaussfit build`")
    rebuild(open_course(course.root))
    run.result("s1")
    assert_stands(open_course(course.root), "s1")
