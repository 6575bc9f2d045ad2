"""The server that worker processes are forked from: what they all need is loaded once, in it."""

from __future__ import annotations

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

from grader.errors import GraderError


def start_server() -> ForkServerContext:
    """Start the server, if it isn't there yet; it loads while the caller goes on.

    Raises:
        GraderError: this machine cannot start it.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["grader.marking.pool"])
    try:
        forkserver.ensure_running()
    except OSError as error:
        raise GraderError(
            f"The worker processes cannot start ({error}): free memory, or, if TMPDIR is a long path, set a short one."
        ) from error
    return context
