"""A watch starts anew when what marks follow from has changed, and waits while it cannot."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import grader.watching.ids
import grader.watching.watch
from grader.course import CONFIG_NAME, Course
from grader.settings import SETTINGS_NAME
from grader.watching.session import Options
from grader.watching.stopping import Stop
from grader.watching.watch import watch
from tests.grader.watching.conftest import assert_stands


@pytest.fixture(autouse=True)
def _less_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grader.watching.watch, "RETRY_SECONDS", 0.1)


def test_settings_that_change_while_a_session_begins_are_not_missed(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    class Beginning:
        """A session that ends at its first look."""

        def __init__(self, course: Course, _options: Options, stop: Stop, *_: Any) -> None:
            self.stop = stop
            settings = course.root / SETTINGS_NAME
            settings.write_text(settings.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")

        def run(self, _pages: object, changed: Callable[[], str], _begun: object) -> str:
            seen.append(changed())
            self.stop.ask()
            return seen[0]

    monkeypatch.setattr(grader.watching.watch, "Session", Beginning)
    watch(course, Options(), Stop(), lambda _: None, pages=lambda _: contextlib.nullcontext())  # type: ignore[arg-type,return-value]
    assert seen == [SETTINGS_NAME]


def test_another_seed_counts_for_what_arrives_next(
    course: Course, watching: Callable[..., Any], hand_in: Callable[..., Path]
) -> None:
    run = watching(anew=True)
    hand_in("s1")
    run.result("s1")
    course.seed_path.write_text("another secret of thirty letters")
    run.note("the seed has changed: starting anew with it")
    run.result("s1")
    hand_in("s2")
    run.result("s2")
    assert_stands(course, "s1", "s2")


@pytest.mark.parametrize("name", [SETTINGS_NAME, CONFIG_NAME])
def test_what_is_faulty_for_a_while_is_told_once_and_loses_nothing(
    name: str, course: Course, watching: Callable[..., Any], hand_in: Callable[..., Path]
) -> None:
    run = watching(anew=True)
    hand_in("s1")
    run.result("s1")
    path = course.root / name
    right = path.read_bytes()
    path.write_bytes(right + b"\nlate = = 1\n")
    told = run.note(f"{path} cannot be")
    assert told.endswith("; what arrives waits until then")
    hand_in("s2")
    with pytest.raises(queue.Empty):
        run.told.get(timeout=1.0)
    path.write_bytes(right)
    run.note("it can be used again")
    assert run.result("s2")["score"] == 10
    path.write_bytes(right + b"\nlate = = 1\n")
    run.note(f"{path} cannot be")
    path.write_bytes(right)
    hand_in("s3")
    assert run.result("s3")["score"] == 10


def test_it_can_be_stopped_while_it_waits(
    course: Course, watching: Callable[..., Any], hand_in: Callable[..., Path]
) -> None:
    run = watching(anew=True)
    hand_in("s1")
    run.result("s1")
    (course.root / SETTINGS_NAME).write_text("= 1")
    run.note("cannot be read")
    run.end()


def test_a_course_that_cannot_be_used_at_first_ends_it(course: Course) -> None:
    from grader.errors import CourseError

    (course.root / CONFIG_NAME).write_text("= 1")
    with pytest.raises(CourseError, match=CONFIG_NAME):
        watch(course, Options(), Stop(), lambda _: None, lambda _: contextlib.nullcontext())  # type: ignore[arg-type,return-value]
