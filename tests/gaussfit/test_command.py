"""The command starts no `grader` but its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def version(folder: Path) -> subprocess.CompletedProcess[str]:
    """`gaussfit --version` where that folder is looked in first."""
    script = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); sys.argv[1:] = ['--version']\n"
        "from gaussfit.__main__ import main; main()"
    )
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


def test_another_distribution_s_grader_is_told_and_never_run(tmp_path: Path) -> None:
    (tmp_path / "grader").mkdir()
    (tmp_path / "grader" / "__init__.py").write_text(
        "raise SystemExit('another grader ran')\n", encoding="utf-8"
    )
    done = version(tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"gaussfit: the package `grader` in {tmp_path}")
    assert len(done.stderr.splitlines()) == 1


def test_our_own_is_started(tmp_path: Path) -> None:
    assert version(tmp_path).stdout.startswith("gaussfit ")
