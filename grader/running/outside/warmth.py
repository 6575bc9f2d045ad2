"""The trusted handle on one warm process: starts it, asks it for children, ends them, ends it."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from grader.answers import Limits
from grader.results import Wall
from grader.running import wire
from grader.running.outside import cgroup, walling
from grader.running.outside.errors import RunnerError
from grader.running.outside.surroundings import environment, folder_with_fonts, font_lists

START_SECONDS = 120.0
"""Importing torch from a cold disk on a busy machine."""
ANSWER_SECONDS = 20.0
CONTROL_BYTES = 64 * 1024
START = f"""
import sys
if "bubblewrap" in sys.argv[3]:
    sys.path.insert(0, {walling.CODE!r})
if sys.argv[4] not in sys.path:
    sys.path.append(sys.argv[4])
from pathlib import Path
from grader.running.inside.scratch import mount_sized
sized = mount_sized(Path(sys.argv[2], "scratch"), int(sys.argv[6]))  # before any library starts threads
from grader.running.inside.warm import main
main(*sys.argv[1:6], sized)
"""


class Warm:
    """One warm process with its scratch folder. Serves one child at a time."""

    def __init__(
        self,
        walls: Sequence[Wall],
        scratch_bytes: int,
        lesson: Sequence[tuple[int, str]] = (),
        private: Sequence[str] = (),
    ) -> None:
        """Start the process, which takes a while to load its libraries; `await_ready` waits for that.

        `walls`: what keeps the children in, if anything. `scratch_bytes`: the size of the folder in which they may
        write. `lesson`: cells that every submission has, each with its place among the cells that run. `private`:
        packages, besides the grader's own, that student code must not read.
        """
        self.children = 0
        self.sized_scratch = False
        self._lesson = lesson
        self._ready = self._failed = False
        self._group: cgroup.ChildGroup | None = None
        cgroup.settle()
        self._walled = "bubblewrap" in walls
        self._folder = None if self._walled else folder_with_fonts()
        root = Path(self._folder.name) if self._folder else walling.FOLDER
        self.scratch = root / "scratch"
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  (closed in `close`)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            about = [str(theirs.fileno()), str(root), " ".join(walls)]
            about += [str(walling.HOME), " ".join(private), str(scratch_bytes)]
            program = ["-P", "-c", START, *about]
            self._process = subprocess.Popen(
                walling.walled_in(program, private, font_lists())
                if self._walled
                else [sys.executable, *program],
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                env=environment(root),
                cwd=self.scratch if self._folder else "/",
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def await_ready(self) -> None:
        """Wait until the process has loaded its libraries; raises `RunnerError`, and closes, if it cannot."""
        if self._ready:
            return
        try:
            answer, _ = self._receive(START_SECONDS)
        except RunnerError:
            self.close()
            raise
        self.sized_scratch = bool(answer.get("sized"))
        self._ready = True
        for index, source in self._lesson:
            if len(source) < CONTROL_BYTES // 8:  # it fits, whatever its characters take
                self._send({"op": "learn", "index": index, "source": source})

    def fork(self, limits: Limits) -> tuple[int, int | None, socket.socket]:
        """A fresh child: its pid, a pidfd (Linux alone has them), and the socket on which it answers."""
        self.await_ready()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            self._send({"op": "fork", "limits": asdict(limits)}, [theirs.fileno()])
        try:
            answer, descriptors = self._receive(START_SECONDS)  # before one of them it loads more libraries
        except RunnerError:
            ours.close()
            raise
        self.children += 1
        try:
            pid = self._number(answer, "pid")
            self._await_lockin(ours)
            if self._walled:  # in there it has another number
                pid = walling.pid_of(descriptors[0])
            self._put_into_a_group(pid, limits)
        except RunnerError:
            ours.close()
            for descriptor in descriptors:
                os.close(descriptor)
            raise
        return pid, descriptors[0] if descriptors else None, ours

    def _await_lockin(self, line: socket.socket) -> None:
        """The child's first message says that it is locked in: no student code has run before."""
        line.settimeout(ANSWER_SECONDS)
        try:
            ready = wire.read(line.recv, CONTROL_BYTES) or {
                "failed": "The child ended before it was locked in."
            }
        except (OSError, wire.WireError) as error:
            ready = {"failed": f"The child did not say that it is locked in: {error}"}
        if "failed" in ready:
            raise self._failure(str(ready["failed"]))

    def _put_into_a_group(self, pid: int, limits: Limits) -> None:
        home = cgroup.given()
        if home is None:
            return
        try:
            self._group = cgroup.ChildGroup(home, pid, limits)
        except OSError as error:
            raise self._failure(f"A child cannot be put into a control group: {error}.") from error

    def end(self) -> int:
        """End the child; its wait status. It is gone, and its scratch folder empty, when this returns."""
        self._send({"op": "end"})
        status = self._number(self._receive(ANSWER_SECONDS)[0], "status")
        self._remove_group()
        return status

    def _remove_group(self) -> None:
        group, self._group = self._group, None
        if group is not None:
            group.remove()

    @property
    def alive(self) -> bool:
        """Whether the process is still there and has not failed."""
        return not self._failed and self._process.poll() is None

    def close(self) -> None:
        """End the process, and with it any child; remove its folder."""
        self._control.close()
        try:
            self._process.wait(2.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._remove_group()
        self._log.close()
        if self._folder:
            self._folder.cleanup()

    def _send(self, message: Mapping[str, object], descriptors: list[int] | None = None) -> None:
        try:
            wire.send_with(self._control, message, CONTROL_BYTES, descriptors or [])
        except OSError as error:
            raise self._failure(f"The warm process is gone: {error}.") from error

    def _receive(self, seconds: float) -> tuple[dict[str, object], list[int]]:
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        if not poll.poll(seconds * 1000):
            raise self._failure(f"The warm process did not answer within {seconds:g} s.")
        try:
            answer, descriptors = wire.read_with(self._control, CONTROL_BYTES)
        except (OSError, wire.WireError) as error:
            raise self._failure(f"The warm process is gone: {error}.") from error
        if answer is None:
            raise self._failure("The warm process ended.")
        if "failed" in answer:
            raise self._failure(str(answer["failed"]))
        return answer, descriptors

    def _number(self, answer: Mapping[str, object], name: str) -> int:
        number = answer.get(name)
        if not isinstance(number, int):
            raise self._failure(f"The warm process answered without its {name}.")
        return number

    def _failure(self, sentence: str) -> RunnerError:
        """The error to raise; this process is not asked again."""
        self._failed = True
        return RunnerError(f"{sentence}{self._last_words()}")

    def _last_words(self) -> str:
        self._log.seek(max(0, os.fstat(self._log.fileno()).st_size - 2_000))
        words = self._log.read().decode("utf-8", "replace").strip()
        return f" Its last words: {words}" if words else ""
