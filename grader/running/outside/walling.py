"""Starts a program inside bubblewrap, and finds out once whether this machine lets us."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path

CODE = "/run/gaussfit"
"""Where a program in there finds what it needs of the grader."""
FOLDER = Path("/tmp/gaussfit")
"""The folder of a warm process in there; outside there is none, and nothing to be removed."""
HOME = Path(__file__).parents[3]
"""The folder that the package `grader` is in: site-packages, or the repository."""
ENTER = f"""
import sys
sys.path.append({str(HOME)!r})
from grader.running.inside.view import enter
enter({CODE!r}, *sys.argv[1:6], sys.argv[6:])
"""
TRY = f"""
import importlib.util, sys
from pathlib import Path
sys.path.insert(0, {CODE!r})
from grader.running.inside.closing import close_up
from grader.running.inside.scratch import mount_sized
if not mount_sized(Path(sys.argv[1], "scratch"), 1 << 20):
    sys.exit("it lets no user namespace be made in there")
for name in ("IPython", "matplotlib", "msgpack", "numpy", "torch"):
    if importlib.util.find_spec(name) is None:  # a link to elsewhere, or closed to all but another user
        sys.exit(f"the package {{name}} is not seen in there")
close_up(Path(sys.argv[1], "home"))
"""
"""What a warm process does in there before and after it has loaded its libraries."""
TRY_SECONDS = 60.0

NOT_INSTALLED = "it is not installed"
NEEDS_PIDFD = "it needs Linux 5.4 or later"
REFUSED = "this machine refuses it ({})"


def walled_in(program: Sequence[str], private: Sequence[str] = (), fonts: Sequence[Path] = ()) -> list[str]:
    """The command that runs Python with the arguments `program` inside bubblewrap."""
    # The death of a parent is that of the thread which started the child: only the main one lives as long as we do.
    # Without, the program sees that its socket is closed.
    with_parent = "yes" if threading.current_thread() is threading.main_thread() else ""
    options = [shutil.which("bwrap") or "bwrap", str(FOLDER), " ".join(private), with_parent]
    lists = os.pathsep.join(map(str, fonts))
    return [sys.executable, "-P", "-c", ENTER, *options, lists, *program]


@cache
def lack() -> str:
    """Why bubblewrap can't be used on this machine; empty when it can. It is tried, once."""
    if sys.platform != "linux" or not shutil.which("bwrap"):
        return NOT_INSTALLED
    if not hasattr(os, "pidfd_open"):
        return NEEDS_PIDFD
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return NEEDS_PIDFD
    with tempfile.TemporaryFile() as told:
        command = walled_in(["-P", "-c", TRY, str(FOLDER)])
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=told, stderr=told, timeout=TRY_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return REFUSED.format(error)
        told.seek(0)
        words = told.read().decode("utf-8", "replace").strip().splitlines()
    return REFUSED.format(words[-1] if words else done.returncode) if done.returncode else ""


def pid_of(pidfd: int) -> int:
    """The process's id as this side of the wall counts; 0 when it is gone."""
    lines = Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines()
    (told,) = [line.split()[1] for line in lines if line.startswith("Pid:")]
    return max(0, int(told))
