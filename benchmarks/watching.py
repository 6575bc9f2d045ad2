"""How long a submission takes under `gaussfit watch`, from its file's arrival to its feedback page; and a burst.

    python -m benchmarks.watching [--alone N] [--burst N] [--jobs N]

Times are taken outside, on the clock, from the moment the notebook is in place until the page is. The submissions that
arrive alone are right, and come one after the other at a watch that rests; run it where nothing else runs.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.classes import class_of, course_with
from benchmarks.exercise import EXERCISE
from benchmarks.measuring import BIN, Memory, median, table
from grader.course import Course
from grader.feedback.making import page_path
from grader.reading import load_release

LOOK = 0.005
PATIENCE = 900.0


@contextlib.contextmanager
def watched(course: Course, jobs: int) -> Iterator[subprocess.Popen[bytes]]:
    """`gaussfit watch` over a course, which is asked to stop in the end."""
    log = course.root.with_name("watch.log")
    command = [str(BIN / "gaussfit"), "watch", "--course", str(course.root), "--jobs", str(jobs)]
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
    if process.returncode:
        sys.exit(log.read_text(encoding="utf-8", errors="replace")[-3000:])


def arrive(course: Course, student: str, raw: bytes) -> float:
    """Put a notebook in its place at once, as `gaussfit collect` does; the moment at which it was there."""
    path = course.submission_path(student)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(".draft")
    draft.write_bytes(raw)
    draft.replace(path)
    return time.time()


def paged(course: Course, students: Sequence[str]) -> dict[str, float]:
    """When each student's page was there."""
    found: dict[str, float] = {}
    until = time.monotonic() + PATIENCE
    while len(found) < len(students):
        for student in students:
            if student not in found and page_path(course, student).is_file():
                found[student] = page_path(course, student).stat().st_mtime
        if time.monotonic() > until:
            sys.exit(f"{len(students) - len(found)} pages have not come.")
        time.sleep(LOOK)
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--alone", type=int, default=15, help="submissions that come one by one")
    parser.add_argument("--burst", type=int, default=200, help="submissions that come at once")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        course = course_with(Path(name) / "course")
        release = load_release(course.release_path, EXERCISE)
        right = course.source_path.read_bytes()
        burst = list(class_of(options.burst, release))
        with watched(course, options.jobs) as process, Memory(process.pid) as memory:
            arrive(course, "warm-up", right)
            paged(course, ["warm-up"])
            alone = []
            for number in range(options.alone):
                student = f"alone-{number}"
                there = arrive(course, student, right)
                alone.append(paged(course, [student])[student] - there)
                time.sleep(0.3)
            began = time.time()
            there_at = {student: arrive(course, student, raw) for student, raw in burst}
            pages = paged(course, [student for student, _ in burst])
        waits = sorted(pages[student] - there_at[student] for student in pages)
        seconds = max(pages.values()) - began
    rows = [
        ("one alone", options.alone, median(alone), max(alone), ""),
        (f"a burst, {options.jobs} jobs", len(burst), median(waits), waits[-1], len(burst) / seconds),
    ]
    print(table(("from arrival to page", "submissions", "median s", "longest s", "a second"), rows))
    print(f"Peak memory of all processes: {memory.pss:.0f} MB (PSS).")


if __name__ == "__main__":
    main()
