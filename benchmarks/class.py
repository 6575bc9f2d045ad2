"""A class of 200: gaussfit at 1 and 2 jobs, nbgrader with our configuration, and nbgrader alone, in one run.

    python -m benchmarks.class [--students N] [--peer N]

The marks of all ways through gaussfit's checks are compared one by one. nbgrader alone runs equivalent tests inside the
notebook on `--peer` submissions, spread evenly over the class; its start-up is taken off.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

from benchmarks.classes import class_of, course_with
from benchmarks.exercise import ASSIGNMENT, EXERCISE
from benchmarks.measuring import Ran, ran, table
from benchmarks.peer import answers_in, make_peer
from grader.reading import load_release

Marks = dict[tuple[str, str], float]
SCORES = """
select student.id, base_cell.name, coalesce(grade.manual_score, grade.auto_score)
from grade join base_cell on grade.cell_id = base_cell.id
join submitted_notebook on grade.notebook_id = submitted_notebook.id
join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
join student on submitted_assignment.student_id = student.id
"""


def marks_in(course: Path) -> Marks:
    """Every mark in a course's gradebook, by student and cell."""
    with sqlite3.connect(course / "gradebook.db") as gradebook:
        return {(student, cell): score for student, cell, score in gradebook.execute(SCORES)}


def gaussfit(course: Path, jobs: int) -> Ran:
    """Grade a course as a user would."""
    return ran(["gaussfit", "grade", "--jobs", str(jobs), "--json", str(course / "marks.json")], course)


def peer_seconds(folder: Path, count: int, students: int) -> tuple[float, float]:
    """What a submission of the class costs nbgrader alone, in seconds on the clock and of processor.

    Graded are one and `students` more, so that nbgrader's start-up is taken off.
    """
    course = course_with(folder / "answers", count=0)
    release = load_release(course.release_path, EXERCISE)
    answers = []
    for student, raw in class_of(count, release):
        with contextlib.suppress(json.JSONDecodeError):  # a broken file stops nbgrader's run
            answers.append((student, answers_in(raw, release)))
    students = min(students, len(answers) - 1)
    sample = [answers[number * (len(answers) - 1) // students] for number in range(students + 1)]
    make_peer(folder / "peer-one", sample[:1])
    make_peer(folder / "peer-many", sample)
    one, many = (
        ran(["nbgrader", "autograde", ASSIGNMENT], folder / name) for name in ("peer-one", "peer-many")
    )
    return (many.seconds - one.seconds) / students, (many.processor - one.processor) / students


def main() -> None:
    """Print the table and whether the marks are equal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--peer", type=int, default=20, help="submissions that nbgrader alone grades")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        course = course_with(folder / "two", count=options.students)
        for other in ("one", "nbgrader"):
            shutil.copytree(course.root, folder / other)
        runs = {2: gaussfit(folder / "two", 2), 1: gaussfit(folder / "one", 1)}
        ours = ran(["nbgrader", "autograde", ASSIGNMENT, "--log-level=ERROR"], folder / "nbgrader")
        peer, peer_processor = peer_seconds(folder, options.students, options.peer)
        marks = [marks_in(folder / name) for name in ("two", "one", "nbgrader")]
    rows: list[tuple[object, ...]] = []
    for label, run in (("gaussfit grade, 2 jobs", runs[2]), ("gaussfit grade, 1 job", runs[1]),
                       ("nbgrader autograde, our configuration", ours)):  # fmt: skip
        each = run.seconds / options.students
        ratio = f"{peer / each:.1f}"
        rows.append((label, options.students, run.seconds, each * 1e3, run.processor / options.students * 1e3,
                     ratio, run.pss, run.rss))  # fmt: skip
    rows.append(("nbgrader alone", options.peer, "", peer * 1e3, peer_processor * 1e3, "1", "", ""))
    head = (
        "",
        "students",
        "s",
        "ms each",
        "processor ms each",
        "times nbgrader's throughput",
        "peak PSS MB",
        "peak RSS MB",
    )
    print(table(head, rows))
    differing = {key for key in marks[0] | marks[1] | marks[2] if len({m.get(key) for m in marks}) > 1}
    print(f"Marks compared: {len(marks[0])}; differing: {len(differing)}.")
    sys.exit(1 if differing or len(marks[0]) != 3 * options.students else 0)


if __name__ == "__main__":
    main()
