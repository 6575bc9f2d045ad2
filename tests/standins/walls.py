"""The walls that tests put around student code, and a warm process's children as this side counts them."""

from __future__ import annotations

import psutil
import pytest

from grader.results import Wall
from grader.running.outside import Session
from grader.running.outside.sandbox import probe
from grader.running.outside.warmth import Warm

HERE = probe().walls
SETS: tuple[tuple[Wall, ...], ...] = (
    ("landlock", "seccomp"),
    ("bubblewrap", "seccomp"),
    ("landlock", "bubblewrap", "seccomp"),
)
EACH_SET = [walls for walls in SETS if set(walls) <= set(HERE)]
each_set = pytest.mark.parametrize("walls", EACH_SET or [()], ids="+".join)
"""Each wall around files alone, and both, as far as this machine has them."""


def child_pid(session: Session) -> int:
    """The child's number out here; within bubblewrap it has another."""
    if session._line is None:
        pytest.fail("There is no child.")
    return session._line.pid


def children(warm: Warm) -> list[psutil.Process]:
    """The processes that a warm process has started."""
    below = psutil.Process(warm._process.pid).children(recursive=True)
    return below[1:] if warm._walled else below
