"""Which wall alone shuts which door: each door is tried by a notebook behind each wall alone, and behind none.

    python -m benchmarks.walls

A door is open when the cell came through, whatever it then found. Nothing outside a folder of its own is touched.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measuring import table
from grader.answers import Limits
from grader.results import Wall
from grader.running.outside import Runner
from grader.running.outside.sandbox import WALLS

ALONE: tuple[tuple[Wall, ...], ...] = ((), *((wall,) for wall in WALLS))
TOOLS = """
import ctypes, os, socket, subprocess
libc = ctypes.CDLL(None, use_errno=True)
def call(function, *arguments):
    if getattr(libc, function)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), function)
"""
DOORS = {
    "read another's file": "open('@FOLDER@/marks').read()",
    "see that it exists": "os.stat('@FOLDER@/marks')",
    "list its folder": "os.listdir('@FOLDER@')",
    "write beside it": "open('@FOLDER@/new', 'w').close()",
    "overwrite it": "open('@FOLDER@/marks', 'a').close()",
    "change its mode": "os.chmod('@FOLDER@/marks', 0o600)",
    "change its time": "os.utime('@FOLDER@/marks')",
    "remove a file": "os.unlink('@FOLDER@/old')",
    "read the grader's checks": "open('@GRADER@/checking/host.py').read()",
    "read the machine's users": "open('/etc/passwd').read()",
    "read another process's environment": "open('/proc/@VICTIM@/environ', 'rb').read()",
    "read the warm process's memory": "open(f'/proc/{os.getppid()}/mem', 'rb').close()",
    "end another process": "os.kill(@VICTIM@, 9)",
    "start a process": "os._exit(0) if os.fork() == 0 else os.wait()",
    "run a program that lies there": "subprocess.run(['/bin/true'], check=True)",
    "trace the warm process": "call('ptrace', 0x4206, os.getppid(), None, None)",
    "connect to a server of this machine": "socket.create_connection(('127.0.0.1', @PORT@), 2).close()",
    "connect to a socket in a folder": "s = socket.socket(socket.AF_UNIX); s.connect('@FOLDER@/socket')",
    "connect to a socket without a name": "s = socket.socket(socket.AF_UNIX); s.connect('\\0@NAME@')",
    "make a socket": "socket.socket().close()",
    "share memory by a key": "call('shmget', 0x6761757, 4096, 0o1600)",
    "make a namespace": "call('unshare', 0x10000000)",
}


@contextmanager
def around() -> Iterator[dict[str, str]]:
    """A folder, a process and sockets to be attacked; by the names that stand for them."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_UNIX) as named,
        socket.socket(socket.AF_UNIX) as unnamed,
        subprocess.Popen([sys.executable, "-S", "-c", "input()"], stdin=subprocess.PIPE) as victim,
    ):
        for name in ("marks", "old"):
            Path(folder, name).write_text(name)
        named.bind(f"{folder}/socket")
        name = f"gaussfit-{os.getpid()}"
        unnamed.bind(f"\0{name}")
        for line in (named, unnamed):
            line.listen()
        grader = str(Path(__file__).parents[1] / "grader")
        known = {"FOLDER": folder, "GRADER": grader, "VICTIM": str(victim.pid), "NAME": name}
        yield {**known, "PORT": str(tcp.getsockname()[1])}
        victim.kill()


def tried(walls: tuple[Wall, ...]) -> dict[str, str]:
    """What became of each door behind these walls: `open` or `shut`."""
    with around() as known, Runner(Limits(), "locked" if walls else "process", walls=walls) as runner:
        cells = list(DOORS.values())
        for name, value in known.items():
            cells = [cell.replace(f"@{name}@", value) for cell in cells]
        found = {}
        for door, cell in zip(DOORS, cells, strict=True):
            with runner.open([TOOLS, cell]) as session:
                found[door] = "open" if session.run()[1].outcome == "ok" else "shut"
    return found


def main() -> None:
    """Print the table."""
    found = [tried(walls) for walls in ALONE]
    rows = [(door, *(each[door] for each in found)) for door in DOORS]
    print(table(("door", "no wall", *WALLS), rows))


if __name__ == "__main__":
    main()
