from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
from grader.errors import GraderError
from grader.marking.forking import start_server
try:
    start_server()
except GraderError as error:
    print(error)
"""


def test_a_temporary_folder_with_too_long_a_path_is_told_in_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    environment = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stderr == ""
    assert done.stdout.startswith("The worker processes cannot start (AF_UNIX path too long)")
    assert "TMPDIR" in done.stdout
