"""The server that worker processes are forked from: what they all need is loaded once, in it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

from grader.errors import SEE_DOCTOR, GraderError
from grader.running.outside import cgroup

SAFE_PATH = "PYTHONSAFEPATH"


@contextmanager
def _safe_path() -> Iterator[None]:
    """Have the Python that starts meanwhile import nothing from the working folder, where students' files may lie."""
    before = os.environ.get(SAFE_PATH)
    os.environ[SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[SAFE_PATH]
        else:
            os.environ[SAFE_PATH] = before


def start_server(preload: tuple[str, ...] = ("grader.marking.worker",)) -> ForkServerContext:
    """Start the server, if it isn't there yet; it loads while the caller goes on.

    Args:
        preload: what it loads before it starts a process, if it is this call that starts it.

    Raises:
        GraderError: this machine cannot start it.
    """
    cgroup.settle()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    try:
        with _safe_path():
            forkserver.ensure_running()
    except OSError as error:
        raise GraderError(
            f"The worker processes cannot start ({error}): free memory, or, if TMPDIR is a long path, set a short one; "
            f"{SEE_DOCTOR}"
        ) from error
    return context
