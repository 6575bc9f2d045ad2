from __future__ import annotations

import builtins
import platform
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.errors import GraderError
from grader.running.outside import sandbox, walling
from grader.running.outside.errors import SandboxUnavailable
from grader.running.outside.sandbox import probe, require


@pytest.fixture
def no_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where it is not installed."""
    monkeypatch.setattr(walling, "lack", lambda: walling.NOT_INSTALLED)


def without(monkeypatch: pytest.MonkeyPatch, package: str, error: Exception) -> None:
    """Make `import package` raise."""
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == package:
            raise error
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)


def test_this_machine_is_described() -> None:
    seen = probe()
    assert seen.platform.startswith(platform.system())
    assert seen.locked == (not seen.missing)


@pytest.mark.usefixtures("no_bubblewrap")
def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "landlock", ImportError("No module named 'landlock'"))
    with pytest.raises(
        SandboxUnavailable, match="the Python package `landlock` cannot be used: No module named"
    ):
        require("locked")


def test_a_missing_libseccomp_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "pyseccomp", RuntimeError("Unable to find libseccomp"))
    with pytest.raises(SandboxUnavailable, match="`pyseccomp` cannot be used: Unable to find libseccomp"):
        require("locked")


@pytest.mark.usefixtures("no_bubblewrap")
def test_a_kernel_without_landlock_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    import landlock

    def absent() -> int:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(landlock, "landlock_abi_version", absent)
    with pytest.raises(SandboxUnavailable, match=r"offers no Landlock .* choose `--sandbox=process`"):
        require("locked")
    assert probe().landlock_abi == 0
    require("process")


def test_another_system_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    with pytest.raises(SandboxUnavailable, match="the lock-in needs Linux, and this is Darwin"):
        require("locked")


def test_a_system_without_fork_runs_no_student_code_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sandbox.os, "fork")
    with pytest.raises(SandboxUnavailable, match="cannot be run here"):
        require("process")


def test_an_unknown_sandbox_is_refused() -> None:
    with pytest.raises(ValueError, match="must be 'locked' or 'process'; it is 'none'"):
        require("none")  # type: ignore[arg-type]


def test_a_refusal_is_an_error_of_the_grader_for_the_command_line_to_print() -> None:
    assert issubclass(SandboxUnavailable, GraderError)


def test_bubblewrap_stands_in_for_landlock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walling, "lack", lambda: "")
    without(monkeypatch, "landlock", ImportError("No module named 'landlock'"))
    require("locked")
    assert probe().walls == ("bubblewrap", "seccomp")
    monkeypatch.setenv("GAUSSFIT_WALLS", "landlock,seccomp")
    with pytest.raises(
        SandboxUnavailable, match=r"`landlock` .* not to be had: GAUSSFIT_WALLS leaves it out"
    ):
        require("locked")


@pytest.mark.needs_lock
@pytest.mark.parametrize(
    ("wanted", "walls"),
    [("landlock,seccomp", ("landlock", "seccomp")), ("seccomp bubblewrap", ("bubblewrap", "seccomp"))],
)
def test_a_wall_can_be_left_out(monkeypatch: pytest.MonkeyPatch, wanted: str, walls: tuple[str, ...]) -> None:
    if not set(walls) <= set(probe().walls):
        pytest.skip("this machine has not got both walls around files")
    monkeypatch.setenv("GAUSSFIT_WALLS", wanted)
    assert probe().walls == walls


@pytest.mark.parametrize(
    ("wanted", "told"),
    [("moat,seccomp", "names 'moat'; the walls are landlock, "), ("landlock", "leaves out seccomp")],
)
def test_walls_that_are_none_are_refused(monkeypatch: pytest.MonkeyPatch, wanted: str, told: str) -> None:
    monkeypatch.setenv("GAUSSFIT_WALLS", wanted)
    with pytest.raises(SandboxUnavailable, match=told):
        require("locked")


def test_a_bubblewrap_that_does_not_work_is_told_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where AppArmor, or a container's rules, refuse user namespaces."""
    bwrap = tmp_path / "bwrap"
    bwrap.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    bwrap.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    told = walling.lack.__wrapped__()
    assert told == "this machine refuses it (bwrap: setting up uid map: Permission denied)"
    bwrap.unlink()
    assert walling.lack.__wrapped__() == walling.NOT_INSTALLED
