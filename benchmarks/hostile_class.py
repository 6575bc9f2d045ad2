"""A class in which every tenth loops for ever, floods or hoards: the others' marks, and what it costs.

    python -m benchmarks.hostile_class [--students N] [--jobs N]

What a limit costs is known: a loop in a cell takes the cell's limit, a loop in a function the call's. The class may
take longer by these, shared among the jobs, and by nothing else.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.classes import class_of, course_with, hostile_class_of
from benchmarks.exercise import EXERCISE
from benchmarks.measuring import table
from grader.answers import Limits
from grader.classroom.grade import Options, grade_class
from grader.reading import packaged_release

LIMITS = Limits(cell_seconds=3.0, call_seconds=1.0, submission_seconds=8.0)
"""Shorter than a course's, so that the benchmark is quick; the shares are the same."""


def main() -> None:
    """Print the table and whether the honest ones' marks are unchanged."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    release = packaged_release(EXERCISE)
    seed = None
    reports: dict[str, dict[str, Any]] = {}
    seconds: dict[str, float] = {}
    classes = {"honest": class_of, "hostile": hostile_class_of}
    attackers = set()
    with tempfile.TemporaryDirectory() as folder:
        files = {name: dict(make(options.students, release)) for name, make in classes.items()}
        attackers = {student for student, raw in files["honest"].items() if files["hostile"][student] != raw}
        for name, given in files.items():
            course = course_with(Path(folder) / name, iter(given.items()))
            seed = seed or (course.root / ".gaussfit" / "seed").read_text()
            (course.root / ".gaussfit" / "seed").write_text(seed)
            started = time.perf_counter()
            reports[name] = grade_class(course, Options(jobs=options.jobs, limits=LIMITS))
            seconds[name] = time.perf_counter() - started
    results = {
        name: {each["student"]: each for each in report["submissions"]} for name, report in reports.items()
    }
    honest = set(results["honest"]) - attackers
    changed = [s for s in honest if _marks(results["honest"][s]) != _marks(results["hostile"][s])]
    limits = sum(results["hostile"][student]["seconds"] for student in attackers)
    share = limits / options.jobs
    rows = [
        ("honest class", options.students, 0, seconds["honest"], ""),
        ("every tenth hostile", options.students, len(attackers), seconds["hostile"],
         seconds["hostile"] - seconds["honest"]),
        ("time that the hostile ones took, by job", "", "", share, ""),
    ]  # fmt: skip
    print(table(("", "students", "hostile", "s", "s more"), rows))
    print(f"Honest marks compared: {len(honest)}; changed: {len(changed)}.")
    for student in sorted(changed):
        print(student, *difference(results["honest"][student], results["hostile"][student]))
    sys.exit(1 if changed else 0)


def difference(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What differs between two results of one submission: check by check."""
    checks = [
        {check["id"]: check for question in result["questions"] for check in question["checks"]}
        for result in (one, other)
    ]
    return [f"{name}: {checks[0][name]} / {checks[1].get(name)}" for name in checks[0]
            if checks[0][name] != checks[1].get(name)]  # fmt: skip


def _marks(result: dict[str, Any]) -> str:
    """All of a result but its time."""
    return json.dumps({**result, "seconds": None}, sort_keys=True)


if __name__ == "__main__":
    main()
