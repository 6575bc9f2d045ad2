from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.answers import Limits
from grader.running.outside import Runner, RunnerError, sandbox

HELLO = ["print('hello')"]


def hello(runner: Runner) -> str:
    with runner.open(HELLO) as session:
        return session.run()[0].outputs[0].text


def warm_pid(runner: Runner) -> int:
    return runner.warm()._process.pid


def test_a_warm_process_that_died_is_replaced(runner: Runner) -> None:
    old = warm_pid(runner)
    os.kill(old, signal.SIGKILL)
    os.waitid(os.P_PID, old, os.WEXITED | os.WNOWAIT)
    assert hello(runner) == "hello\n"
    assert warm_pid(runner) != old


def test_a_warm_process_that_dies_under_a_submission_is_the_graders_fault(runner: Runner) -> None:
    killer = "import os, sys, time; time.sleep(0.2); os.kill(int(sys.argv[1]), 9)"
    with runner.open(["import time; time.sleep(0.5)"] * 9) as session:
        command = [sys.executable, "-S", "-c", killer, str(warm_pid(runner))]
        with subprocess.Popen(command), pytest.raises(RunnerError, match="The warm process"):
            session.run()
    assert hello(runner) == "hello\n"


def test_a_warm_process_is_replaced_after_its_number_of_children(limits: Limits) -> None:
    with Runner(limits, max_children=2) as runner:
        pids: list[int] = []
        for _ in range(3):
            hello(runner)
            pids.append(warm_pid(runner))
    assert pids[0] != pids[-1]


def test_a_warm_process_inherits_no_environment_and_leaves_nothing(
    limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAUSSFIT_SECRET", "seed")
    with Runner(limits) as runner:
        hello(runner)
        pid, folder = warm_pid(runner), runner.warm().scratch.parent
        assert b"GAUSSFIT_SECRET" not in Path(f"/proc/{pid}/environ").read_bytes()
    assert not folder.exists()
    assert not Path(f"/proc/{pid}").exists()


def test_nothing_is_left_when_the_grader_is_killed(tmp_path: Path) -> None:
    source = f"""
import os, pathlib
from grader.running.outside import Runner
runner = Runner()
session = runner.open(["import os; print(os.getpid())", "import time; time.sleep(100)"])
session._runs.append(session._run_cell(0))
warm = runner.warm()
report = f"{{warm._process.pid}} {{session._line.pid}} {{warm.scratch.parent}}"
pathlib.Path({str(tmp_path / "report")!r}).write_text(report)
session.run()
"""
    with subprocess.Popen([sys.executable, "-c", source]) as grader:
        _wait_for(lambda: (tmp_path / "report").exists() and (tmp_path / "report").read_text() != "")
        warm, child, folder = (tmp_path / "report").read_text().split()
        assert Path("/proc", child).exists()
        grader.kill()
    _wait_for(lambda: not any(_runs(pid) for pid in (warm, child)) and not Path(folder).exists())


def _runs(pid: str) -> bool:
    """Whether the process is there and no zombie that init has yet to reap."""
    try:
        return Path("/proc", pid, "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _wait_for(condition: object, seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        if time.monotonic() > until:
            pytest.fail("It did not come to pass in time.")
        time.sleep(0.02)


def test_the_warm_process_loads_nothing_of_the_trusted_side() -> None:
    source = (
        "import sys; import grader.running.inside.warm; "
        "print(sorted(n for n in sys.modules if n.split('.')[0] in ('grader', 'gaussfit', 'nbgrader', 'pytest')))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    ).stdout
    names = eval(printed)
    assert "grader.running.inside.warm" in names
    assert [
        name
        for name in names
        if not name.startswith("grader.running.inside")
        and name not in ("grader", "grader.running", "grader.running.wire")
    ] == []


def test_a_sandbox_that_is_not_there_is_refused_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nothing(missing: list[str]) -> int:
        missing.append("the kernel is too old")
        return 0

    monkeypatch.setattr(sandbox, "_landlock_abi", nothing)
    monkeypatch.setenv("GAUSSFIT_WALLS", "landlock,seccomp")
    with pytest.raises(sandbox.SandboxUnavailable, match="cannot be locked in here: the kernel is too old"):
        Runner()


def test_process_isolation_alone_runs_the_same_cells(limits: Limits) -> None:
    with Runner(limits, sandbox="process") as runner:
        assert hello(runner) == "hello\n"
        with runner.open(["open('/etc/passwd').close(); print('no lock')"]) as session:
            assert session.run()[0].outputs[0].text == "no lock\n"
