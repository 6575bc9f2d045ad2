from __future__ import annotations

import builtins
import platform
import sys
from typing import Any

import pytest

from grader.errors import GraderError
from grader.running.outside import sandbox
from grader.running.outside.errors import SandboxUnavailable
from grader.running.outside.sandbox import probe, require


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
