"""Machines that lack something: a command runs as it would on a kernel without Landlock, on a Mac, and so on.

    python tests/standins/poorer.py NAME COMMAND…

The kernel itself is made to answer so, by a seccomp filter and an empty /proc that all that the command starts
inherits: what the code may not assume is missing for the warm process and its children too. `mac` also takes away
the names that Python has on Linux alone, in every Python process that is not started without the environment.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import tempfile
from pathlib import Path

import pyseccomp

LANDLOCK = ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self")
LINUX_ALONE = (
    *LANDLOCK,
    *("prctl", "seccomp", "pidfd_open", "pidfd_send_signal", "pidfd_getfd", "sched_getaffinity", "unshare"),
    *("setns", "mount", "umount2", "memfd_create"),
)
PR_SET_SECCOMP, MADV_COLLAPSE, SOCK_SEQPACKET, CLONE_NEWNS, CLONE_NEWUSER = (
    22,
    25,
    5,
    0x0002_0000,
    0x1000_0000,
)
RLIMIT_AS, LINUX_LIMITS = 9, (12, 13, 14)
MS_REC, MS_PRIVATE = 0x4000, 0x4_0000
NAMES = """
import os, select, signal, socket, resource, sys
for module, names in (
    (os, ("pidfd_open", "sched_getaffinity", "sched_setaffinity", "memfd_create", "unshare", "setns")),
    (signal, ("pidfd_send_signal",)),
    (socket, ("MSG_CMSG_CLOEXEC", "SO_PEERCRED")),
    (resource, ("RLIMIT_MSGQUEUE", "RLIMIT_NICE", "RLIMIT_RTPRIO", "RLIMIT_SIGPENDING", "prlimit")),
):
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
sys.modules["landlock"] = sys.modules["pyseccomp"] = None
"""
FOR_THE_WARM_PROCESS = """
import subprocess
_start = subprocess.Popen.__init__
def _poorer(self, args, *rest, **options):
    if isinstance(args, list) and "-c" in args and "grader.running.inside" in args[args.index("-c") + 1]:
        args = list(args)
        args[args.index("-c") + 1] = NAMES + args[args.index("-c") + 1]
    return _start(self, args, *rest, **options)
subprocess.Popen.__init__ = _poorer
"""


def refuse(calls: tuple[str, ...], number: int) -> pyseccomp.SyscallFilter:
    """A filter that answers these system calls with an error, and lets all others through."""
    made = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in calls:
        made.add_rule(pyseccomp.ERRNO(number), name)
    return made


def no_landlock() -> None:
    """A kernel before 5.13, or one that was built without."""
    refuse(LANDLOCK, errno.ENOSYS).load()


def no_namespaces() -> None:
    """A container, or an AppArmor, whose rules let nobody make a user namespace: bubblewrap cannot work there."""
    made = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    asked = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER)
    for name in ("unshare", "clone"):
        made.add_rule(pyseccomp.ERRNO(errno.EPERM), name, asked)
    made.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    made.load()


def no_file_wall() -> None:
    """Neither Landlock nor user namespaces."""
    no_namespaces()
    no_landlock()


def no_seccomp() -> None:
    """A container whose rules refuse filters."""
    made = refuse(("seccomp",), errno.EPERM)
    made.add_rule(pyseccomp.ERRNO(errno.EPERM), "prctl", pyseccomp.Arg(0, pyseccomp.EQ, PR_SET_SECCOMP))
    made.load()


def old_kernel() -> None:
    """No Landlock, no waiting times in /proc (nor anything else there), no huge pages on demand."""
    _empty_proc()
    made = refuse(LANDLOCK, errno.ENOSYS)
    made.add_rule(pyseccomp.ERRNO(errno.EINVAL), "madvise", pyseccomp.Arg(2, pyseccomp.EQ, MADV_COLLAPSE))
    made.load()


def mac() -> None:
    """macOS: nothing that Linux alone has, neither in the kernel nor in Python."""
    _empty_proc()
    folder = tempfile.mkdtemp(prefix="gaussfit-poorer-")
    text = f"NAMES = {NAMES!r}\nexec(NAMES)\n{FOR_THE_WARM_PROCESS}"
    Path(folder, "sitecustomize.py").write_text(text, encoding="utf-8")
    os.environ["PYTHONPATH"] = folder
    made = refuse(LINUX_ALONE, errno.ENOSYS)
    packets = pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xF, SOCK_SEQPACKET)
    made.add_rule(pyseccomp.ERRNO(errno.EPROTONOSUPPORT), "socketpair", packets)
    for limit in (RLIMIT_AS, *LINUX_LIMITS):
        new = pyseccomp.Arg(2, pyseccomp.NE, 0)
        made.add_rule(pyseccomp.ERRNO(errno.EINVAL), "prlimit64", pyseccomp.Arg(1, pyseccomp.EQ, limit), new)
    made.load()


def _empty_proc() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWNS):
        if libc.unshare(CLONE_NEWUSER | CLONE_NEWNS):
            sys.exit("poorer: this machine gives no mount namespace")
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{uid} {uid} 1"),
            ("gid_map", f"{gid} {gid} 1"),
        ):
            Path("/proc/self", name).write_text(text)
    made = libc.mount(b"none", b"/", None, ctypes.c_ulong(MS_REC | MS_PRIVATE), None) == 0
    made = made and libc.mount(b"none", b"/proc", b"tmpfs", ctypes.c_ulong(0), b"size=4k") == 0
    if not made:
        sys.exit(f"poorer: /proc cannot be emptied here: {os.strerror(ctypes.get_errno())}")


MACHINES = {
    "no-landlock": no_landlock,
    "no-namespaces": no_namespaces,
    "no-file-wall": no_file_wall,
    "no-seccomp": no_seccomp,
    "old-kernel": old_kernel,
    "mac": mac,
}

if __name__ == "__main__":
    MACHINES[sys.argv[1]]()
    os.execvp(sys.argv[2], sys.argv[2:])
