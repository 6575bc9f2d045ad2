"""The folder in which a child may write has a size, whether the kernel keeps it or the trusted side looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.answers import Limits
from grader.running.outside import Runner, warmth

FILL = "for n in range(100):\n    open(f'f{n}', 'wb').write(bytes(1 << 20))"
HOLES = "files = []\nfor n in range(100):\n    files.append(open('f', 'wb', 0)); import os; os.unlink('f')\n"
HOLES += "    files[-1].write(bytes(1 << 20))"
NAMES = "for n in range(100_000):\n    open(f'f{n}', 'w').close()"
SLEEP = "\n    import time; time.sleep(0.01)"


@pytest.fixture
def looked_at(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runner]:
    """As on a machine that gives no file system of one's own."""
    monkeypatch.setattr(warmth, "START", warmth.START.replace("mount_sized(", "(lambda *_: False)("))
    with Runner(limits, walls=("landlock", "seccomp")) as runner:
        assert not runner.warm().sized_scratch
        yield runner


def sized(runner: Runner) -> Runner:
    if not runner.warm().sized_scratch:
        pytest.skip("this machine allows no file system of one's own")
    return runner


@pytest.mark.parametrize("source", [FILL, HOLES, NAMES])
def test_a_full_folder_is_an_error_in_the_cell_that_filled_it(runner: Runner, source: str) -> None:
    with sized(runner).open([source, "print('on')"]) as session:
        first, second = session.run()
    assert first.outcome == "raised"
    assert first.error is not None
    assert "No space left" in first.error.message
    assert second.outputs[0].text == "on\n"


@pytest.mark.parametrize("source", [FILL, HOLES])
def test_without_a_size_it_costs_the_process(looked_at: Runner, source: str) -> None:
    with looked_at.open([source + SLEEP, "print('on')"]) as session:
        assert [run.outcome for run in session.run()] == ["died", "ok"]


def test_nothing_of_it_is_seen_from_outside(runner: Runner) -> None:
    with sized(runner).open(
        ["open('left', 'w').write('x')\nimport os\nprint(os.getcwd(), os.listdir())"]
    ) as session:
        folder = runner.warm().scratch
        assert session.run()[0].outputs[0].text == f"{folder} ['left']\n"
        assert not (folder / "left").exists()


def test_the_next_child_finds_it_empty(runner: Runner) -> None:
    with runner.open([FILL]) as session:
        session.run()
    with runner.open(
        ["import os\nprint(os.listdir(), os.statvfs('.').f_bavail * os.statvfs('.').f_bsize > 4e6)"]
    ) as next_one:
        assert next_one.run()[0].outputs[0].text == "[] True\n"


def test_no_folder_and_no_mount_is_left(limits: Limits) -> None:
    with Runner(limits) as runner, runner.open(["open('left', 'w').write('x')"]) as session:
        session.run()
        folder = runner.warm().scratch.parent
    assert not folder.exists()
    assert str(folder) not in Path("/proc/self/mounts").read_text()
