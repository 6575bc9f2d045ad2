"""The file system's signs, and what gives none."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.watching import eyes
from grader.watching.eyes import Eyes


def test_what_came_into_a_new_folder_before_it_was_watched_is_hinted_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, watched = tmp_path / "ann", []

    def watch(*paths: Path, **options: Any) -> Iterator[set[tuple[int, str]]]:
        watched.append(paths)
        if len(watched) == 1:
            yield {(1, str(folder))}  # it was made, and before it is watched a file is put into it
        while not options["stop_event"].wait(0.01):
            yield set()

    def folders() -> list[Path]:
        return [tmp_path, folder] if watched else [tmp_path]

    monkeypatch.setattr(eyes, "watch", watch)
    with contextlib.closing(Eyes(folders, lambda path: path == folder, poll=False)) as looking:
        hints: list[Path] = []
        until = time.monotonic() + 10
        while hints.count(folder) < 2 and time.monotonic() < until:
            hints += looking.take()
            time.sleep(0.01)
    assert watched == [(tmp_path,), (tmp_path, folder)]
    assert hints.count(folder) == 2
