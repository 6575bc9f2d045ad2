from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

from grader.writing import write_text


def test_a_pipe_or_a_device_stays_what_it_is(tmp_path: Path) -> None:
    """As root, /dev/null itself became a file."""
    pipe, read = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")), daemon=True)
    reader.start()
    write_text(pipe, "marks\n")
    reader.join(10)
    assert read == ["marks\n"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
