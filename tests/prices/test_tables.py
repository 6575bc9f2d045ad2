from __future__ import annotations

import subprocess
import sys


def test_the_tables_of_the_page_on_marking_are_what_the_checks_and_the_answers_say() -> None:
    """In a process of its own, as it is written: an answer may leave settings of matplotlib's behind."""
    command = [sys.executable, "-m", "benchmarks.tables", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"write them with `python -m benchmarks.tables`: {done.stdout}"
    assert "6 tables of 3 questions." in done.stdout
