"""The commands of docs/workflow.md, run as they stand but for the exercise: sixty there and back on each platform."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.exercise import EXERCISE
from grader.course import open_course
from grader.gradebook.filed import in_gradebook
from grader.reading import packaged_release
from grader.reading.compose import composed_bytes
from tests.docs import classes
from tests.grader.returning.conftest import as_canvas_reads, as_moodle_reads, table
from tests.grader.returning.test_exchange import fetch

DOCS = Path(__file__).parents[2] / "docs" / "workflow.md"
SECTION = "## From the platform to `submitted/`"
COURSE_ID = "c101"


def commands(section: str = SECTION) -> list[str]:
    """The lines of the shell blocks in a section, up to the next one of any rank."""
    text = DOCS.read_text(encoding="utf-8").split(section + "\n")[1]
    section = re.split(r"\n## " if section.startswith("## ") else r"\n##", text)[0]
    return [
        line for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) for line in block.splitlines()
    ]


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "200"}
    return subprocess.run(
        ["sh", "-ec", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def begin(section: str, folder: Path) -> tuple[list[str], classes.Notebooks]:
    """Run a section's first command, which makes the course, of the toy exercise; the other commands."""
    first, *others = commands(section)
    assert first.startswith("gaussfit init ")
    made = run(f"{first} --exercise {classes.TOY}", folder)
    assert made.returncode == 0, made
    return others, classes.Notebooks(folder / first.split()[2])


def exits(lines: Sequence[str], folder: Path) -> dict[str, int]:
    """Run commands in turn; the exit status of each."""
    done = {line: run(line, folder) for line in lines}
    return {
        line.partition(" --course")[0].removeprefix("gaussfit "): each.returncode
        for line, each in done.items()
    }


def marks_of(course: Path) -> dict[str, float]:
    """What the gradebook has of all who have marks."""
    entries = in_gradebook(open_course(course)).entries
    return {student: entry.final for student, entry in entries.items() if entry.marked}


def wanted(numbers: Iterable[int], name: Callable[[int], str] = classes.student) -> dict[str, float]:
    """What they should have."""
    return {name(number): classes.score(number) for number in numbers}


KNOWN = [number for number in classes.HANDED_IN if number != classes.NEW]


def test_sixty_on_canvas_and_back(tmp_path: Path) -> None:
    """All but who is new and who is silent; each has one mark, of their last notebook, and their own page."""
    classes.write_canvas_roster(tmp_path)
    lines, notebooks = begin(SECTION, tmp_path)
    classes.write_canvas(tmp_path, notebooks)
    (tmp_path / "handed-in").mkdir()
    silent = notebooks.of(classes.SILENT)
    (tmp_path / "handed-in" / f"2026-10-30T10:00 {classes.student(classes.SILENT)}.ipynb").write_bytes(silent)
    collected = "collect submissions.zip --roster canvas.csv"
    assert list(exits(lines, tmp_path).items()) == [(collected, 1), ("grade", 0), ("collect handed-in", 0)]
    told = json.loads((tmp_path / "collected.json").read_text(encoding="utf-8"))
    assert [(each["student"], each["late"]) for each in told["collected"]] == [
        (classes.student(number), classes.is_late(number)) for number in KNOWN
    ]
    assert [each["file"] for each in told["unmatched"]] == [
        f"submissions.zip/student58ann_7058_158_{classes.HW}.ipynb"
    ]
    course = tmp_path / "my-course"
    time = course / "submitted" / classes.student(classes.SILENT) / classes.HW / "timestamp.txt"
    assert time.read_text(encoding="utf-8").startswith("2026-10-30")
    (back,) = commands("### Canvas")
    assert run(back, tmp_path).returncode == 0
    assert marks_of(course) == wanted(KNOWN)
    pages = as_canvas_reads(course / "returned" / "canvas.zip")
    assert {user: (file, classes.whose(page)) for user, (file, page) in pages.items()} == {
        7000 + number: ((900 if classes.is_twice(number) else 100) + number, classes.student(number))
        for number in KNOWN
    }
    rows = table(course / "returned" / "canvas.csv")[1:]
    assert {row["SIS Login ID"]: float(row[classes.HW]) for row in rows if row[classes.HW]} == wanted(KNOWN)


