"""The warm process: imports the libraries once, then forks one child per submission. Runs no student code.

Started as `python -m grader.runner.warm DESCRIPTOR FOLDER SANDBOX`; speaks over the inherited socket:

    {"op": "fork", "limits": {...}} + a socket (SCM_RIGHTS)  ->  {"pid": n} + a pidfd
    {"op": "end"}                                            ->  {"status": wait status}: the child is gone
"""

from __future__ import annotations

import array
import gc
import os
import signal
import socket
import sys
from typing import Any

import matplotlib
import numpy as np
import torch

matplotlib.use("module://matplotlib_inline.backend_inline")

import ipywidgets  # noqa: F401  (students' notebooks use it: loaded once, here)
import matplotlib.pyplot as plt
import scipy.linalg
import scipy.stats  # noqa: F401

from grader.runner import wire
from grader.runner.cells import Shell, make_shell
from grader.runner.child import Child

CONTROL_BYTES = 64 * 1024


def warm_up(folder: str) -> Shell:
    """Load what a notebook needs and draw once, so that no child pays for it."""
    torch.set_num_threads(1)
    shell = make_shell(folder)
    figure, axes = plt.subplots()
    axes.plot([0.0, 1.0], [0.0, 1.0])
    axes.set_title("$\\mu$")
    figure.canvas.draw()
    plt.close("all")
    torch.linalg.cholesky(torch.eye(2))
    np.linalg.eigh(np.eye(2))
    gc.collect()
    gc.freeze()
    return shell


def serve(control: socket.socket, shell: Shell) -> None:
    """Fork, watch and end one child at a time until the trusted side hangs up."""
    pid = 0
    while True:
        request, descriptors = _receive(control)
        if request is None:
            break
        if request["op"] == "fork":
            pid = _fork(control, descriptors[0], shell, request["limits"])
            os.close(descriptors[0])
            handle = os.pidfd_open(pid)
            _send(control, {"pid": pid}, [handle])
            os.close(handle)
        else:
            _send(control, {"status": _end(pid)})
            pid = 0
    _end(pid)


def _fork(control: socket.socket, descriptor: int, shell: Shell, limits: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        control.close()
        Child(descriptor, shell, limits).serve()
        status = 0
    finally:
        os._exit(status)


def _end(pid: int) -> int:
    if not pid:
        return 0
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def _receive(control: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """One request (sent as one packet) and the descriptors that came with it; None when the line is dead."""
    body, ancillary, _, _ = control.recvmsg(CONTROL_BYTES, socket.CMSG_LEN(4 * 4), socket.MSG_CMSG_CLOEXEC)
    descriptors = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(data[: len(data) - len(data) % descriptors.itemsize])
    return (wire.unpack(body) if body else None), list(descriptors)


def _send(control: socket.socket, message: dict[str, Any], descriptors: list[int] | None = None) -> None:
    body = wire.pack(message, CONTROL_BYTES)[wire.HEADER.size :]
    socket.send_fds(control, [body], descriptors or [])


def main(descriptor: str, folder: str, sandbox: str) -> None:
    """Warm up, say so, serve."""
    control = socket.socket(fileno=int(descriptor))
    shell = warm_up(folder)
    _send(control, {"ready": True})
    serve(control, shell)


if __name__ == "__main__":
    main(*sys.argv[1:])
