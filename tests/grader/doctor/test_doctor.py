from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from grader.doctor import Machine, lines, look, remedies, to_json
from grader.doctor.machine import Place
from grader.errors import SEE_DOCTOR
from grader.marking import forking
from grader.running.outside import sandbox
from grader.running.outside.errors import SandboxUnavailable
from grader.running.outside.sandbox import (
    NEEDS_BUBBLEWRAP,
    NEEDS_LANDLOCK,
    NEEDS_LINUX,
    NEEDS_PACKAGE,
    NEEDS_SECCOMP,
    TURNED_OFF,
    Capabilities,
)
from grader.running.outside.walling import NOT_INSTALLED, REFUSED

COMPLETE = Capabilities("Linux 6.1", 4, True, True, ())


@pytest.fixture
def machine() -> Machine:
    place = Place("/tmp", "ext4", 50 * 1024**3)
    places = {"here": place, "TMPDIR": place, "/dev/shm": place}
    return Machine(COMPLETE, {"Python": "3.12"}, 2, 8 * 1024**3, 4 * 1024**3, places, "en_US.UTF-8", "UTC")


def lines_for(machine: Machine, missing: str, manager: str) -> list[str]:
    poorer = replace(machine, lock=replace(COMPLETE, missing=(missing,)))
    found = remedies(poorer, lambda name: f"/bin/{name}" if name == manager else None)
    return [remedy.line for remedy in found]


@pytest.mark.parametrize(
    ("missing", "manager", "line"),
    [
        (
            NEEDS_PACKAGE.format("pyseccomp", "Unable to find libseccomp"),
            "apt-get",
            "sudo apt-get install libseccomp2",
        ),
        (
            NEEDS_PACKAGE.format("pyseccomp", "Unable to find libseccomp"),
            "dnf",
            "sudo dnf install libseccomp",
        ),
        (NEEDS_PACKAGE.format("pyseccomp", "No module named 'pyseccomp'"), "dnf", "-m pip install pyseccomp"),
        (NEEDS_PACKAGE.format("landlock", "No module named 'landlock'"), "", "-m pip install landlock"),
        (NEEDS_LANDLOCK.format("5.4"), "apt-get", "cat /sys/kernel/security/lsm"),
        (NEEDS_SECCOMP, "apt-get", "default seccomp profile"),
        (NEEDS_BUBBLEWRAP.format(NOT_INSTALLED), "apt-get", "sudo apt-get install bubblewrap"),
        (NEEDS_BUBBLEWRAP.format(NOT_INSTALLED), "dnf", "sudo dnf install bubblewrap"),
        (NEEDS_BUBBLEWRAP.format(TURNED_OFF), "dnf", "unset GAUSSFIT_WALLS"),
        (NEEDS_LINUX.format("Darwin"), "brew", "brew install lima"),
        (NEEDS_LINUX.format("Windows"), "", "wsl --install"),
    ],
)
def test_each_missing_thing_has_the_line_to_type(
    machine: Machine, missing: str, manager: str, line: str
) -> None:
    [told] = lines_for(machine, missing, manager)
    assert line in told


@pytest.mark.parametrize(
    ("switch", "value", "line"),
    [
        ("/proc/sys/user/max_user_namespaces", "0", "sudo sysctl user.max_user_namespaces=10000"),
        ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "sudo tee /etc/apparmor.d/bwrap"),
        ("nothing", "", "docs/containers.md"),
    ],
)
def test_why_a_second_wall_is_refused_is_a_note_with_what_lets_it(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, switch: str, value: str, line: str
) -> None:
    monkeypatch.setattr(
        sys.modules["grader.doctor.remedies"], "read", lambda path: value if path == switch else ""
    )
    refused = replace(
        machine.lock, no_bubblewrap=REFUSED.format("bwrap: setting up uid map: Permission denied")
    )
    [told] = remedies(replace(machine, lock=refused))
    assert not told.needed
    assert line in told.line
    assert told.what.startswith("bubblewrap would be a second wall around files, and this machine refuses it")


def test_a_second_wall_that_was_turned_off_is_no_note(machine: Machine) -> None:
    off = replace(machine.lock, no_bubblewrap=TURNED_OFF, off=("bubblewrap",))
    assert remedies(replace(machine, lock=off)) == []


def test_what_grading_does_without_is_a_note(machine: Machine) -> None:
    full = Place("/tmp", "nfs4", 1024)
    poorer = replace(machine, places={**machine.places, "TMPDIR": full}, memory_free=1024)
    found = remedies(poorer)
    assert [remedy.needed for remedy in found] == [False] * 3
    told = list(lines(poorer, found))
    assert "note: /tmp is on a network (nfs4), which is slow" in told
    assert told[-1] == "Student code can be locked in here."


def test_all_is_told_that_grading_depends_on(machine: Machine) -> None:
    told = "\n".join(lines(machine, []))
    for words in (
        *(
            "walls: landlock, bubblewrap, seccomp",
            "bubblewrap: yes",
            "cores: 2; memory: 4.0 GB free of 8.0 GB",
            "TMPDIR: /tmp, ext4, 50.0 GB free",
        ),
        *("/dev/shm: ", "locale: en_US.UTF-8; time zone: UTC"),
    ):
        assert words in told


def test_a_machine_without_some_of_it_is_told_too(machine: Machine) -> None:
    gone = {**machine.places, "/dev/shm": Place("/dev/shm", "", -1)}
    told = "\n".join(lines(replace(machine, places=gone, memory=0, memory_free=0), []))
    assert "/dev/shm: /dev/shm is not there" in told
    assert "memory: unknown free of unknown" in told


@pytest.mark.parametrize(("free", "line"), [(1, "remount,rw"), (-1, "mkdir -p /dev/shm")])
def test_shared_memory_that_cannot_be_written_is_told(machine: Machine, free: int, line: str) -> None:
    lacking = {**machine.places, "/dev/shm": Place("/dev/shm", "tmpfs", free, writable=False)}
    (found,) = remedies(replace(machine, places=lacking), lambda _: None)
    assert "`gaussfit watch` cannot run" in found.what
    assert line in found.line
    assert not found.needed


def test_this_machine_is_looked_at() -> None:
    seen = look()
    assert seen.cores >= 1
    assert seen.places["here"].there
    assert to_json(seen, [])["locked"] == seen.lock.locked


def test_what_the_machine_lacks_ends_with_where_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Capabilities("Old 1.0", 0, False, False, ("the kernel offers no Landlock",))
    monkeypatch.setattr(sandbox, "probe", lambda: bare)
    with pytest.raises(SandboxUnavailable, match=f"{SEE_DOCTOR}$"):
        sandbox.require("locked")

    def refuse() -> None:
        raise OSError("no memory")

    monkeypatch.setattr(forking.forkserver, "ensure_running", refuse)
    with pytest.raises(forking.GraderError, match=f"{SEE_DOCTOR}$"):
        forking.start_server()
