"""A scratch folder of a fixed size: a file system in memory that only the warm process and its children see.

Where the kernel gives it, no child can take more room than that, however fast it is and whatever it removes while it
is open. Elsewhere the trusted side looks from time to time, which it does here as well, as a second net.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

CLONE_NEWNS, CLONE_NEWUSER = 0x0002_0000, 0x1000_0000
MS_NOSUID, MS_NODEV, MS_REC, MS_PRIVATE = 0x2, 0x4, 0x4000, 0x4_0000
MNT_DETACH = 2
BYTES_A_FILE = 4096
"""A file takes room by its name alone."""

_libc = ctypes.CDLL(None)


def mount_sized(folder: Path, size: int) -> bool:
    """Put a file system of `size` bytes over `folder`, and go there; False where this machine does not allow that.

    To be called first of all: a process with threads can get no namespace of its own.
    """
    if not hasattr(_libc, "unshare") or not _unshare():
        return False
    # What is mounted here stays here, and what is mounted elsewhere goes on to be seen.
    options = f"size={size},nr_inodes={size // BYTES_A_FILE},mode=0700,uid={os.geteuid()},gid={os.getegid()}"
    made = _mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) and _mount(
        b"scratch", os.fsencode(folder), b"tmpfs", MS_NOSUID | MS_NODEV, options.encode()
    )
    if made:
        os.chdir(folder)
    return made


def unmount(folder: Path) -> None:
    """Take it away again, if it is there; what it held is gone."""
    if hasattr(_libc, "umount2"):
        _libc.umount2(os.fsencode(folder), MNT_DETACH)


def _unshare() -> bool:
    """Have a mount namespace of one's own: by right, or by a user namespace in which this user is itself."""
    uid, gid = os.geteuid(), os.getegid()
    if _libc.unshare(CLONE_NEWNS) == 0:
        return True
    if not Path("/proc/self/uid_map").exists() or _libc.unshare(CLONE_NEWUSER | CLONE_NEWNS):
        return False
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        Path("/proc/self", name).write_text(text)
    return True


def _mount(source: bytes, target: bytes, kind: bytes | None, flags: int, options: bytes | None) -> bool:
    return bool(_libc.mount(source, target, kind, ctypes.c_ulong(flags), options) == 0)
