"""What this machine can do to lock student code in; refuses, in one sentence, where it cannot."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from grader.errors import SEE_DOCTOR
from grader.results import Sandbox
from grader.running.outside import cgroup
from grader.running.outside.errors import SandboxUnavailable

NEEDS_LINUX = "the lock-in needs Linux, and this is {}"
NEEDS_LANDLOCK = "the kernel ({}) offers no Landlock (Linux 5.13 or later, `landlock` among its `lsm`s)"
NEEDS_SECCOMP = "the kernel or a container's rules refuse seccomp filters"
NEEDS_PACKAGE = "the Python package `{}` cannot be used: {}"
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
WAY_OUT = (
    "Grade on a machine that has it, or choose `--sandbox=process`, which does not lock student code in, for code "
    f"you trust; {SEE_DOCTOR}"
)


@dataclass(frozen=True)
class Capabilities:
    """What `gaussfit doctor` shows."""

    platform: str
    landlock_abi: int
    """0: no Landlock. From 6 on, signals and abstract sockets are also scoped by it."""
    seccomp: bool
    busy_time: bool
    """Whether the kernel tells how long a process waited for a processor (else limits count that time too)."""
    missing: tuple[str, ...]
    """What the lock-in lacks; empty when it is complete."""

    @property
    def locked(self) -> bool:
        """Whether `--sandbox=locked` works here."""
        return not self.missing


def probe() -> Capabilities:
    """Look at this machine. Changes nothing and starts nothing."""
    system = f"{platform.system()} {platform.release()}"
    busy_time = Path("/proc/self/schedstat").exists()
    if sys.platform != "linux":
        return Capabilities(system, 0, False, busy_time, (NEEDS_LINUX.format(platform.system()),))
    missing: list[str] = []
    abi = _landlock_abi(missing)
    seccomp = _has_seccomp(missing)
    return Capabilities(system, abi, seccomp, busy_time, tuple(missing))


def require(sandbox: Sandbox) -> None:
    """Raise `SandboxUnavailable` when this machine cannot give `sandbox`."""
    if sandbox == "process":
        if not hasattr(os, "fork"):
            raise SandboxUnavailable(
                f"Student code cannot be run here: the grader needs Linux or macOS, and this is {platform.system()}; "
                "on Windows, use WSL."
            )
        return
    if sandbox != "locked":
        raise ValueError(f"sandbox must be 'locked' or 'process'; it is {sandbox!r}.")
    missing = probe().missing
    if missing:
        raise SandboxUnavailable(f"Student code cannot be locked in here: {'; '.join(missing)}. {WAY_OUT}")


def walls(sandbox: Sandbox) -> tuple[str, ...]:
    """What keeps student code locked in, by name."""
    grouped = ("cgroup",) if cgroup.given() else ()
    return ("landlock", "seccomp", *grouped) if sandbox == "locked" else ()


def not_locked_in() -> str:
    """What is said when somebody grades with `--sandbox=process`."""
    missing = probe().missing
    if not missing:
        return "--sandbox=process does not lock student code in; grade only code you trust."
    return (
        f"student code is not locked in, for {'; '.join(missing)}. That is fine for code that you trust, such as the "
        f"demo's own class; real students are graded on Linux 5.13 or later: {SEE_DOCTOR}."
    )


def _landlock_abi(missing: list[str]) -> int:
    try:
        from landlock import landlock_abi_version
    except ImportError as error:
        missing.append(NEEDS_PACKAGE.format("landlock", error))
        return 0
    try:
        return int(landlock_abi_version())
    except OSError:
        missing.append(NEEDS_LANDLOCK.format(platform.release()))
        return 0


def _has_seccomp(missing: list[str]) -> bool:
    try:
        import pyseccomp
    except (ImportError, RuntimeError, OSError) as error:  # RuntimeError: libseccomp itself is not installed
        missing.append(NEEDS_PACKAGE.format("pyseccomp", error))
        return False
    if pyseccomp.get_api() < 1 or not _takes_filters():
        missing.append(NEEDS_SECCOMP)
        return False
    return True


def _takes_filters() -> bool:
    """Ask with no filter at all: a kernel that takes filters complains of the address, and nothing has changed."""
    libc = ctypes.CDLL(None, use_errno=True)
    asked = libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, None, 0, 0)
    return bool(asked == -1 and ctypes.get_errno() == errno.EFAULT)
