"""For each thing that is missing, the line to type on this system; or what to do where no line helps."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from grader.doctor.machine import GIB, Machine

MANAGERS = {
    "apt-get": "sudo apt-get install {}",
    "dnf": "sudo dnf install {}",
    "brew": "brew install {}",
}
"""The program that installs packages, and how it is asked to; the first that is there is this system's."""

LIBSECCOMP = {"apt-get": "libseccomp2", "dnf": "libseccomp"}
NETWORK = ("nfs", "nfs4", "cifs", "smbfs", "smb3", "fuse.sshfs", "afs", "lustre", "beegfs", "gpfs")
SCRATCH_BYTES = 64 * 1024**2
"""What a submission may write, on a disk in memory or in TMPDIR."""
SHARED_MEMORY = "sudo mkdir -p /dev/shm && sudo mount -t tmpfs -o mode=1777 tmpfs /dev/shm"


@dataclass(frozen=True)
class Remedy:
    """One thing that is missing, or should be better."""

    what: str
    line: str
    """What to type, or to do."""
    needed: bool = True
    """Whether student code cannot be locked in without."""


def remedies(machine: Machine, found: Callable[[str], str | None] = shutil.which) -> list[Remedy]:
    """What to do on this machine; `found` tells where a program lies."""
    manager = next((name for name in MANAGERS if found(name)), "")
    needed = [Remedy(what, _for_the_lock(what, manager)) for what in machine.lock.missing]
    return [*needed, *_better(machine)]


def _for_the_lock(what: str, manager: str) -> str:
    pip = f"{sys.executable} -m pip install"
    if "package `landlock`" in what:
        return f"{pip} landlock"
    if "package `pyseccomp`" in what:
        if "libseccomp" in what.lower():
            return _install(LIBSECCOMP, manager) or "install libseccomp 2"
        return f"{pip} pyseccomp"
    if "Landlock" in what:
        return (
            "cat /sys/kernel/security/lsm    (does the kernel name landlock? If not, start one of 5.13 or later with "
            "lsm=landlock,… on its command line)"
        )
    if "seccomp" in what:
        return "start the container with its engine's default seccomp profile, not a stricter one"
    line = (
        "brew install lima && limactl start && limactl shell default"
        if manager == "brew"
        else "wsl --install"
    )
    return f"{line}    (a Linux on this machine: install gaussfit in it)"


def _install(names: Mapping[str, str], manager: str) -> str:
    return MANAGERS[manager].format(names[manager]) if manager in names else ""


def _better(machine: Machine) -> Iterator[Remedy]:
    """What grading does without, at a price."""
    temporary = machine.places["TMPDIR"]
    if temporary.there and temporary.free < GIB:
        yield Remedy(
            f"{temporary.path} has less than 1 GB free", "export TMPDIR=/a/folder/on/a/larger/disk", False
        )
    if temporary.filesystem in NETWORK:
        yield Remedy(
            f"{temporary.path} is on a network ({temporary.filesystem}), which is slow",
            "export TMPDIR=/a/folder/on/this/machine",
            False,
        )
    shared = machine.places["/dev/shm"]
    if machine.lock.platform.startswith("Linux") and not shared.writable:
        yield Remedy(
            f"{shared.path} is not writable: `gaussfit watch` cannot run, and `gaussfit return` makes pages one by one",
            f"sudo mount -o remount,rw,mode=1777 {shared.path}" if shared.there else SHARED_MEMORY,
            False,
        )
    here = machine.places["here"]
    if here.there and here.free < GIB // 2:
        yield Remedy(f"{here.path} has less than 0.5 GB free", "df -h .", False)
    if 0 < machine.memory_free < GIB:
        yield Remedy("less than 1 GB of memory is free", "gaussfit grade --jobs 1", False)
    for name, version in machine.versions.items():
        if not version:
            yield Remedy(f"the package {name} is not installed", f"{sys.executable} -m pip install {name}")
