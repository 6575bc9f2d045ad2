"""From a platform's zip to returned feedback, step by step, beside nbgrader's own way on a sample of the same class.

    python -m benchmarks.loop [--students N] [--peer N]

Ours: `collect`, `grade` and `return` of a zip as Canvas gives it. nbgrader's: `zip_collect`, `autograde` and
`generate_feedback`, with equivalent tests inside the notebook (`benchmarks.peer`); its start-up is taken off. The exit
status tells whether every student has a mark and a page of their own.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.classes import class_of
from benchmarks.exercise import ASSIGNMENT, EXERCISE
from benchmarks.measuring import Ran, ran, run, table
from benchmarks.peer import answers_in, make_peer
from grader.classroom.init import make_course
from grader.course import Course
from grader.reading import load_release

OURS = ("collect", "grade", "return")
PEERS = ("zip_collect", "autograde", "generate_feedback")
NAMED = r".*_(?P<student_id>\w+)_attempt_(?P<timestamp>[0-9\-]+)_(?P<file_id>[\w\-]+)"
"""How nbgrader's collector is told to read names; it is the example of its own documentation."""
FIRST_ID, FIRST_FILE = 7_000, 500_000
"""Canvas's numbers of the first student and the first file."""


def write_download(course: Course, students: Sequence[tuple[str, bytes]]) -> None:
    """`submissions.zip` and `canvas.csv` beside the course."""
    rows = ["Student,ID,SIS User ID,SIS Login ID,Section", "    Points Possible,,,,"]
    with zipfile.ZipFile(course.root.parent / "submissions.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number, (student, raw) in enumerate(students):
            rows.append(f'"{student.title()}, Ann",{FIRST_ID + number},{number},{student},A')
            name = f"{student}ann_{FIRST_ID + number}_{FIRST_FILE + number}_{ASSIGNMENT}.ipynb"
            packed.writestr(name, raw)
    (course.root.parent / "canvas.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def ours(folder: Path, students: Sequence[tuple[str, bytes]]) -> tuple[dict[str, Ran], int]:
    """How each step went, and how many students have their own page in the zip that goes back."""
    course = make_course(folder / "course")
    write_download(course, students)
    many, roster = f", {len(students)}", ["--roster", "../canvas.csv"]
    runs = {
        "collect": said(
            "collect" + many, ran(["gaussfit", "collect", "../submissions.zip", *roster], course.root)
        ),
        "grade": said("grade" + many, ran(["gaussfit", "grade"], course.root)),
        "return": said("return" + many, run(["gaussfit", "return", "--to", "canvas", *roster], course.root)),
    }
    returned = 0
    with zipfile.ZipFile(course.root / "returned" / "canvas.zip") as packed:
        for name in packed.namelist():
            number = int(name.split("_")[1]) - FIRST_ID
            (whose,) = re.findall(r'class="gf-student">([^<]*)<', packed.read(name).decode())
            returned += students[number][0] in whose
    return runs, returned


def peer(folder: Path, answers: Sequence[tuple[str, dict[str, str]]]) -> dict[str, Ran]:
    """How nbgrader's steps went, from a zip in the form that its own collector reads."""
    make_peer(folder, answers)
    with open(folder / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(f"c.FileNameCollectorPlugin.named_regexp = {NAMED!r}\n")
    archive = folder / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "submissions.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for student, _ in answers:
            name = f"{ASSIGNMENT}_{student}_attempt_2026-10-30-12-00-00_{ASSIGNMENT}.ipynb"
            packed.write(folder / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", name)
    shutil.rmtree(folder / "submitted")
    return {
        step: said(
            f"nbgrader {step}, {len(answers)}",
            ran(["nbgrader", step, ASSIGNMENT, "--log-level=ERROR"], folder),
        )
        for step in PEERS
    }


def said(what: str, done: Ran) -> Ran:
    """A step's figures, told on stderr as soon as it is done: the whole takes minutes."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{what}: {done.seconds:.1f} s (load {load:.1f})", file=sys.stderr, flush=True)
    return done


def main() -> None:
    """Print the table, and whether everybody has a page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--peer", type=int, default=12, help="submissions that nbgrader alone takes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        release = load_release(make_course(folder / "release").release_path, EXERCISE)
        students = list(class_of(options.students, release))
        runs, returned = ours(folder, students)
        answers = []
        for student, raw in students:
            with contextlib.suppress(json.JSONDecodeError):  # a broken file stops nbgrader's run
                answers.append((student, answers_in(raw, release)))
        sample = min(options.peer, len(answers) - 1)
        one, many = peer(folder / "one", answers[:1]), peer(folder / "many", answers[: sample + 1])
    rows: list[tuple[object, ...]] = []
    totals = [0.0, 0.0]
    for step, theirs in zip(OURS, PEERS, strict=True):
        each = runs[step].seconds / options.students
        peers = (many[theirs].seconds - one[theirs].seconds) / sample
        totals = [totals[0] + each, totals[1] + peers]
        rows.append((step, runs[step].seconds, each * 1e3, runs[step].pss, theirs, peers * 1e3, peers / each))
    rows.append(("all", "", totals[0] * 1e3, "", "", totals[1] * 1e3, totals[1] / totals[0]))
    head = ("gaussfit", "s", "ms each", "peak PSS MB", "nbgrader alone", "ms each", "times nbgrader's rate")
    print(table(head, rows))
    print(f"Students: {options.students}; with their own page in the zip for Canvas: {returned}.")
    sys.exit(0 if returned == options.students else 1)


if __name__ == "__main__":
    main()
