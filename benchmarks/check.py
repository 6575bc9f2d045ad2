"""`gaussfit check` of one notebook, as a whole process, against a bare import of torch and pyplot.

python -m benchmarks.check [--runs N]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.classes import class_of
from benchmarks.exercise import EXERCISE
from benchmarks.measuring import median, ran, table
from grader.reading import packaged_release

BARE = ["python", "-c", "import torch, matplotlib.pyplot"]


def main() -> None:
    """Print the table; the two take turns, so that both meet the same machine."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        notebook = Path(folder) / "right.ipynb"
        notebook.write_bytes(next(iter(class_of(1, packaged_release(EXERCISE))))[1])
        commands: dict[str, list[str | Path]] = {
            "bare import": [*BARE],
            "gaussfit check": ["gaussfit", "check", notebook],
        }
        runs = {name: [] for name in commands}  # type: ignore[var-annotated]
        for _ in range(options.runs):
            for name, command in commands.items():
                runs[name].append(ran(command))
    seconds = {name: median([run.seconds for run in found]) for name, found in runs.items()}
    processor = {name: median([run.processor for run in found]) for name, found in runs.items()}
    rows = [
        (name, seconds[name], seconds[name] / seconds["bare import"], processor[name]) for name in commands
    ]
    print(table(("median of " + str(options.runs), "s", "times bare", "processor s"), rows))


if __name__ == "__main__":
    main()
