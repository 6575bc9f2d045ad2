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
from grader.results import Sandbox, Wall
from grader.running.outside import cgroup, walling
from grader.running.outside.errors import SandboxUnavailable

NEEDS_LINUX = "the lock-in needs Linux, and this is {}"
NEEDS_LANDLOCK = "the kernel ({}) offers no Landlock (Linux 5.13 or later, `landlock` among its `lsm`s)"
NEEDS_SECCOMP = "the kernel or a container's rules refuse seccomp filters"
NEEDS_PACKAGE = "the Python package `{}` cannot be used: {}"
NEEDS_BUBBLEWRAP = "bubblewrap, which could stand in for it, is not to be had: {}"
VARIABLE = "GAUSSFIT_WALLS"
TURNED_OFF = f"{VARIABLE} leaves it out"
WALLS: tuple[Wall, ...] = ("landlock", "bubblewrap", "seccomp")
"""Those that `GAUSSFIT_WALLS` can leave out."""
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
    no_bubblewrap: str = ""
    """Why there is no bubblewrap, the second wall; empty when there is."""
    off: tuple[Wall, ...] = ()
    """Walls that `GAUSSFIT_WALLS` leaves out."""

    @property
    def locked(self) -> bool:
        """Whether `--sandbox=locked` works here."""
        return not self.missing

    @property
    def walls(self) -> tuple[Wall, ...]:
        """What keeps student code locked in here: a wall around files at least, and one around system calls."""
        there = {
            "landlock": self.landlock_abi > 0,
            "bubblewrap": not self.no_bubblewrap,
            "seccomp": self.seccomp,
        }
        return tuple(wall for wall in WALLS if there[wall] and wall not in self.off and self.locked)


def probe() -> Capabilities:
    """Look at this machine. Changes nothing; whether bubblewrap works is tried once.

    Raises `SandboxUnavailable` when `GAUSSFIT_WALLS` names what is no wall.
    """
    off = _turned_off()
    system = f"{platform.system()} {platform.release()}"
    busy_time = Path("/proc/self/schedstat").exists()
    if sys.platform != "linux":
        needs = NEEDS_LINUX.format(platform.system())
        return Capabilities(system, 0, False, busy_time, (needs,), needs, off)
    missing: list[str] = []
    abi = 0 if "landlock" in off else _landlock_abi(missing)
    no_bubblewrap = TURNED_OFF if "bubblewrap" in off else walling.lack()
    if abi or not no_bubblewrap:  # one wall around files is enough
        missing.clear()
    else:
        missing.append(NEEDS_BUBBLEWRAP.format(no_bubblewrap))
    seccomp = _has_seccomp(missing)
    return Capabilities(system, abi, seccomp, busy_time, tuple(missing), no_bubblewrap, off)


def _turned_off() -> tuple[Wall, ...]:
    """The walls that `GAUSSFIT_WALLS`, a list such as `landlock,seccomp`, leaves out."""
    named = os.environ.get(VARIABLE, "").replace(",", " ").split() or WALLS
    for name in named:
        if name not in WALLS:
            raise SandboxUnavailable(f"{VARIABLE} names {name!r}; the walls are {', '.join(WALLS)}.")
    if "seccomp" not in named:
        raise SandboxUnavailable(
            f"{VARIABLE} leaves out seccomp, without which nothing is locked in; add it."
        )
    return tuple(wall for wall in WALLS if wall not in named)


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


def walls(sandbox: Sandbox) -> tuple[Wall, ...]:
    """What keeps student code locked in, by name; nothing where it cannot be."""
    grouped: tuple[Wall, ...] = ("cgroup",) if cgroup.given() else ()
    return (*probe().walls, *grouped) if sandbox == "locked" else ()


def not_locked_in() -> str:
    """What is said when somebody grades with `--sandbox=process`."""
    missing = probe().missing
    if not missing:
        return "--sandbox=process does not lock student code in; grade only code you trust."
    return (
        f"student code is not locked in, for {'; '.join(missing)}. That is fine for code that you trust, such as the "
        f"demo's own class; real students are graded on Linux with Landlock or bubblewrap: {SEE_DOCTOR}."
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
