"""Memory in huge pages: then forking copies, and ending a child frees, hundreds of entries and not many thousands."""

from __future__ import annotations

import contextlib
import ctypes

from grader.running.inside import own

HUGE = 2 * 1024**2
MADV_COLLAPSE = 25
"""madvise(2), Linux 6.1: huge pages here and now. Elsewhere it is refused, and all is as before."""

_libc = ctypes.CDLL(None)


def make_huge() -> None:
    """Put this process's own memory into huge pages, where the kernel does that."""
    maps = ""
    with contextlib.suppress(FileNotFoundError):  # Linux alone has it
        maps = own.read("maps")
    for line in maps.splitlines():
        addresses, permissions, _, _, inode, *name = line.split(maxsplit=5)
        private = permissions.startswith("rw") and permissions.endswith("p") and inode == "0"
        if not private or (name and name[0] != "[heap]"):
            continue
        start, end = (int(address, 16) for address in addresses.split("-"))
        for page in range(-(-start // HUGE) * HUGE, end - HUGE + 1, HUGE):
            _libc.madvise(ctypes.c_void_p(page), ctypes.c_size_t(HUGE), MADV_COLLAPSE)
