"""What the one writer files a second: nbgrader's tables, the notebook and the feedback, on SQLite and PostgreSQL.

    python -m benchmarks.gradebook [--students N] [--postgres URL]

The marks are made up, so that no student code runs. What needs no gradebook is prepared before, as the workers do it
where there are many; "prepared by the writer", it does that too, as on a small machine. Without `--postgres` a server
is started in a temporary folder, where one is installed; it syncs to disk as PostgreSQL does by default.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pwd
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.classes import course_with
from benchmarks.exercise import EXERCISE, QUESTIONS
from benchmarks.measuring import table
from grader.course import Course
from grader.gradebook.preparing import Preparer
from grader.gradebook.writer import GradebookWriter
from grader.marking.one import Marked
from grader.reading import load_release, submission_in
from grader.results import CheckResult, QuestionResult, SubmissionResult


def made(student: str, score: float) -> Marked:
    """Marks with as many checks and as much text as real ones have."""
    checks = tuple(
        CheckResult(
            f"check_{n}", "What is true when it passes", score / 9, 10 / 9, "failed", "A sentence. " * 8
        )
        for n in range(9)
    )
    questions = tuple(QuestionResult(question, checks) for question in QUESTIONS)
    return Marked(SubmissionResult(student, "graded", max_score=30.0, questions=questions))


def filed(course: Course, prepare: bool = True) -> tuple[float, float]:
    """Submissions filed a second: those that the gradebook does not know, then all of them again."""
    release = load_release(course.release_path, EXERCISE)
    students = course.students()
    submissions = {student: submission_in(course.submission_path(student), release) for student in students}
    rates, preparer = [], Preparer(course)
    with GradebookWriter(course) as writer:
        writer.register(release)
        for score in (5.0, 6.0):
            marks = {student: made(student, score) for student in students}
            if prepare:
                for student, marked in marks.items():
                    prepared = preparer.prepare(student, submissions[student], marked)
                    marks[student] = replace(marked, prepared=prepared)
            started = time.perf_counter()
            for student in students:
                writer.write(student, submissions[student], marks[student])
            rates.append(len(students) / (time.perf_counter() - started))
    return rates[0], rates[1]


@contextlib.contextmanager
def postgres() -> Iterator[str | None]:
    """The URL of a new database on a server of its own, or None where PostgreSQL is not installed."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        as_user: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL, "check": True}
        if os.geteuid() == 0:  # the server refuses to run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            as_user |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        control = [programs[-1] / "pg_ctl", "-D", "data", "-w", "-l", "log"]
        subprocess.run([programs[-1] / "initdb", "-D", "data", "-U", "gaussfit", "--auth=trust"], **as_user)
        subprocess.run(
            [*control, "-o", f"-c listen_addresses= -c unix_socket_directories={folder}", "start"], **as_user
        )
        try:
            yield f"postgresql://gaussfit@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "fast", "stop"], **as_user)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--postgres", metavar="URL", help="an empty database to use instead of a new server")
    options = parser.parse_args()
    rows: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        course = course_with(Path(folder) / "course", count=options.students)
        rows.append(("SQLite", *filed(course)))
        own = course_with(Path(folder) / "own", count=options.students)
        rows.append(("SQLite, prepared by the writer", *filed(own, prepare=False)))
        with contextlib.nullcontext(options.postgres) if options.postgres else postgres() as url:
            if url is not None:
                rows.append(("PostgreSQL", *filed(replace(course, db_url=url))))
    print(table(("gradebook", "new a second", "again a second"), rows))


if __name__ == "__main__":
    main()
