"""A watch starts anew when what marks follow from has changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

import grader.watching.watch
from grader.course import Course
from grader.settings import SETTINGS_NAME
from grader.watching.session import Options
from grader.watching.stopping import Stop
from grader.watching.watch import watch


def test_settings_that_change_while_a_session_begins_are_not_missed(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    class Beginning:
        """A session that ends at its first look."""

        def __init__(self, course: Course, _options: Options, stop: Stop, *_: Any) -> None:
            self.stop = stop
            settings = course.root / SETTINGS_NAME
            settings.write_text(settings.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")

        def run(self, _pages: object, changed: Callable[[], bool]) -> None:
            seen.append(changed())
            self.stop.ask()

    monkeypatch.setattr(grader.watching.watch, "Session", Beginning)
    watch(course, Options(), Stop(), lambda _: None, pages=lambda _: contextlib.nullcontext())  # type: ignore[arg-type,return-value]
    assert seen == [True]
