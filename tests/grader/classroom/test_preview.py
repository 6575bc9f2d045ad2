"""`gaussfit grade --preview`: whose marks would change, from what to what and by which check; nothing is filed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from grader.classroom.grade import Options, grade_class
from grader.classroom.preview import lines, preview
from grader.course import Course, open_course
from grader.settings import SETTINGS_NAME
from tests.standins.toy import FIT_LINE, settings

Submit = Callable[[str, bytes], Path]
SLOW = "import time\ntime.sleep(2)\n" + FIT_LINE


def contents(course: Course) -> dict[str, bytes]:
    """Every file of the course that grading writes."""
    return {
        str(path.relative_to(course.root)): path.read_bytes()
        for path in sorted(course.root.rglob("*"))
        if path.is_file() and not path.is_relative_to(course.submitted)
    }


def test_it_tells_who_would_change_and_files_nothing(
    course: Course, submit: Submit, compose_bytes: Callable[..., bytes], right_answers: dict[str, str]
) -> None:
    submit("same", compose_bytes(right_answers))
    submit("slow", compose_bytes({**right_answers, "fit_line": SLOW}))
    grade_class(course, Options())
    before = contents(course)
    assert lines(preview(course, Options())) == [
        "0 would have other marks, 0 the same again, 2 are up to date. Nothing was filed."
    ]
    submit("new", compose_bytes(right_answers))
    submit("unread", b"no notebook")
    (course.root / SETTINGS_NAME).write_text(settings("[limits]\ncell = 1\n"))
    changed = open_course(course.root)
    found = preview(changed, Options(jobs=2))
    told = "\n".join(lines(found))
    assert [(each.student, each.before, each.after) for each in found.differences] == [
        ("new", None, 10),
        ("slow", 10, 4),
        ("unread", None, 0),
    ]
    assert found.same == 1
    assert "slow: 10 -> 4" in told
    assert "“The slope is right”: 3 then, 0 now" in told
    assert "unread: no mark -> 0" in told
    after = contents(course)
    del after[SETTINGS_NAME], before[SETTINGS_NAME]
    assert after == before
    grade_class(changed, Options())
    assert preview(changed, Options()).untouched == 4
