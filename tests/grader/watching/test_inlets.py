from __future__ import annotations

import hashlib
import math
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from grader.classroom.rename import rename
from grader.course import Course
from grader.errors import UsageError
from grader.gradebook.filed import in_gradebook
from grader.watching.inlets import QUIET, DropFolder, InboundFolder, inbound_of
from grader.watching.told import Note

WHEN = "2026-10-30 12:00:00.000000 UTC"


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


def test_a_place_is_collected_from_once_it_looks_the_same_for_a_while(
    course: Course, drop: Path, compose_bytes: Any
) -> None:
    inlet = DropFolder(course, drop, "folder", pytest.fail)
    inlet.look(0.0)
    assert inlet.pause(0.0) == QUIET
    assert inlet.collect(1.0) == []
    assert inlet.pause(1.0) == math.inf, "nothing is there, and nothing changes"
    (drop / "s1.ipynb").write_bytes(compose_bytes({})[:100])
    inlet.look(2.0)
    (drop / "s1.ipynb").write_bytes(compose_bytes({}))
    assert inlet.collect(2.0 + QUIET) == [], "it was written to meanwhile"
    assert inlet.collect(2.0 + 2 * QUIET) == ["s1"]
    assert course.submission_path("s1").read_bytes() == compose_bytes({})
    inlet.look(9.0)
    assert inlet.pause(9.0) == math.inf


def test_the_zips_of_a_platform_are_taken_one_by_one(course: Course, drop: Path, compose_bytes: Any) -> None:
    for number in (1, 2):
        with zipfile.ZipFile(drop / f"submissions-{number}.zip", "w") as archive:
            archive.writestr(f"s{number}.ipynb", compose_bytes({}))
    inlet = DropFolder(course, drop, "folder", pytest.fail)
    inlet.look(0.0)
    assert inlet.collect(QUIET) == ["s1", "s2"]


def test_who_comes_into_the_class_is_collected_without_handing_in_again(
    course: Course, drop: Path, compose_bytes: Any
) -> None:
    told: list[str] = []
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        gradebook.add_student("s1")
    (drop / "newcomer.ipynb").write_bytes(compose_bytes({}))
    inlet = DropFolder(course, drop, "folder", told.append)
    inlet.look(0.0)
    assert inlet.collect(QUIET) == []
    assert len(told) == 1
    inlet.look(5.0)
    assert inlet.pause(5.0) == math.inf, "as long as the class is the same"
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        gradebook.add_student("newcomer")
    inlet.look(10.0)
    assert inlet.collect(10.0 + QUIET) == ["newcomer"]


def test_what_is_nobodys_is_told(course: Course, drop: Path) -> None:
    told: list[str] = []
    (drop / "notes.txt").write_text("nothing")
    inlet = DropFolder(course, drop, "folder", told.append)
    inlet.look(0.0)
    assert inlet.collect(QUIET) == []
    assert told == ["drop: There is no notebook in it"]


def test_a_folder_that_is_not_there_is_refused(course: Course, drop: Path) -> None:
    with pytest.raises(UsageError, match="is no folder: make it, or name another with --source"):
        DropFolder(course, drop / "none", "auto", pytest.fail)


