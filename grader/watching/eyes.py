"""Says where something may have changed: by the file system's events where it gives any, else by being asked often.

An event is a hint and no more. What is there is looked at by name, so a lost event costs some seconds and no more.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil
from watchfiles import watch

GROUPED_MS, STEP_MS, ANSWER_MS = 200, 20, 200
"""How long events are gathered at most, the silence that ends it, and how long the thread may take to hear the end."""
AGAIN_SECONDS = 5.0
"""Between two looks at everything, events or not."""
POLL_SECONDS = 0.5
"""The same where the file system gives no events."""
REST = 20
"""A look at everything is followed by so many times its duration before the next."""
WITHOUT_EVENTS = frozenset(
    (
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "gpfs",
        "beegfs",
        "vboxsf",
    )
)
"""File systems on which others write unseen; and all that FUSE has."""


class Eyes:
    """A thread that gathers hints; `descriptor` can be waited for."""

    def __init__(
        self, folders: Callable[[], Iterable[Path]], grows: Callable[[Path], bool], poll: bool
    ) -> None:
        """`folders`: what to watch, each without what is below it; `grows`: whether a change adds to them. With `poll`
        nothing is watched."""
        self._folders, self._grows, self.blind = folders, grows, poll
        self._hints: queue.SimpleQueue[Path] = queue.SimpleQueue()
        self._stop = threading.Event()
        self.descriptor, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self.descriptor, False)
        self._next = 0.0
        self._watched: set[Path] = set()
        self._thread = threading.Thread(target=self._look, daemon=True)
        if not poll:
            self._thread.start()

    def take(self) -> set[Path]:
        """Where something may have changed since it was last asked."""
        with contextlib.suppress(BlockingIOError):
            os.read(self.descriptor, 4096)
        hints = set()
        with contextlib.suppress(queue.Empty):
            while True:
                hints.add(self._hints.get_nowait())
        return hints

    def due(self, now: float) -> float:
        """Seconds until everything is to be looked at."""
        return max(0.0, self._next - now)

    def looked(self, began: float, now: float) -> None:
        """Everything has been looked at; it took from `began` to `now`."""
        self._next = now + max(POLL_SECONDS if self.blind else AGAIN_SECONDS, REST * (now - began))

    def close(self) -> None:
        """End the thread."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(2 * ANSWER_MS / 1000)
        if not self._thread.is_alive():
            os.close(self._wake)
            os.close(self.descriptor)

    def _look(self) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                self._watch()
            except (
                Exception
            ):  # no folder yet, or the system has no watches left: whoever asks looks by themselves
                self.blind = True
            self._stop.wait(0.02 if time.monotonic() - began > 1 else 0.1)

    def _watch(self) -> None:
        """Watch until there is another folder to watch."""
        paths = list(self._folders())
        unseen, self._watched = set(paths) - self._watched, set(paths)
        changes = watch(
            *paths,
            watch_filter=None,
            debounce=GROUPED_MS,
            step=STEP_MS,
            stop_event=self._stop,
            rust_timeout=ANSWER_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=False,  # the watcher would follow links
            ignore_permission_denied=True,
        )
        with contextlib.closing(changes):
            for change in changes:
                self.blind = False
                found = {Path(path) for _, path in change}
                new, unseen = unseen, set()  # what came into a new folder before it was watched gave no sign
                for path in new:
                    self._hints.put(path)
                for path in found:
                    self._hints.put(path)
                if found or new:
                    with contextlib.suppress(BlockingIOError):
                        os.write(self._wake, b"!")
                if any(map(self._grows, found)):
                    return


def gives_events(path: Path) -> bool:
    """Whether the file system of a folder tells of what others write there."""
    real = os.path.realpath(path)
    mounts = [each for each in psutil.disk_partitions(all=True) if Path(real).is_relative_to(each.mountpoint)]
    kind = max(mounts, key=lambda each: len(each.mountpoint)).fstype.casefold() if mounts else ""
    return kind not in WITHOUT_EVENTS and not kind.startswith("fuse")
