"""The warm process: imports the libraries once, then forks one child per submission. Runs no student code.

It speaks over an inherited socket:

    {"op": "learn", "index": n, "source": ...}: a cell of the lesson, which every notebook has
    {"op": "fork", "limits": {...}} + a socket (SCM_RIGHTS)  ->  {"pid": n} + a pidfd, where the system has them
    {"op": "end"}  ->  {"status": n}: child and files are gone
"""

from __future__ import annotations

import contextlib
import gc
import os
import random
import shutil
import signal
import socket
import sys
import traceback
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import cast

import matplotlib

matplotlib.use("module://matplotlib_inline.backend_inline")

import ipywidgets  # noqa: F401  (what students may import is loaded here, once)
import matplotlib.pyplot as plt
import numpy as np
import torch

from grader.running import wire
from grader.running.inside import figures, libraries, privileges
from grader.running.inside.cells import Shell, make_shell
from grader.running.inside.child import Child
from grader.running.inside.closing import close_up
from grader.running.inside.files import empty
from grader.running.inside.lacking import do_without
from grader.running.inside.lockin import LockIn, scrub_environment, tidy
from grader.running.inside.pages import make_huge
from grader.running.inside.scratch import unmount

CONTROL_BYTES = 64 * 1024
MANY = 4
"""With this child it is a class: what makes later children faster begins to pay."""
NICE = 5
"""Student code gives way to the grader, and to whatever else the machine is for."""
SEED = 0
"""An unseeded notebook draws the same numbers each time it is graded."""


class Warm:
    """The warm process's state: its shell, its filters, its one child."""

    def __init__(
        self,
        control: socket.socket,
        folder: Path,
        walls: Collection[str],
        root: str,
        private: Collection[str],
    ) -> None:
        """Warm up. `folder` holds `scratch` and `home`; `walls` keep the children in, if any; `root` is the folder that
        this package is in; `private` are the packages, besides ours, that student code must not read."""
        self.control, self.pid, self.children = control, 0, 0
        self.scratch = folder / "scratch"
        self.lockin = LockIn(walls, self.scratch, folder / "home", private) if walls else None
        self.shell = _warm_up(str(folder / "home"))
        self.me = os.getpid()
        if "bubblewrap" in walls:
            close_up(folder / "home")
        tidy(root, private)  # here and not in each child, which would copy the pages that it touches

    def serve(self) -> None:
        """Fork and end one child at a time until the trusted side hangs up."""
        while True:
            request, descriptors = _receive(self.control)
            if request is None:
                break
            if request["op"] == "learn":
                self.shell.learn(request["index"], request["source"])
            elif request["op"] == "fork":
                self._fork(descriptors[0], request["limits"])
            else:
                _send(self.control, {"status": self._end()})
        self._end()

    def _fork(self, descriptor: int, limits: wire.PlainLimits) -> None:
        self.children += 1
        if self.children == MANY:
            self._settle_in()
        self.pid = os.fork()
        if not self.pid:
            self._be_a_child(descriptor, limits)
        os.close(descriptor)
        handles: list[int] = []
        with contextlib.suppress(AttributeError, OSError):  # Linux alone has them
            handles.append(os.pidfd_open(self.pid))
        _send(self.control, {"pid": self.pid}, handles)
        for handle in handles:
            os.close(handle)

    def _settle_in(self) -> None:
        """Do what takes two seconds and spares each later child a few hundredths, and some of them a whole one."""
        libraries.load()
        scrub_environment()  # torch puts the name of a folder there
        empty(self.scratch)  # and makes that folder
        _freeze()
        make_huge()

    def _be_a_child(self, descriptor: int, limits: wire.PlainLimits) -> None:
        """Lock in, say so, serve the submission; never returns."""
        status = 1
        try:
            child = Child(descriptor, self.shell, limits)
            try:
                _seed()  # here: Python seeds its own anew in each fork, and libraries that load late may draw
                privileges.leave_the_group(self.me, strict=self.lockin is not None)
                sys.path.insert(0, "")
                os.nice(NICE)
                kept = child.descriptors()
                if self.lockin is None:
                    privileges.keep_descriptors(kept)
                    privileges.limit_resources(limits, strict=False)
                else:
                    self.lockin.enter(limits, kept)
            except OSError as error:
                child.say({"id": "ready", "failed": f"The lock-in failed: {error}"})
                return
            child.say({"id": "ready"})
            child.serve()
            status = 0
        finally:
            os._exit(status)

    def _end(self) -> int:
        if not self.pid:
            return 0
        os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        empty(self.scratch)
        return status


def _warm_up(home: str) -> Shell:
    """Load what a notebook needs and draw once, so that no child pays for it."""
    torch.set_num_threads(1)
    do_without()
    shell = make_shell(home)
    figure, axes = plt.subplots()
    axes.plot([0.0, 1.0], [0.0, 1.0])
    axes.set_title("$\\mu$")
    shell.display_formatter.format(figure)
    shell.display_formatter.format(torch.eye(2))
    shell.run_cell("pass", store_history=False)
    plt.close("all")
    torch.linalg.cholesky(torch.eye(2))
    np.linalg.eigh(np.eye(2))
    figures.prepare()
    _seed()
    _freeze()
    return shell


def _freeze() -> None:
    """What is loaded by now stays: no child looks through it for garbage, which would copy it."""
    gc.collect()
    gc.freeze()


def _seed() -> None:
    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)


def _receive(control: socket.socket) -> tuple[wire.Order | None, list[int]]:
    """One request and the descriptors that came with it; None when the line is dead."""
    message, descriptors = wire.read_with(control, CONTROL_BYTES)
    return cast(wire.Order | None, message), descriptors  # only the trusted side is at the other end


def _send(
    control: socket.socket, message: Mapping[str, object], descriptors: list[int] | None = None
) -> None:
    wire.send_with(control, message, CONTROL_BYTES, descriptors or [])


def main(descriptor: str, folder: str, walls: str, root: str, private: str, sized: bool) -> None:
    """Warm up, say so, serve; at the end, whatever the reason, leave no folder behind."""
    control = socket.socket(fileno=int(descriptor))
    try:
        warm = Warm(control, Path(folder), walls.split(), root, private.split())
        _send(control, {"ready": True, "sized": sized})
        warm.serve()
    except OSError as error:
        _send(control, {"failed": f"The warm process failed: {error}"})
    except BaseException:
        traceback.print_exc()
    finally:
        empty(Path(folder, "scratch"))
        unmount(Path(folder, "scratch"))
        shutil.rmtree(folder, ignore_errors=True)
        sys.stderr.flush()
        os._exit(0)  # the libraries' farewells would take a while, and look for the folder that is gone
