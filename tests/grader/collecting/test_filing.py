"""Newest wins, the old one is kept, nothing twice, whatever was cut off."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from grader.collecting import filing
from grader.collecting.filing import Arrived, Filing
from grader.collecting.report import Report, report_to_json
from grader.course import Course
from grader.errors import CourseError, RejectedSubmission
from tests.grader.collecting.conftest import Collect, Roster, Zipped

There = Callable[[str], Any]
CANVAS = 'Student,ID,SIS Login ID,Section\n"Lee, Ann",101,ann,A\n"Ray, Bob",102,bob,A\n'


def at(hour: int) -> datetime:
    return datetime(2026, 10, 31, hour, tzinfo=UTC)


def arrived(content: bytes, hour: int | None = None, order: int = 0) -> Arrived:
    return Arrived("ann", content, None if hour is None else at(hour), "canvas", order)


def everything(course: Course) -> dict[str, bytes]:
    """All files that collecting may write, by place."""
    roots = (course.submitted, course.root / "collected", course.root / ".gaussfit" / "collected")
    return {
        str(path.relative_to(course.root)): path.read_bytes()
        for root in roots
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def kept(course: Course) -> list[bytes]:
    return sorted(path.read_bytes() for path in (course.root / "collected" / "replaced").rglob("*.ipynb"))


@pytest.mark.parametrize(
    ("before", "after", "action"),
    [
        (None, arrived(b"a"), "new"),
        (arrived(b"a"), arrived(b"a"), "unchanged"),
        (arrived(b"a", 9), arrived(b"a", 9), "unchanged"),
        (arrived(b"a", 9), arrived(b"a"), "unchanged"),
        (arrived(b"a", 9), arrived(b"a", 8), "unchanged"),
        (arrived(b"a", 9), arrived(b"a", 10), "newer"),
        (arrived(b"a"), arrived(b"a", 10), "newer"),
        (arrived(b"a", 9), arrived(b"b", 10), "newer"),
        (arrived(b"a", 9), arrived(b"b", 9), "newer"),
        (arrived(b"a", 9), arrived(b"b", 8), "older"),
        (arrived(b"a", 9, 7), arrived(b"b", 10, 6), "newer"),
        (arrived(b"a", None, 7), arrived(b"b", None, 8), "newer"),
        (arrived(b"a", None, 7), arrived(b"b", None, 6), "older"),
        (arrived(b"a"), arrived(b"b"), "newer"),
        (arrived(b"a", 9), arrived(b"b"), "newer"),
    ],
)
def test_the_newest_wins_by_time_and_else_by_the_platforms_numbers(
    before: Arrived | None, after: Arrived, action: str, course: Course, there: There
) -> None:
    files = Filing(course, dry=False)
    if before is not None:
        assert files.file(before) == "new"
    assert files.file(after) == action
    stands = after if action in ("new", "newer") else before
    assert stands is not None
    when = stands.when.strftime("%Y-%m-%d %H:00:00.000000 UTC") if stands.when else None
    assert there("ann") == (stands.raw.decode(), when)
    replaced = before is not None and action == "newer" and before.raw != after.raw
    assert kept(course) == ([b"a"] if replaced else [])


def test_an_old_time_does_not_stay_beside_a_new_notebook(course: Course, there: There) -> None:
    files = Filing(course, dry=False)
    files.file(arrived(b"a", 9))
    files.file(arrived(b"b"))
    assert there("ann") == ("b", None)
    (old,) = (course.root / "collected" / "replaced").rglob("timestamp.txt")
    assert old.read_text() == "2026-10-31 09:00:00.000000 UTC"


def test_what_an_instructor_put_there_by_hand_is_kept_too(
    course: Course, submit: Callable[..., Path]
) -> None:
    submit("ann", b"by hand")
    Filing(course, dry=False).file(arrived(b"b"))
    assert kept(course) == [b"by hand"]


@pytest.mark.parametrize("links", [True, False])
def test_keeping_works_on_any_file_system(
    links: bool, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:
        monkeypatch.setattr(
            os, "link", lambda *_, **__: (_ for _ in ()).throw(OSError(1, "Operation not permitted"))
        )
    files = Filing(course, dry=False)
    for content in (b"a", b"b", b"a", b"b"):
        files.file(arrived(content))
    assert kept(course) == [b"a", b"b"]


class Stopped(Exception):
    """Stands for power that went off."""


def calls_of(course: Course, monkeypatch: pytest.MonkeyPatch, most: int, work: Callable[[], object]) -> int:
    """Do `work`, cut off after `most` of the steps that change something; returns how many there were."""
    steps = 0

    def counted(usual: Any) -> Any:
        def step(*arguments: Any, **options: Any) -> Any:
            nonlocal steps
            if steps >= most:
                raise Stopped
            steps += 1
            return usual(*arguments, **options)

        return step

    with monkeypatch.context() as patch:
        for name in ("link", "replace", "unlink", "mkdir"):
            patch.setattr(os, name, counted(getattr(os, name)))
        with contextlib.suppress(Stopped):
            work()
    return steps


@pytest.mark.parametrize("time", [True, False], ids=["with time", "without"])
def test_cut_off_anywhere_and_run_again_it_ends_the_same(
    time: bool, course: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def work() -> None:
        Filing(course, dry=False).file(arrived(b"new", 10 if time else None, 2))

    Filing(course, dry=False).file(arrived(b"old", 9, 1))
    shutil.copytree(course.root, tmp_path / "before")
    steps = calls_of(course, monkeypatch, 1_000, work)
    wanted = everything(course)
    assert steps >= 5
    assert kept(course) == [b"old"]
    for most in range(steps):
        shutil.rmtree(course.root)
        shutil.copytree(tmp_path / "before", course.root)
        assert calls_of(course, monkeypatch, most, work) == most
        notebook = course.submission_path("ann").read_bytes()
        assert notebook in (b"old", b"new")  # never half a file
        work()
        drafts = {name for name in everything(course) if re.search(r"/\.[^/]*$", name)}  # looked at by nobody
        assert {name: text for name, text in everything(course).items() if name not in drafts} == wanted


@pytest.mark.parametrize("kind", ["link", "folder"])
@pytest.mark.parametrize("part", ["student", "assignment", "notebook"])
def test_a_link_in_the_way_is_not_written_through(
    kind: str, part: str, course: Course, tmp_path: Path
) -> None:
    path = course.submission_path("ann")
    place = {"student": path.parents[1], "assignment": path.parent, "notebook": path}[part]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    place.parent.mkdir(parents=True, exist_ok=True)
    if kind == "link":
        place.symlink_to(elsewhere)
    elif part == "notebook":
        place.mkdir()
    else:
        place.write_text("a file")
    with pytest.raises(RejectedSubmission, match=r"cannot be replaced: remove it and collect again\."):
        Filing(course, dry=False).file(arrived(b"a"))
    assert list(elsewhere.iterdir()) == []


def test_a_full_disk_stops_with_one_sentence(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(filing, "write_within", full)
    with pytest.raises(CourseError, match=r"cannot be written \(No space left on device\): make room"):
        Filing(course, dry=False).file(arrived(b"a"))


def test_a_second_run_changes_nothing_and_says_so(
    go: Collect, zipped: Zipped, roster: Roster, course: Course
) -> None:
    hw = course.assignment
    source = zipped(
        {
            f"leeann_101_1_{hw}.ipynb": b"ann",
            f"raybob_102_2_{hw}.ipynb": b"bob",
            f"stranger_999_3_{hw}.ipynb": b"?",
        }
    )
    options = {"roster": roster(CANVAS)}
    go(source, **options)
    first = everything(course)
    report = go(source, **options)
    assert [each.action for each in report.collected] == ["unchanged", "unchanged"]
    assert everything(course) == first
    assert sum("unmatched" in name for name in first) == 1


def test_an_older_download_collected_again_does_not_come_back(
    go: Collect, zipped: Zipped, roster: Roster, course: Course, there: There
) -> None:
    hw = course.assignment
    old = zipped({f"leeann_101_1_{hw}.ipynb": b"first"}, "old.zip")
    new = zipped({f"leeann_101_5_{hw}-1.ipynb": b"second"}, "new.zip")
    options = {"roster": roster(CANVAS)}
    for source, action in ((old, "new"), (new, "newer"), (old, "older"), (new, "unchanged")):
        assert [each.action for each in go(source, **options).collected] == [action]
    assert there("ann") == ("second", None)
    report = go(new, old, **options)
    assert [each.action for each in report.collected] == ["unchanged"]


def test_unmatched_files_of_one_name_are_all_kept(
    go: Collect, tree: Zipped, course: Course, roster: Roster
) -> None:
    source = tree({"a/x.ipynb": b"1", "b/x.ipynb": b"2"})
    again = tree({"a/x.ipynb": b"3"}, "again")
    go(source, again, roster=roster("student\nann\n"))
    found = sorted(path.read_bytes() for path in (course.root / "collected" / "unmatched").iterdir())
    assert found == [b"1", b"2", b"3"]


def test_a_dry_run_touches_nothing(go: Collect, zipped: Zipped, roster: Roster, course: Course) -> None:
    hw = course.assignment
    source = zipped({f"leeann_101_1_{hw}.ipynb": b"ann", f"stranger_999_3_{hw}.ipynb": b"?"})
    files = {path: path.stat().st_mtime_ns for path in course.root.rglob("*")}
    report = go(source, roster=roster(CANVAS), dry_run=True)
    assert [each.action for each in report.collected] == ["new"]
    assert len(report.unmatched) == 1
    assert {path: path.stat().st_mtime_ns for path in course.root.rglob("*")} == files


def test_a_dry_run_makes_no_gradebook(go: Collect, tree: Zipped, course: Course) -> None:
    (course.root / "gradebook.db").unlink()
    assert [each.student for each in go(tree({"ann.ipynb": b"ann"}), dry_run=True).collected] == ["ann"]
    assert not (course.root / "gradebook.db").exists()


def test_the_object_of_json_is_as_the_contract_has_it(
    go: Collect, zipped: Zipped, roster: Roster, course: Course
) -> None:
    hw = course.assignment
    source = zipped({f"leeann_LATE_101_1_{hw}.ipynb": b"ann", f"stranger_999_3_{hw}.ipynb": b"?"})
    report: Report = go(source, roster=roster(CANVAS))
    found = json.loads(json.dumps(report_to_json(report)))
    assert found["schema"] == 1
    assert found["collected"] == [
        {
            "student": "ann",
            "file": f"class.zip/leeann_LATE_101_1_{hw}.ipynb",
            "action": "new",
            "late": True,
            "time": None,
            "notes": [],
        }
    ]
    assert [sorted(each) for each in found["unmatched"]] == [["file", "reason"]]
    assert report.notes == [
        "1 of them late by the platform's mark, which tells no time: no penalty comes of that."
    ]
