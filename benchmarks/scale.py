"""Classes of 100, 1,000 and 5,000: seconds and memory a submission, which must stay level.

python -m benchmarks.scale [--sizes 100 1000 5000] [--jobs N]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.classes import course_with
from benchmarks.measuring import ran, table


def main() -> None:
    """Print the table, a row a class."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    rows = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            course = course_with(Path(folder) / "course", count=size)
            run = ran(["gaussfit", "grade", "--jobs", str(options.jobs)], course.root)
            again = ran(["gaussfit", "grade", "--jobs", str(options.jobs)], course.root)
            gradebook = (course.root / "gradebook.db").stat().st_size / 1e6
        rows.append((size, run.seconds, run.seconds / size * 1e3, run.processor / size * 1e3, run.pss, run.rss,
                     again.seconds, gradebook))  # fmt: skip
    head = (
        "students",
        "s",
        "ms each",
        "processor ms each",
        "peak PSS MB",
        "peak RSS MB",
        "s to run again",
        "gradebook MB",
    )
    print(table(head, rows))


if __name__ == "__main__":
    main()
