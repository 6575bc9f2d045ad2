"""Where a command's file goes: into what is there, or in place of it."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from grader.writing import write_text


def test_a_pipe_or_a_device_is_written_into_and_stays(tmp_path: Path) -> None:
    """As root, `--json /dev/null` would else put a file in the place of the machine's /dev/null."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as reader:
        read = reader.submit(pipe.read_text, encoding="utf-8")
        write_text(pipe, "marks")
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert read.result(10) == "marks"


def test_an_ordinary_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    path.write_text("old and longer", encoding="utf-8")
    write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "new"