def test_a_link_in_a_drop_folder_is_not_followed(course: Course, drop: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s1.ipynb").write_text("{}")
    (drop / "s1").symlink_to(tmp_path / "secret")
    inlet = DropFolder(course, drop, "folder", lambda _: None)
    assert list(inlet.folders()) == [drop]
    inlet.look(0.0)
    assert inlet.collect(QUIET) == []
    assert not course.submission_path("s1").exists()


@pytest.fixture
def exchange(course: Course, tmp_path: Path) -> Path:
    root = tmp_path / "exchange"
    (root / "c101" / "inbound").mkdir(parents=True)
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(f"\nc.Exchange.root = {str(root)!r}\nc.CourseDirectory.course_id = 'c101'\n")
    return root / "c101"


def submit(course: Course, exchange: Path, student: str, secret: str, raw: bytes) -> None:
    """What `nbgrader submit` leaves in the exchange."""
    folder = exchange / "inbound" / f"{student}+{course.assignment}+{WHEN}+x1y2"
    folder.mkdir()
    (folder / course.notebook_name).write_bytes(raw)
    (folder / "timestamp.txt").write_text(WHEN, encoding="ascii")
    (folder / "submission_secret.txt").write_text(secret, encoding="ascii")


@pytest.mark.filterwarnings("ignore:.*timestamp.txt:pytest.PytestUnraisableExceptionWarning")  # nbgrader's
def test_what_is_submitted_to_the_exchange_is_returned_there(
    course: Course, exchange: Path, watching: Callable[..., Any], compose_bytes: Any
) -> None:
    notes: list[str] = []
    run = watching(InboundFolder(course, inbound_of(course), notes.append))
    submit(course, exchange, "ann", "her secret", compose_bytes({}))
    assert run.result("ann")["score"] == 10
    submit(course, exchange, "bob", "her secret", compose_bytes({}))
    assert run.result("bob")["score"] == 10
    run.end()
    name = hashlib.md5(("her secret" + course.assignment).encode()).hexdigest()
    [page] = (exchange / "feedback").iterdir()
    assert (page.stem, page.read_text()) == (name, "ann"), "bob, who copied the secret, changes nothing"
    [told] = [each.sentence for each in run.all if isinstance(each, Note)]
    assert told.startswith("bob has the secret of ann's submission")
    assert in_gradebook(course).entries["ann"].when is not None
    assert notes == []


@pytest.mark.filterwarnings("ignore:.*timestamp.txt:pytest.PytestUnraisableExceptionWarning")  # nbgrader's
def test_a_page_that_was_made_and_not_released_is_released_at_the_next_start(
    course: Course, exchange: Path, watching: Callable[..., Any], compose_bytes: Any
) -> None:
    """As after Ctrl-C twice, or while the exchange could not be written."""
    first = watching(InboundFolder(course, inbound_of(course), pytest.fail))
    submit(course, exchange, "ann", "her secret", compose_bytes({}))
    first.result("ann")
    first.end()
    shutil.rmtree(exchange / "feedback")
    second = watching(InboundFolder(course, inbound_of(course), pytest.fail))
    submit(course, exchange, "bob", "his secret", compose_bytes({}))
    second.result("bob")
    second.end()
    assert {page.read_text() for page in (exchange / "feedback").iterdir()} == {"ann", "bob"}


@pytest.mark.filterwarnings("ignore:.*timestamp.txt:pytest.PytestUnraisableExceptionWarning")  # nbgrader's
def test_a_new_id_has_the_secret_of_the_old_one(
    course: Course, exchange: Path, watching: Callable[..., Any], compose_bytes: Any
) -> None:
    run = watching(InboundFolder(course, inbound_of(course), pytest.fail))
    submit(course, exchange, "ann", "her secret", compose_bytes({}))
    run.result("ann")
    rename(course, "ann", "ann2")
    run.result("ann2")
    run.end()
    [page] = (exchange / "feedback").iterdir()
    assert page.read_text() == "ann2"


def test_another_name_in_the_class_is_a_reason_to_look_again(
    course: Course, drop: Path, compose_bytes: Any
) -> None:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        gradebook.add_student("s1", email="jo@x.org")
    (drop / "jolee.ipynb").write_bytes(compose_bytes({}))
    inlet = DropFolder(course, drop, "folder", lambda _: None)
    inlet.look(0.0)
    assert inlet.collect(QUIET) == []
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("s1", email="jolee@x.org")
    inlet.look(5.0)
    assert inlet.collect(5.0 + QUIET) == ["s1"]


def test_no_exchange_is_told(course: Course) -> None:
    with pytest.raises(UsageError, match=r"set `c\.Exchange\.root` and `c\.CourseDirectory\.course_id`"):
        inbound_of(course)
