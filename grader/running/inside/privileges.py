"""What a child gives up of its process: capabilities, limits, descriptors, ties to others."""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import resource
import signal

from grader.running.inside import own
from grader.running.wire import PlainLimits

PR_SET_PDEATHSIG, PR_CAPBSET_DROP = 1, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4
CAPABILITY_VERSION_3 = 0x20080522
LAST_CAPABILITY = 63
OPEN_FILES = 256
CPU_GRACE_SECONDS = 5

_libc = ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, *values: int) -> None:
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if _libc.prctl(option, *padded):
        number = ctypes.get_errno()
        raise OSError(number, f"prctl({option}) was refused: {os.strerror(number)}")


def leave_the_group(parent: int, *, strict: bool) -> None:
    """Lead a session of our own, die with the warm process, be the first to go when memory is short.

    Not `strict`: what this system doesn't know is left out.
    """
    os.setsid()
    with _unless(strict):
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise OSError("The warm process ended while its child started.")
    with _unless(strict):
        own.write("oom_score_adj", "1000")


def _unless(strict: bool) -> contextlib.AbstractContextManager[None]:
    """Pass over what this system doesn't have, unless `strict`. It is macOS that lacks `prctl` altogether."""
    return contextlib.nullcontext() if strict else contextlib.suppress(OSError, AttributeError, ValueError)


def drop_privileges() -> None:
    """Give up every capability (root's power) and the ways to get one."""
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    if os.geteuid() == 0 or _effective():
        for capability in range(LAST_CAPABILITY + 1):
            try:
                _prctl(PR_CAPBSET_DROP, capability)
            except OSError:
                break  # beyond this kernel's last one, or not ours to drop; `_effective` below decides
        _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        if _libc.capset(header, (ctypes.c_uint32 * 6)()):
            raise OSError(ctypes.get_errno(), "The capabilities could not be dropped")
    if _effective():
        raise OSError("Some capabilities were left after dropping them.")


def _effective() -> bool:
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    data = (ctypes.c_uint32 * 6)()
    if _libc.capget(header, data):
        raise OSError(ctypes.get_errno(), "The capabilities could not be read")
    return any(data)


def limit_resources(limits: PlainLimits, *, strict: bool = True) -> None:
    """Set hard limits: `memory_bytes` beyond what the libraries take, processor time, files.

    Not `strict`: what this system cannot limit is left out.
    """
    hard = {
        resource.RLIMIT_CPU: math.ceil(float(limits["submission_seconds"])) + CPU_GRACE_SECONDS,
        resource.RLIMIT_FSIZE: int(limits["scratch_bytes"]),
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    with _unless(strict):
        pages = int(own.read("statm").split()[0])
        hard[resource.RLIMIT_AS] = pages * resource.getpagesize() + int(limits["memory_bytes"])
    with _unless(strict):
        hard |= {resource.RLIMIT_MSGQUEUE: 0, resource.RLIMIT_NICE: 0, resource.RLIMIT_RTPRIO: 0}
    for limit, value in hard.items():
        with _unless(strict):
            _, ceiling = resource.getrlimit(limit)
            value = value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)
            resource.setrlimit(limit, (value, value))


def keep_descriptors(kept: set[int]) -> None:
    """Close every descriptor but `kept`; standard input, output and error lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard, inheritable=True)
    start = 3
    for descriptor in sorted(kept):
        os.closerange(start, descriptor)
        start = max(start, descriptor + 1)
    os.closerange(start, max(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1024))
