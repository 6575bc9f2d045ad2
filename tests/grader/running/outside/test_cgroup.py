"""A child's control group: taken where it was given, left alone elsewhere, gone with the child.

A folder plays the file system of control groups, for few machines give one away; a test beside it uses the kernel's own
where it can be had.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.answers import Limits
from grader.running.outside import Runner, RunnerError, cgroup, sandbox

UNIFIED = [Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/unified")]


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a group `run.scope` in which this process is alone, as it is told."""
    own = tmp_path / "run.scope"
    own.mkdir()
    (own / "cgroup.controllers").write_text("cpuset cpu io memory pids\n")
    (own / "cgroup.procs").write_text(f"{os.getpid()}\n")
    (own / "cgroup.subtree_control").write_text("")
    membership = tmp_path / "membership"
    membership.write_text("1:name=systemd:/\n0::/run.scope\n")
    monkeypatch.setattr(cgroup, "ROOT", tmp_path)
    monkeypatch.setattr(cgroup, "MEMBERSHIP", membership)
    monkeypatch.setattr(cgroup.Path, "rmdir", shutil.rmtree)  # the kernel's groups go with their files
    return own


@pytest.fixture
def settled(played: Path) -> Path:
    cgroup.settle()
    (played.parent / "membership").write_text("0::/run.scope/gaussfit\n")
    (played / "cgroup.subtree_control").write_text(
        "cpu memory pids\n"
    )  # as the kernel tells what was asked for
    return played


def test_a_group_of_our_own_is_made_ready(played: Path) -> None:
    cgroup.settle()
    assert (played / "gaussfit" / "cgroup.procs").read_text() == str(os.getpid())
    assert (played / "cgroup.subtree_control").read_text() == "+cpu +memory +pids"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("cgroup.procs", "1\n{ours}\n"),  # a session's, with a shell in it
        ("cgroup.controllers", "memory pids\n"),
        ("cgroup.controllers", None),  # the first version of control groups
    ],
)
def test_any_other_group_is_left_alone(played: Path, file: str, text: str | None) -> None:
    (played / file).unlink()
    if text is not None:
        (played / file).write_text(text.format(ours=os.getpid()))
    cgroup.settle()
    assert not (played / "gaussfit").exists()
    assert cgroup.given() is None
    assert "cgroup" not in sandbox.walls("locked")


@pytest.mark.parametrize("membership", [None, "4:memory:/run.scope\n", "0::/../run.scope\n"])
def test_without_the_second_version_nothing_happens(played: Path, membership: str | None) -> None:
    (played.parent / "membership").unlink()
    if membership is not None:
        (played.parent / "membership").write_text(membership)
    cgroup.settle()
    assert not (played / "gaussfit").exists()
    assert cgroup.given() is None


def test_where_limits_are_refused_the_process_goes_back(played: Path) -> None:
    (played / "cgroup.subtree_control").unlink()
    (played / "cgroup.subtree_control").mkdir()  # whatever is written there is refused
    cgroup.settle()
    assert not (played / "gaussfit").exists()
    assert (played / "cgroup.procs").read_text() == str(os.getpid())


def test_a_child_has_its_group_before_its_first_line_and_leaves_none(settled: Path) -> None:
    limits = Limits(memory_bytes=1024**3, scratch_bytes=1024**2)
    assert sandbox.walls("locked") == (*sandbox.probe().walls, "cgroup")
    with Runner(limits) as runner, runner.open(["x = 1"]) as session:
        session.run()
        [group] = settled.glob("child-*")
        assert {file.name: file.read_text() for file in group.iterdir()} == {
            "cpu.weight": "20",
            "memory.max": str(2 * 1024**3 + 1024**2),
            "pids.max": "128",
            "cgroup.procs": group.name.removeprefix("child-"),
        }
        session.close()
        assert not list(settled.glob("child-*"))


def test_none_is_left_where_the_warm_process_dies(settled: Path) -> None:
    with Runner() as runner:
        session = runner.open(["x = 1"])
        session.run()
        assert list(settled.glob("child-*"))
        os.kill(runner.warm()._process.pid, signal.SIGKILL)
        with pytest.raises(RunnerError):
            session.close()
    assert not list(settled.glob("child-*"))


def test_a_group_that_cannot_be_made_is_the_graders_fault(
    settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cgroup, "_settings", lambda _: {"no/such": "1"})
    with Runner() as runner:
        session = runner.open(["x = 1"])
        with pytest.raises(RunnerError, match="cannot be put into a control group"):
            session.run()
    assert not list(settled.glob("child-*"))


@pytest.fixture
def real() -> Iterator[Path]:
    """A group of the kernel's own, empty, with all the controllers that this machine gives to the second version."""
    for root in UNIFIED:
        if (root / "cgroup.controllers").is_file() and os.access(root, os.W_OK):
            own = root / f"gaussfit-test-{os.getpid()}"
            try:
                own.mkdir()
            except OSError:
                continue
            yield own
            for group in [*own.glob("*/"), own]:
                group.rmdir()
            return
    pytest.skip(
        "no control group of the second version may be made here, which takes root or a delegated one"
    )


SETTLES = """
import sys
from pathlib import Path
from grader.answers import Limits
from grader.running.outside import Runner, cgroup
cgroup.ROOT, own = Path(sys.argv[1]).parent, Path(sys.argv[1])
(own / "cgroup.procs").write_text("0")
offered = set((own / "cgroup.controllers").read_text().split())
if not set(cgroup.CONTROLLERS) <= offered:  # they belong to the first version here: the rest is the same
    cgroup.CONTROLLERS, cgroup._settings = tuple(offered), lambda _: {}
with Runner() as runner, runner.open(["x = 1"]) as session:
    session.run()
    [group] = own.glob("child-*")
    print((group / "cgroup.procs").read_text().split() == [group.name.removeprefix("child-")])
    session.close()
    print(list(own.glob("child-*")), (own / "cgroup.procs").read_text().split())
"""


def test_the_kernels_own_groups_take_it(real: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SETTLES, str(real)], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == ["True", "[] []"], done.stderr