def test_sixty_on_moodle_and_back_and_once_more_with_another_roster(tmp_path: Path) -> None:
    """Somebody was dropped and somebody added: the added one gets a mark and a page, the dropped one gets none."""
    classes.write_worksheet(tmp_path)
    lines, notebooks = begin("### Moodle", tmp_path)
    classes.write_moodle(tmp_path, notebooks)
    assert list(exits(lines, tmp_path).values()) == [1, 0, 0]
    course = tmp_path / "moodle-course"
    assert marks_of(course) == wanted(KNOWN, address)
    assert returned_by_moodle(course) == {700 + number: classes.student(number) for number in KNOWN}
    assert late_ones(course) == {address(number) for number in KNOWN if classes.is_late(number)}

    classes.write_worksheet(tmp_path, leave_out=classes.LEFT)
    assert run("gaussfit roster worksheet.csv --course moodle-course --yes", tmp_path).returncode == 0
    assert list(exits(lines, tmp_path).values()) == [1, 0, 1]  # who was dropped is told twice
    now = [number for number in classes.HANDED_IN if number != classes.LEFT]
    assert returned_by_moodle(course) == {700 + number: classes.student(number) for number in now}
    filled = {row["Identifier"]: row["Grade"] for row in table(course / "returned" / "moodle.csv")}
    assert {who: float(grade) for who, grade in filled.items() if grade} == {
        f"Participant {700 + number}": classes.score(number) for number in now
    }


def address(number: int) -> str:
    """By which the worksheet names a student."""
    return f"{classes.student(number)}@uni.example"


def late_ones(course: Path) -> set[str]:
    """Whose time of handing in, as it was filed, is after the due date of the docs."""
    due = datetime(2026, 10, 31, 18, tzinfo=UTC)
    entries = in_gradebook(open_course(course)).entries
    return {student for student, entry in entries.items() if entry.when is not None and entry.when > due}


def returned_by_moodle(course: Path) -> dict[int, str]:
    """By participant: whose page it is."""
    pages = as_moodle_reads(course / "returned" / "moodle.zip")
    return {number: classes.whose(page) for number, (_, page) in pages.items()}


def test_sixty_on_the_exchange_and_back(tmp_path: Path) -> None:
    """Each fetches their own page as nbgrader's student does; who handed in twice gets that of the second."""
    exchange, caches, ids = (
        tmp_path / "exchange",
        tmp_path / "cache",
        [*map(classes.student, range(classes.COUNT))],
    )
    (tmp_path / "students.csv").write_text("\n".join(("student", *ids)) + "\n", encoding="utf-8")
    lines, notebooks = begin("### nbgrader's exchange", tmp_path)
    classes.write_exchange(exchange, caches, COURSE_ID, notebooks)
    with open(notebooks.course / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(f"\nc.Exchange.root = {str(exchange)!r}\nc.CourseDirectory.course_id = {COURSE_ID!r}\n")
    assert list(exits(lines, tmp_path).values()) == [0, 0, 0]
    assert marks_of(notebooks.course) == wanted(classes.HANDED_IN)
    late = {classes.student(number) for number in classes.HANDED_IN if classes.is_late(number)}
    assert late_ones(notebooks.course) == late
    for number, student in enumerate(ids):
        fetched = fetch(exchange, caches / student, tmp_path / student, student, classes.HW)
        assert [classes.whose(page) for page in fetched] == ([student] if number in classes.HANDED_IN else [])


def test_the_commands_of_the_docs_watch_a_course(tmp_path: Path, right_answers: Mapping[str, str]) -> None:
    """Both the course's own folder and a drop folder; asked to stop, it ends in order."""
    alone, *others = commands("## As it arrives")
    with_drop, exchange = (line.split("#")[0].strip() for line in others)
    assert with_drop.startswith(alone)
    assert exchange.startswith(alone)
    run("gaussfit init my-course", tmp_path)
    (tmp_path / "drop").mkdir()
    course = open_course(tmp_path / "my-course")
    raw = composed_bytes(packaged_release(EXERCISE), right_answers)
    words = [str(Path(sys.executable).with_name("gaussfit")), *with_drop.split()[1:], "--jobs", "1"]
    with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as watch:
        assert watch.stdout is not None
        lines = [watch.stdout.readline()]
        path = course.submission_path("ann")
        path.parent.mkdir(parents=True)
        path.write_bytes(raw)
        (tmp_path / "drop" / "bob.ipynb").write_bytes(raw)
        while len(lines) < 3:
            lines.append(watch.stdout.readline())
        watch.terminate()
        lines += watch.stdout
        assert watch.wait(60) == 0
    assert "watching" in lines[0]
    assert sorted(line.split()[1:5] for line in lines[1:3]) == [
        [who, "30", "/", "30"] for who in ("ann", "bob")
    ]
    assert "goes on from here" in lines[-1]
    for student in ("ann", "bob"):
        assert (
            course.root / "feedback" / student / course.assignment / f"{course.assignment}.html"
        ).is_file()
