"""Ctrl-C for the second time ends a watch wherever it is: what was half filed then is filed by the next run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import grader
from grader.classroom.filing import file_marks
from grader.classroom.pending import Saved, Seen, Unreadable, look_at, marks_digest
from grader.collecting.placing import write_within
from grader.course import Course
from grader.gradebook.filed import in_gradebook
from grader.gradebook.store import write_atomically
from grader.gradebook.writer import GradebookWriter
from grader.marking.jobs import Job, Settings
from grader.marking.one import Marked
from grader.reading import Release
from tests.grader.watching.conftest import made

OURS = str(Path(grader.__file__).parent)
SHARES = 40
"""At how many moments, spread over the lines of ours that filing runs, it is ended."""


class Lines:
    """Counts the lines of ours that run, and presses Ctrl-C at one of them."""

    def __init__(self, last: int = 0) -> None:
        self.count, self._last = 0, last

    def __call__(self, frame: FrameType, event: str, _: object) -> Any:
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        if event == "line":
            self.count += 1
            if self.count == self._last:
                raise KeyboardInterrupt
        return self

    def over(self, command: Callable[[], object]) -> None:
        before = sys.gettrace()
        sys.settrace(self)
        try:
            command()
        finally:
            sys.settrace(before)


def marked(job: Job, points: float) -> Marked:
    """As if that share of the points had been earned."""
    full = made(job).result
    checks = [
        replace(check, points=points * check.points) for each in full.questions for check in each.checks
    ]
    questions = [replace(each, checks=(check,)) for each, check in zip(full.questions, checks, strict=True)]
    return Marked(replace(full, questions=tuple(questions)))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a file that was just opened
def test_what_was_half_filed_is_filed_by_the_next_run(
    course: Course, hand_in: Callable[..., Path], compose_bytes: Any, release: Release
) -> None:
    settings = Settings(release, "a seed for tests")
    context = marks_digest(settings, course)

    def look() -> Saved | Unreadable | Job:
        return look_at(course, "s1", settings, context, in_gradebook(course), Seen())

    def file(number: int, lines: Lines) -> None:
        job = look()
        if isinstance(job, Job):
            with GradebookWriter(course) as writer:
                lines.over(lambda: file_marks(course, job, marked(job, number % 2), writer))

    def hand_in_another(number: int) -> None:
        hand_in("s1", compose_bytes({"fit_line": f"A = {number}\n"}))

    hand_in_another(0)
    file(0, Lines())  # it makes what the others find
    hand_in_another(1)
    whole = Lines()
    file(1, whole)
    for number, moment in enumerate(range(1, whole.count, whole.count // SHARES), start=2):
        hand_in_another(number)
        with pytest.raises(KeyboardInterrupt):
            file(number, Lines(moment))
        file(number, Lines())
        assert isinstance(look(), Saved)
        assert rf"A = {number}\n" in course.autograded_path("s1").read_text(encoding="utf-8")
        assert in_gradebook(course).entries["s1"].final == 10 * (number % 2)


def test_ctrl_c_just_after_a_result_is_written_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = os.replace

    def pressed(*names: Any, **folders: Any) -> None:
        usual(*names, **folders)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", pressed)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "s1.json", "whole")
    descriptor = os.open(tmp_path, os.O_RDONLY)
    with pytest.raises(KeyboardInterrupt):
        write_within("s1.ipynb", b"whole", descriptor)
    os.close(descriptor)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s1.ipynb", "s1.json"]
