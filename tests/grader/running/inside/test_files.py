from __future__ import annotations

import os
from pathlib import Path

from grader.running.inside.files import empty
from grader.running.outside.hoard import size


def test_emptying_takes_any_depth_mode_and_name(tmp_path: Path) -> None:
    folder = tmp_path / "scratch"
    folder.mkdir()
    (folder / "a\nb\xff").write_text("x")
    here = os.getcwd()
    os.chdir(folder)
    try:
        for _ in range(3000):  # deeper than a path may be long, and than Python may recurse
            os.mkdir("deep")
            os.chdir("deep")
    finally:
        os.chdir(here)
    (folder / "closed").mkdir()
    (folder / "closed" / "file").write_text("x")
    (folder / "closed").chmod(0)
    empty(folder)
    assert list(folder.iterdir()) == []


def test_emptying_follows_no_link(tmp_path: Path) -> None:
    folder, other = tmp_path / "scratch", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    (other / "precious").write_text("x")
    (folder / "link").symlink_to(other)
    empty(folder)
    assert (other / "precious").exists()
    assert not os.path.lexists(folder / "link")


def test_size_counts_what_files_take_on_disk(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100_000)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "b").write_bytes(b"x" * 100_000)
    assert 200_000 <= size(tmp_path, 10**9) < 300_000


def test_size_stops_counting_when_it_is_enough(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / str(number)).touch()
    assert size(tmp_path, 10 * 4096) == 11 * 4096


def test_size_calls_it_enough_where_a_path_gets_too_long(tmp_path: Path) -> None:
    here = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(50):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
    finally:
        os.chdir(here)
    assert size(tmp_path, 10**9) == 10**9 + 1
    empty(tmp_path)
