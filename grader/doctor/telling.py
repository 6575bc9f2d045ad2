"""What was found, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from grader.doctor.machine import GIB, Machine, Place
from grader.doctor.remedies import Remedy
from grader.provenance import written
from grader.running.outside import cgroup
from grader.running.outside.sandbox import TURNED_OFF

CAN = "Student code can be locked in here."
GROUP = "one for each child (processor, memory, threads)"
NO_GROUP = "none was given to the grader; limits of processes hold (docs/security.md tells how to give one)"
CANNOT = "Student code cannot be locked in here; --sandbox=process is for code you trust."


def lines(machine: Machine, found: Sequence[Remedy], scratch: str = "") -> Iterator[str]:
    """The lines that `gaussfit doctor` prints; `scratch` tells how the files of a submission are bounded."""
    lock = machine.lock
    python, *packages = machine.versions.items()
    yield f"platform: {lock.platform}, {' '.join(python)}"
    yield "packages: " + ", ".join(f"{name} {version or 'missing'}" for name, version in packages)
    landlock = f"ABI {lock.landlock_abi}" if lock.landlock_abi else "no"
    yield f"Landlock: {f'no, for {TURNED_OFF}' if 'landlock' in lock.off else landlock}"
    yield f"bubblewrap: {f'no, for {lock.no_bubblewrap}' if lock.no_bubblewrap else 'yes'}"
    yield f"seccomp: {'yes' if lock.seccomp else 'no'}"
    if lock.locked:
        yield f"walls: {', '.join(lock.walls)}"
        yield f"control group: {GROUP if cgroup.given() else NO_GROUP}"
    counted = (
        "do not count waiting for a processor" if lock.busy_time else "count waiting for a processor too"
    )
    yield f"time limits: {counted}"
    if scratch:
        yield f"scratch folder: {scratch}"
    yield f"cores: {machine.cores}; memory: {_size(machine.memory_free)} free of {_size(machine.memory)}"
    for name, place in machine.places.items():
        yield f"{name}: {_told(place)}"
    yield f"locale: {machine.locale}; time zone: {machine.time_zone}"
    for remedy in found:
        yield f"{'missing' if remedy.needed else 'note'}: {remedy.what}"
        yield f"    {remedy.line}"
    yield CAN if lock.locked else CANNOT


def to_json(machine: Machine, found: Sequence[Remedy]) -> dict[str, object]:
    """The object of `gaussfit doctor --json`."""
    lock = machine.lock
    return {
        "schema": 1,
        **written(),
        "platform": lock.platform,
        "locked": lock.locked,
        "walls": list(lock.walls),
        "landlock_abi": lock.landlock_abi,
        "bubblewrap": not lock.no_bubblewrap,
        "seccomp": lock.seccomp,
        "waiting_is_counted": not lock.busy_time,
        "versions": machine.versions,
        "cores": machine.cores,
        "memory": machine.memory,
        "memory_free": machine.memory_free,
        "places": {name: asdict(place) for name, place in machine.places.items()},
        "locale": machine.locale,
        "time_zone": machine.time_zone,
        "remedies": [asdict(remedy) for remedy in found],
    }


def _told(place: Place) -> str:
    if not place.there:
        return f"{place.path} is not there"
    kind = f", {place.filesystem}" if place.filesystem else ""
    return f"{place.path}{kind}, {_size(place.free)} free{'' if place.writable else ', not writable'}"


def _size(count: int) -> str:
    return f"{count / GIB:.1f} GB" if count else "unknown"
