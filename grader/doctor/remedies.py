"""For each thing that is missing, the line to type on this system; or what to do where no line helps."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.doctor.machine import GIB, Machine
from grader.running.outside import sandbox, walling

MANAGERS = {
    "apt-get": "sudo apt-get install {}",
    "dnf": "sudo dnf install {}",
    "brew": "brew install {}",
}
"""The program that installs packages, and how it is asked to; the first that is there is this system's."""


@dataclass(frozen=True)
class Switch:
    """A setting of the kernel's that keeps bubblewrap from working."""

    value: str
    """What it then is."""
    line: str
    """What to type."""


SWITCHES = {
    "/proc/sys/user/max_user_namespaces": Switch("0", "sudo sysctl user.max_user_namespaces=10000"),
    "/proc/sys/kernel/unprivileged_userns_clone": Switch(
        "0", "sudo sysctl kernel.unprivileged_userns_clone=1"
    ),
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": Switch(
        "1",
        "echo 'abi <abi/4.0>, include <tunables/global> profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }' "
        "| sudo tee /etc/apparmor.d/bwrap && sudo apparmor_parser -r /etc/apparmor.d/bwrap",
    ),
}
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
    return [*needed, *_better(machine, manager)]


def _for_the_lock(what: str, manager: str) -> str:
    pip = f"{sys.executable} -m pip install"
    if "bubblewrap" in what:
        return _for_bubblewrap(what, manager)
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


def _for_bubblewrap(what: str, manager: str) -> str:
    if walling.NOT_INSTALLED in what and manager in ("apt-get", "dnf"):
        return MANAGERS[manager].format("bubblewrap")
    if sandbox.VARIABLE in what:
        return f"unset {sandbox.VARIABLE}"
    for switch, known in SWITCHES.items():
        if read(switch) == known.value:
            return known.line
    return "in a container: docs/containers.md tells what lets it make user namespaces"


def read(path: str) -> str:
    """The value of a setting of the kernel's; empty where there is none."""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _install(names: Mapping[str, str], manager: str) -> str:
    return MANAGERS[manager].format(names[manager]) if manager in names else ""


def _better(machine: Machine, manager: str) -> Iterator[Remedy]:
    """What grading does without, at a price."""
    lock = machine.lock
    if lock.locked and lock.no_bubblewrap and "bubblewrap" not in lock.off:
        what = f"bubblewrap would be a second wall around files, and {lock.no_bubblewrap}"
        yield Remedy(what, _for_bubblewrap(what, manager), False)
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
